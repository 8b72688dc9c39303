/** A project in memory with two people and a video, and a task that asks for nothing. */
import { NO_RULES } from '#lib/model/task.ts';
import { createStore } from '#server/store/store.ts';
import type { TaskRow } from '#server/store/tasks.ts';

export const someTask: Omit<TaskRow, 'id' | 'createdAt' | 'project' | 'createdBy'> = {
  kind: 'work',
  title: 'Mark the tools',
  brief: '',
  mode: 'together',
  blind: false,
  dueAt: null,
  priority: 'normal',
  rules: NO_RULES,
  reviewers: 1,
};

export function filledProject() {
  const store = createStore(':memory:');
  const project = store.projects.create({ name: 'Ours' });
  const study = store.studies.create({ project: project.id, name: 'Mr Doe, 3 May' });
  const ana = store.people.create({ login: 'ana', name: 'Ana' });
  const ben = store.people.create({ login: 'ben', name: 'Ben' });
  const video = store.videos.create({ study: study.id, name: 'doe.mp4', createdBy: ana.id });
  return { store, project, study, video, ana, ben };
}
