/** A training over real HTTP and sockets: from its reference to a pass, and every way to the reference that is closed. */
import { describe, expect, it } from 'vitest';
import { setKeyframe } from '#lib/doc/edit/track.ts';
import { openLabels } from '#lib/doc/open.ts';
import type { LabelId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import type { Frame } from '#lib/model/time.ts';
import { USUAL_TRAINING, type TrainingRules } from '#lib/model/training.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { VideoAnswer } from '#lib/protocol/http.ts';
import type { FeedbackAnswer, NewTraining, TrainingsAnswer } from '#lib/protocol/training.ts';
import type {
  AssignedAnswer,
  AssignmentAnswer,
  MyWorkAnswer,
  TasksAnswer,
  WorkAnswer,
} from '#lib/protocol/work.ts';
import type { Person } from '../../tests/served-app.ts';
import {
  ana, ask, ben, box, draw, fetchBytes, given, good, ito, join, knock, maria, newTask, refused, served, step, video,
} from '../../tests/builders/work-road.ts'; // prettier-ignore

const path = () => `/projects/${served.project.id}/trainings`;

function newTraining(people: readonly Person[], rules: Partial<TrainingRules> = {}): NewTraining {
  return {
    title: 'B-lines, part 1',
    brief: 'As in the guideline.',
    dueAt: null,
    priority: 'normal',
    rules: { ...USUAL_TRAINING, ...rules },
    references: [{ video, layer: SHARED_LAYER.id }],
    people: people.map(({ row }) => row.id),
  };
}

/** Two boxes in the shared layer, and the training that is made of them. */
async function training(people: readonly Person[], rules: Partial<TrainingRules> = {}) {
  const marias = await join(maria!);
  await draw(marias, 10);
  await draw(marias, 200);
  const made = await good<AssignedAnswer>(maria!, path(), newTraining(people, rules));
  const { trainings } = await good<TrainingsAnswer>(maria!, path());
  const reference = trainings[0]!.references[0]!.layer;
  return { task: made.task, reference, work: await workOf(people[0] ?? ana!) };
}

const workOf = async (person: Person): Promise<AssignmentAnswer> =>
  (await good<MyWorkAnswer>(person, '/me/work')).mine[0]!;

/** Draws boxes at these places, and submits. */
async function attempt(person: Person, work: AssignmentAnswer, ...places: number[]): Promise<WorkAnswer> {
  if (work.state === 'assigned') await step(person, work, 'start');
  const line = await join(person, work.layer);
  for (const x of places) await draw(line, x);
  return step(person, work, 'submit');
}

it('is failed, explained, tried again in a fresh layer, passed, and then what asks for it may be begun', async () => {
  const { task, work } = await training([ana!]);
  expect(work).toMatchObject({ state: 'assigned', parts: ['assignee'], attempt: { number: 1, score: null, passMark: 0.8, reference: null } }); // prettier-ignore
  const [asking] = await given([maria!]);
  const put = (trainings: readonly string[]) =>
    ask(maria!, `/tasks/${asking!.task.id}/requirements`, { trainings }, 'PUT');
  expect((await put([task.id])).body).toMatchObject({
    requires: [{ id: task.id, title: 'B-lines, part 1' }],
  });

  const failed = await attempt(ana!, work, 10, 100);
  expect(failed).toMatchObject({
    state: 'failed',
    round: 1,
    steps: [],
    attempt: { number: 1, score: 0.5, passed: false, mayTryAgain: true, reference: null },
  });
  const feedback = await good<FeedbackAnswer>(ana!, `/assignments/${work.id}/feedback`);
  expect(feedback).toMatchObject({ score: 0.5, right: 1, reference: 2, own: 2, passed: false });
  expect(feedback.items.map(({ faults }) => faults.map(({ kind }) => kind).join())).toEqual(
    expect.arrayContaining(['', 'missed', 'extra']),
  );
  expect(feedback.items.every(({ label }) => label === 'b-line')).toBe(true);
  // It was scored: what is drawn now would count for nothing.
  expect(
    served.app.access.room(ana!.row, roomName({ kind: 'labels', video, layer: work.layer })),
  ).toMatchObject({
    write: false,
    reason: 'it was scored',
  });
  const assign = { videos: [video], people: [ana!.row.id], each: null };
  const refusal = await ask(maria!, `/tasks/${asking!.task.id}/assign`, assign);
  expect(refusal).toMatchObject({
    status: 409,
    body: {
      problem: {
        code: 'training-needed',
        sentence: '“Mark the B-lines” asks for “B-lines, part 1”, not passed by: ana.',
      },
    },
  });

  const second = await good<WorkAnswer>(ana!, `/assignments/${work.id}/attempts`, {});
  expect(second).toMatchObject({ state: 'in-progress', attempt: { number: 2, score: null } });
  expect(second.layer).not.toBe(work.layer);
  expect(await refused(ana!, `/assignments/${work.id}/attempts`, {})).toBe('409 not-now');
  expect(await attempt(ana!, second, 10, 203)).toMatchObject({ state: 'passed', attempt: { score: 1, passed: true, mayTryAgain: false } }); // prettier-ignore
  expect(await refused(ana!, `/assignments/${second.id}/attempts`, {})).toBe('409 not-now');

  const { standings, tasks } = await good<TrainingsAnswer>(maria!, path());
  const anas = standings.find(({ person }) => person === ana!.row.id);
  expect(anas).toMatchObject({ standing: 'passed', best: 1, attempts: 2, until: null, given: false });
  expect(tasks).toEqual([
    { id: asking!.task.id, title: 'Mark the B-lines', requires: [task.id], qualified: [ana!.row.id] },
  ]);
  const other = { ...newTask([ana!]), mode: 'independent' };
  expect((await ask(maria!, `/projects/${served.project.id}/tasks`, other)).status).toBe(201);
  const actions = served.app.store.audit.page({ project: served.project.id }).map(({ action }) => action);
  expect(actions.toReversed().filter((one) => /training|pass|fail|again|require/.test(one))).toEqual([
    'training.create', 'task.require', 'work.fail', 'work.again', 'work.pass',
  ]); // prettier-ignore
});

it('has as many attempts as its rules say; then a manager gives it out again', async () => {
  const { task, work } = await training([ana!], { attempts: 2 });
  await attempt(ana!, work, 400);
  const second = await good<WorkAnswer>(ana!, `/assignments/${work.id}/attempts`, {});
  const last = await attempt(ana!, second, 400);
  expect(last.attempt).toMatchObject({
    number: 2,
    mayTryAgain: false,
    whyNot: 'No attempt is left; a manager can give it to you again.',
  });
  expect(await refused(ana!, `/assignments/${second.id}/attempts`, {})).toBe('409 not-now');
  const assign = { videos: [video], people: [ana!.row.id], each: null };
  expect(await good(maria!, `/tasks/${task.id}/assign`, assign)).toMatchObject({ made: 1, already: 0 });
  expect(await good(maria!, `/tasks/${task.id}/assign`, assign)).toMatchObject({ made: 0, already: 1 });
  expect(await workOf(ana!)).toMatchObject({ attempt: { number: 3 } });
});

it('what is required is asked when work begins, and the next task says so', async () => {
  const [work] = await given([ana!], { mode: 'independent' });
  const { task } = await training([]);
  await ask(maria!, `/tasks/${work!.task.id}/requirements`, { trainings: [task.id] }, 'PUT');
  const before = await good<MyWorkAnswer>(ana!, '/me/work');
  expect(before.next).toBeNull();
  expect(before.mine).toMatchObject([
    { id: work!.id, steps: ['skip'], blocked: 'First pass “B-lines, part 1”.' },
  ]);
  expect(await refused(ana!, `/assignments/${work!.id}/steps`, { step: 'start', reason: '' })).toBe(
    '409 training-needed',
  );
  expect(await knock(ana!, roomName({ kind: 'labels', video, layer: work!.layer }))).toBe(101);
  const grant = served.app.access.room(ana!.row, roomName({ kind: 'labels', video, layer: work!.layer }));
  expect(grant).toMatchObject({
    write: false,
    reason: 'you have to pass the training “B-lines, part 1” first',
  });
  await good(maria!, `/tasks/${task.id}/assign`, { videos: [video], people: [ana!.row.id], each: null });
  expect((await good<MyWorkAnswer>(ana!, '/me/work')).next).toMatchObject({
    assignment: { task: { id: task.id } },
    reason: '“Mark the B-lines” asks for it.',
  });
});

it('its reference is a copy: what is done to the layer afterwards changes nothing', async () => {
  const { work } = await training([ana!]);
  const marias = await join(maria!);
  await draw(marias, 300);
  await draw(marias, 350);
  expect(await attempt(ana!, work, 10, 200)).toMatchObject({ state: 'passed', attempt: { score: 1 } });
});

describe('the reference', () => {
  it('is closed to who trains, by socket and by API, before, while and after they submit', async () => {
    const { task, reference, work } = await training([ana!, ito!]);
    const rooms = [
      roomName({ kind: 'labels', video, layer: reference }),
      roomName({ kind: 'discussion', video, layer: reference }),
      roomName({ kind: 'labels', video, layer: SHARED_LAYER.id }),
      roomName({ kind: 'discussion', video }),
      roomName({ kind: 'labels', video, layer: (await workOf(ito!)).layer }),
    ];
    const attack = async (person: Person) => {
      const documents = rooms.map((room) => fetchBytes(person, `/videos/${video}/document?room=${room}`));
      return [
        ...(await Promise.all(rooms.map((room) => knock(person, room)))),
        ...(await Promise.all(documents)).map(({ status }) => status),
        (await ask(person, path())).status,
        (await ask(person, `/tasks/${task.id}`)).status,
        (await ask(person, `/tasks/${task.id}/training`, USUAL_TRAINING, 'PUT')).status,
      ];
    };
    const closed = [404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 403, 403, 403];
    /** All that is said to them, whole. */
    const told = async (person: Person): Promise<string> => {
      const paths = [
        `/videos/${video}`, `/studies/${served.study.id}`, `/me/work`, `/projects/${served.project.id}/tasks`,
        `/assignments/${(await workOf(person))?.id ?? work.id}`, '/me/notices',
      ]; // prettier-ignore
      return JSON.stringify(await Promise.all(paths.map(async (one) => (await ask(person, one)).body)));
    };
    expect(await attack(ana!)).toEqual(closed);
    expect(await told(ana!)).not.toContain(reference);
    await step(ana!, work, 'start');
    expect(await attack(ana!)).toEqual(closed);
    expect(await ask(ana!, `/assignments/${work.id}/feedback`)).toMatchObject({ status: 404 });
    await attempt(ana!, { ...work, state: 'in-progress' }, 10, 100);
    expect(await attack(ana!)).toEqual(closed);
    expect(await told(ana!)).not.toContain(reference);
    const feedback = JSON.stringify(await good(ana!, `/assignments/${work.id}/feedback`));
    expect(feedback).not.toContain(reference);
    expect(feedback).not.toContain('"x"');

    // A clinician who trains may export, but none of it; nor is the attempt of another theirs to see.
    for (const layer of [reference, work.layer, SHARED_LAYER.id])
      expect((await fetchBytes(ito!, `/videos/${video}/export?format=native&layer=${layer}`)).status).toBe(
        404,
      );
    const frames = { frames: 'annotated', format: 'png' };
    expect((await ask(ito!, `/videos/${video}/frame-files`, frames)).status).toBeGreaterThanOrEqual(400);
    expect(await refused(ito!, `/assignments/${work.id}/feedback`)).toBe('404 not-found');
    expect((await good<TasksAnswer>(ito!, `/projects/${served.project.id}/tasks`)).assignments).toHaveLength(
      1,
    );
    // Who neither trains nor manages sees the video, and nothing of the training.
    const seen = (await good<VideoAnswer>(ben!, `/videos/${video}`)).rooms.labels.map(({ kind }) => kind);
    expect(seen).toEqual(['shared']);
    expect([await knock(ben!, rooms[0]!), await knock(ben!, rooms[4]!)]).toEqual([404, 404]);
  });

  it('ends a socket that stood open in what is closed from then on', async () => {
    const anas = await join(ana!);
    await training([ana!]);
    await expect.poll(() => anas.ends.length, { timeout: 15_000 }).toBeGreaterThan(0);
  });

  it('is there to be read, and never to be written, where the rules show it', async () => {
    const { reference, work } = await training([ana!], { reveal: 'submitted' });
    const scored = await attempt(ana!, work, 10, 100);
    expect(scored.attempt?.reference).toBe(reference);
    const room = roomName({ kind: 'labels', video, layer: reference });
    expect(served.app.access.room(ana!.row, room)).toMatchObject({
      write: false,
      reason: 'it is the reference',
    });
    const open = await join(ana!, reference);
    const { head } = await served.app.rooms.state(room);
    const [track] = [...open.ydoc.getMap('tracks').keys()];
    setKeyframe(openLabels(open.ydoc), track as never, 9 as Frame, box(1));
    await expect.poll(() => open.ends.length, { timeout: 15_000 }).toBeGreaterThan(0);
    expect((await served.app.rooms.state(room)).head).toBe(head);
    await good(ana!, `/assignments/${work.id}/attempts`, {});
    expect(await knock(ana!, room)).toBe(404);
  });
});

it('is made whole or not at all, and what cannot be is told', async () => {
  const sentence = async (body: object) =>
    ((await ask(maria!, path(), body)).body as { problem: { sentence: string } }).problem.sentence;
  const empty = '“Shared” of “clip.mov” has no mark that would be compared.';
  expect(await sentence(newTraining([ana!]))).toBe(empty);
  await draw(await join(maria!));
  expect(await sentence(newTraining([ana!], { labels: ['a-line' as LabelId] }))).toBe(empty);
  expect(await sentence(newTraining([ana!], { labels: ['none' as LabelId] }))).toBe('"none" is no label of the project.'); // prettier-ignore
  expect(await sentence(newTraining([maria!]))).toBe('maria manages the project, and may see the reference.');
  expect(await sentence({ ...newTraining([ana!]), references: [] })).toBe(
    'A training needs a reference for one video at least.',
  );
  const wrong = { ...newTraining([ana!]), references: [{ video, layer: 'none' }] };
  expect(await sentence(wrong)).toBe('“clip.mov” has no such layer in this project.');
  for (const rules of [
    { passMark: 0 },
    { leastOverlap: 2 },
    { edgeFrames: -1 },
    { attempts: 0 },
    { validDays: 1e9 },
  ])
    expect(await refused(maria!, path(), newTraining([ana!], rules))).toBe('400 bad-request');
  expect((await good<TrainingsAnswer>(maria!, path())).trainings).toEqual([]);
  expect(await refused(ito!, path(), newTraining([ana!]))).toBe('403 forbidden');
});
