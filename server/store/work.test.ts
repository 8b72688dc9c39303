/** Groups, layers, tasks, assignments, reviews: what is kept of them, and what cannot be undone. */
import { expect, it } from 'vitest';
import type { LayerId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { NO_RULES } from '#lib/model/task.ts';
import { createStore } from './store.ts';
import { filledProject, someTask } from '../../tests/builders/work.ts';

it('keeps a task as it was made, rules and all, and lists the newest first', () => {
  const { store, project, ana } = filledProject();
  const rules = { ...someTask.rules, leastTrackFrames: 5, commentsResolved: true };
  const first = store.tasks.create({ ...someTask, project: project.id, createdBy: ana.id, rules });
  expect(store.tasks.get(first.id)).toEqual(first);
  expect(store.tasks.get(first.id)).toMatchObject({ blind: false, rules, dueAt: null });
  store.tasks.change(first.id, { title: 'Other', brief: 'b', dueAt: 5, priority: 'urgent', rules: NO_RULES });
  expect(store.tasks.get(first.id)).toEqual({
    ...first,
    title: 'Other',
    brief: 'b',
    dueAt: 5,
    priority: 'urgent',
    rules: NO_RULES,
  });
  expect(store.tasks.ofProject(project.id).map(({ title }) => title)).toEqual(['Other']);
});

it('keeps every step of an assignment, and who reviews it', () => {
  const { store, project, video, ana, ben } = filledProject();
  const task = store.tasks.create({ ...someTask, project: project.id, createdBy: ana.id });
  const told: string[] = [];
  store.assignments.changes.subscribe((of) => told.push(of));
  const id = store.assignments.create({
    task: task.id,
    video: video.id,
    layer: SHARED_LAYER.id,
    people: [ana.id],
  });
  const row = () => store.assignments.get(id)!;
  expect(row()).toMatchObject({ state: 'assigned', round: 0, reviewer: null, people: [ana.id] });
  store.assignments.take(row(), { person: ana.id, step: 'start', state: 'in-progress', reason: '' });
  store.assignments.take(
    row(),
    { person: ana.id, step: 'submit', state: 'submitted', reason: '' },
    { round: 1 },
  );
  const review = { person: ben.id, step: 'review', state: 'in-review', reason: '' } as const;
  store.assignments.take(row(), review, { reviewer: ben.id });
  const back = {
    person: ben.id,
    step: 'request-changes',
    state: 'changes-requested',
    reason: 'look again',
  } as const;
  store.assignments.take(row(), back);
  expect(row()).toMatchObject({ state: 'changes-requested', round: 1, reviewer: ben.id });
  expect(store.assignments.steps(id).map(({ step, round, reason }) => [step, round, reason])).toEqual([
    ['start', 0, ''],
    ['submit', 1, ''],
    ['review', 1, ''],
    ['request-changes', 1, 'look again'],
  ]);
  expect(told).toEqual(Array.from({ length: 5 }, () => video.id));
});

it('finds assignments by person, layer, task, study and project; withdrawn ones are nobody’s', () => {
  const { store, project, study, video, ana, ben } = filledProject();
  const task = store.tasks.create({ ...someTask, project: project.id, createdBy: ana.id });
  const layer = store.layers.create({ video: video.id, kind: 'person', name: 'Ben', task: task.id });
  const shared = { task: task.id, video: video.id, layer: SHARED_LAYER.id, people: [ana.id, ben.id] };
  const first = store.assignments.create(shared);
  const second = store.assignments.create({ ...shared, layer, people: [ben.id] });
  const { assignments } = store;
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();
  const both = [first, second].sort();
  expect(ids(assignments.ofPerson(ben.id))).toEqual(both);
  expect(ids(assignments.ofPersonOn(ana.id, video.id))).toEqual([first]);
  expect(ids(assignments.ofLayer(video.id, layer))).toEqual([second]);
  expect(ids(assignments.ofTask(task.id))).toEqual(both);
  expect(ids(assignments.ofProject(project.id))).toEqual(both);
  expect(assignments.hasWork(ben.id, study.id)).toBe(true);
  for (const id of both)
    assignments.take(assignments.get(id as typeof first)!, {
      person: ana.id,
      step: 'withdraw',
      state: 'withdrawn',
      reason: 'no longer needed',
    });
  expect(assignments.ofPerson(ben.id)).toEqual([]);
  expect(assignments.ofLayer(video.id, layer)).toEqual([]);
  expect(ids(assignments.everOfLayer(video.id, layer))).toEqual([second]);
  expect(assignments.hasWork(ben.id, study.id)).toBe(false);
  expect(store.layers.ofVideo(video.id)).toEqual([
    { id: layer, video: video.id, kind: 'person', name: 'Ben', task: task.id },
  ]);
});

it('replaces the people of a group, and tells those whose rights changed', () => {
  const { store, project, ana, ben } = filledProject();
  const told: string[] = [];
  store.groups.changes.subscribe((person) => told.push(person));
  const group = store.groups.create({ project: project.id, name: 'Outside', outsourced: true });
  store.groups.setPeople(group, [ana.id]);
  expect(store.groups.isOutsourced(project.id, ana.id)).toBe(true);
  store.groups.setPeople(group, [ben.id, ben.id]);
  expect(store.groups.isOutsourced(project.id, ana.id)).toBe(false);
  expect(store.groups.ofProject(project.id)).toEqual([
    { id: group, project: project.id, name: 'Outside', outsourced: true, people: [ben.id] },
  ]);
  store.groups.remove(group);
  expect(store.groups.isOutsourced(project.id, ben.id)).toBe(false);
  expect(new Set(told)).toEqual(new Set([ana.id, ben.id]));
});

it('keeps the newest decision on a mark, and what was said to be done of the rejected ones', () => {
  const { store, project, video, ana, ben } = filledProject();
  const task = store.tasks.create({ ...someTask, project: project.id, createdBy: ana.id });
  const id = store.assignments.create({
    task: task.id,
    video: video.id,
    layer: SHARED_LAYER.id,
    people: [ana.id],
  });
  const by = { person: ben.id, round: 1, digest: null };
  store.reviews.decide(id, { ...by, mark: 'track:a', verdict: 'rejected', reason: 'too wide' });
  store.reviews.decide(id, { ...by, mark: 'event:b', verdict: 'accepted', reason: '' });
  expect(store.reviews.setDone(id, 'track:a', true)).toBe(true);
  expect(store.reviews.setDone(id, 'event:b', true)).toBe(false);
  expect(store.reviews.decisions(id).find(({ mark }) => mark === 'track:a')?.doneAt).toBeTypeOf('number');
  store.reviews.decide(id, { ...by, round: 2, mark: 'track:a', verdict: 'accepted', reason: '' });
  expect(
    store.reviews.decisions(id).map(({ mark, verdict, round, doneAt }) => [mark, verdict, round, doneAt]),
  ).toEqual(
    expect.arrayContaining([
      ['track:a', 'accepted', 2, null],
      ['event:b', 'accepted', 1, null],
    ]),
  );
  store.reviews.undecide(id, 'track:a');
  expect(store.reviews.decisions(id)).toHaveLength(1);
});

it('supersedes signatures and neither changes nor removes them', () => {
  const { store, project, video, ana, ben } = filledProject();
  const task = store.tasks.create({ ...someTask, project: project.id, createdBy: ana.id });
  const id = store.assignments.create({
    task: task.id,
    video: video.id,
    layer: SHARED_LAYER.id,
    people: [ana.id],
  });
  store.reviews.sign({
    assignment: id,
    video: video.id,
    layer: SHARED_LAYER.id,
    person: ben.id,
    name: 'Ben',
    meaning: 'approved',
    round: 1,
    content: 'a'.repeat(64),
    media: 'b'.repeat(64),
    taxonomyVersion: 3,
    head: 12,
  });
  const [signed] = store.reviews.signatures(id);
  expect(signed).toMatchObject({ name: 'Ben', content: 'a'.repeat(64), head: 12, supersededAt: null });
  store.reviews.supersede(id);
  expect(store.reviews.signatures(id)[0]).toEqual({ ...signed, supersededAt: expect.any(Number) });
  expect(() => store.db.prepare('DELETE FROM signature').run()).toThrow('superseded, never removed');
  expect(() => store.db.prepare("UPDATE signature SET content = 'x'").run()).toThrow(
    'superseded, never changed',
  );
});

it('knows nothing of what is not there', () => {
  const store = createStore(':memory:');
  expect(store.layers.get('none' as LayerId)).toBeUndefined();
  expect(store.tasks.get('none' as never)).toBeUndefined();
  expect(store.assignments.get('none' as never)).toBeUndefined();
  store.close();
});
