import { expect, it } from 'vitest';
import type { VideoId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { USUAL_TRAINING, type TrainingRules } from '#lib/model/training.ts';
import { filledProject, someTask } from '../../tests/builders/work.ts';
import { standingIn, unmetBy } from './qualification.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 4, 6);

function desk(rules: Partial<TrainingRules> = {}) {
  const { store, project, study, video, ana } = filledProject();
  const other = store.videos.create({ study: study.id, name: 'other', createdBy: ana.id });
  const row = { ...someTask, project: project.id, createdBy: ana.id };
  const task = store.tasks.create({ ...row, kind: 'training', mode: 'independent' });
  store.trainings.create(task.id, { ...USUAL_TRAINING, ...rules });
  for (const one of [video, other])
    store.trainings.addReference({ task: task.id, video: one.id, layer: SHARED_LAYER.id });
  const scored = (on: VideoId, score: number, daysAgo: number) => {
    const assignment = store.assignments.create({
      task: task.id,
      video: on,
      layer: SHARED_LAYER.id,
      people: [ana.id],
    });
    const at = NOW - daysAgo * DAY_MS;
    const attempt = { assignment, task: task.id, video: on, person: ana.id, at, passMark: 0.8, score };
    store.trainings.addAttempt(
      { ...attempt, passed: score >= 0.8 },
      { score, right: 0, reference: 0, own: 0, items: [] },
    );
    return assignment;
  };
  const standing = () => standingIn(store, task.id, ana.id, NOW);
  return { store, project, task, row, ana, one: video.id, two: other.id, scored, standing };
}

it('is passed where every video of the training is', () => {
  const { scored, standing, one, two } = desk();
  expect(standing()).toEqual({ standing: 'open', best: null, attempts: 0, at: null, until: null });
  scored(one, 0.9, 5);
  expect(standing()).toMatchObject({ standing: 'open', best: 0.45, attempts: 1 });
  scored(two, 0.5, 4);
  scored(two, 0.8, 3);
  expect(standing()).toMatchObject({ standing: 'passed', attempts: 2, at: NOW - 3 * DAY_MS, until: null });
  expect(standing().best).toBeCloseTo(0.85);
});

it('expires with the first of its passes', () => {
  const { scored, standing, one, two } = desk({ validDays: 10 });
  scored(one, 1, 9);
  scored(two, 1, 1);
  expect(standing()).toMatchObject({ standing: 'passed', until: NOW + DAY_MS });
  const late = desk({ validDays: 10 });
  late.scored(late.one, 1, 10);
  late.scored(late.two, 1, 1);
  expect(late.standing()).toMatchObject({ standing: 'expired', until: NOW });
});

it('is failed where no attempt is left, until one more is passed', () => {
  const { scored, standing, one, two } = desk({ attempts: 2 });
  scored(two, 1, 9);
  scored(one, 0.1, 9);
  expect(standing().standing).toBe('open');
  scored(one, 0.2, 8);
  expect(standing().standing).toBe('failed');
  scored(one, 1, 7);
  expect(standing().standing).toBe('passed');
});

it('does not count what was withdrawn', () => {
  const { store, scored, standing, ana, one, two } = desk();
  scored(one, 1, 9);
  const id = scored(two, 1, 9);
  const step = { person: ana.id, step: 'withdraw', state: 'withdrawn', reason: 'a mistake' } as const;
  store.assignments.take(store.assignments.get(id)!, step);
  expect(standing()).toMatchObject({ standing: 'open', best: 0.5 });
});

it('says what somebody has still to pass; managers and admins nothing', () => {
  const { store, project, task, row, ana } = desk();
  const asking = store.tasks.create(row);
  store.trainings.require(asking.id, [task.id]);
  const unmet = () => unmetBy(store, { task: asking.id, project: project.id }, ana.id, NOW);
  store.members.set(project.id, ana.id, 'clinician');
  expect(unmet()).toEqual([task.id]);
  store.members.set(project.id, ana.id, 'manager');
  expect(unmet()).toEqual([]);
});

it('a score is never changed', () => {
  const { store, scored, one } = desk();
  scored(one, 0.1, 1);
  expect(() => store.db.prepare('UPDATE training_attempt SET score = 1').run()).toThrow(
    'a score is never changed',
  );
});
