/** The routes of adjudications. */
import { assignAdjudication, readAdjudication, rule, setTolerance, takeRulingsBack } from './adjudication.ts';
import type { Route } from './route.ts';

/** So many rulings with marks of as many layers as there may be. */
const RULINGS_BYTES = 2 * 1024 * 1024;

export const ADJUDICATION_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/tasks/{task}/adjudications',
    summary: 'Let somebody make the consensus of what was done apart on a video, once all have submitted',
    subject: 'task',
    action: 'task.manage',
    body: 'NewAdjudication',
    answer: { status: 201, body: 'Work' },
    run: assignAdjudication,
  },
  {
    method: 'GET',
    path: '/assignments/{assignment}/adjudication',
    summary: 'What an adjudication compares, how, and what was decided',
    subject: 'assignment',
    answer: { status: 200, body: 'Adjudication' },
    run: readAdjudication,
  },
  {
    method: 'POST',
    path: '/assignments/{assignment}/rulings',
    summary: 'Decide what the consensus is of some things, with the marks that came of it',
    subject: 'assignment',
    body: 'NewRulings',
    bodyBytes: RULINGS_BYTES,
    answer: { status: 200, body: 'Adjudication' },
    run: rule,
  },
  {
    method: 'POST',
    path: '/assignments/{assignment}/rulings-taken-back',
    summary: 'Take decisions of an adjudication back',
    subject: 'assignment',
    body: 'TakenBack',
    answer: { status: 200, body: 'Adjudication' },
    run: takeRulingsBack,
  },
  {
    method: 'PUT',
    path: '/assignments/{assignment}/tolerance',
    summary: 'Set how far apart is the same in an adjudication',
    subject: 'assignment',
    body: 'NewTolerance',
    answer: { status: 200, body: 'Adjudication' },
    run: setTolerance,
  },
];
