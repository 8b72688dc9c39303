/** The routes of trainings: a part of the table of routes. */
import type { Route } from './route.ts';
import {
  changeTraining,
  listTrainings,
  makeTraining,
  readFeedback,
  requireTrainings,
  tryAgain,
} from './training.ts';

export const TRAINING_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/projects/{project}/trainings',
    summary: 'The trainings of a project, how people stand in them, and who may begin what',
    subject: 'project',
    action: 'task.manage',
    answer: { status: 200, body: 'Trainings' },
    run: listTrainings,
  },
  {
    method: 'POST',
    path: '/projects/{project}/trainings',
    summary: 'Make a training from layers, which are copied, and give it out',
    subject: 'project',
    action: 'task.manage',
    body: 'NewTraining',
    answer: { status: 201, body: 'Assigned' },
    run: makeTraining,
  },
  {
    method: 'PUT',
    path: '/tasks/{task}/training',
    summary: 'Change what a training compares, for attempts from now on',
    subject: 'task',
    action: 'task.manage',
    body: 'TrainingRules',
    answer: { status: 200, body: 'Task' },
    run: changeTraining,
  },
  {
    method: 'PUT',
    path: '/tasks/{task}/requirements',
    summary: 'Set which trainings have to be passed before a task is begun',
    subject: 'task',
    action: 'task.manage',
    body: 'Requirements',
    answer: { status: 200, body: 'Task' },
    run: requireTrainings,
  },
  {
    method: 'GET',
    path: '/assignments/{assignment}/feedback',
    summary: 'What was right in a training that was submitted, and what was not, mark by mark',
    subject: 'assignment',
    answer: { status: 200, body: 'Feedback' },
    run: readFeedback,
  },
  {
    method: 'POST',
    path: '/assignments/{assignment}/attempts',
    summary: 'Begin a training again, in a fresh layer',
    subject: 'assignment',
    answer: { status: 201, body: 'Work' },
    run: tryAgain,
  },
];
