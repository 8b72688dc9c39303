/** The whole road over real HTTP and sockets: from an assignment to a signature, and what cannot be got around. */
import { expect, it, vi } from 'vitest';
import { setDeleted } from '#lib/doc/edit/annotation.ts';
import { setKeyframe } from '#lib/doc/edit/track.ts';
import { openLabels } from '#lib/doc/open.ts';
import type { LabelId } from '#lib/model/id.ts';
import { NO_RULES } from '#lib/model/task.ts';
import type { Frame } from '#lib/model/time.ts';
import type {
  AssignedAnswer,
  CheckedSignatureAnswer,
  FindingAnswer,
  MyWorkAnswer,
  NewTask,
  TasksAnswer,
  WorkAnswer,
} from '#lib/protocol/work.ts';
import { hashPassword } from '#server/auth/passwords.ts';
import { readyVideo } from '../../tests/builders/ready-video.ts';
import {
  ana, ask, ben, box, draw, given, good, ito, join, maria, newTask, PASSWORD, refused, roomOf, served, SOON, step, video,
} from '../../tests/builders/work-road.ts'; // prettier-ignore

it('goes from an assignment over a list of changes to a signature, and then nobody writes', async () => {
  const rules = {
    ...NO_RULES,
    required: [{ label: 'b-line' as LabelId, from: null, to: null }],
    leastTrackFrames: 2,
  };
  const [work] = await given([ana!], { rules });
  expect(work).toMatchObject({ state: 'assigned', parts: ['reviewer', 'manager'], round: 0 });
  const mine = await good<MyWorkAnswer>(ana!, '/me/work');
  expect(mine.next).toMatchObject({
    assignment: { id: work!.id, steps: ['start', 'skip'] },
    reason: 'It has waited longest.',
  });
  expect((await good<MyWorkAnswer>(ben!, '/me/work')).next).toBeNull();
  await step(ana!, work!, 'start');
  expect(await refused(ana!, `/assignments/${work!.id}/steps`, { step: 'submit', reason: '' })).toBe(
    '422 incomplete',
  );
  const missing = await good<readonly FindingAnswer[]>(ana!, `/assignments/${work!.id}/findings`);
  expect(missing).toEqual([{ rule: 'required', sentence: '“B-line” is missing.', frame: 0, mark: null }]);

  const anas = await join(ana!);
  const id = await draw(anas);
  expect(await step(ana!, work!, 'submit')).toMatchObject({ state: 'submitted', round: 1 });
  const itos = await join(ito!);
  expect((await good<MyWorkAnswer>(ito!, '/me/work')).review.map((one) => one.id)).toEqual([work!.id]);
  await step(ito!, work!, 'review');
  const decided = { mark: `track:${id}`, verdict: 'rejected', reason: 'It ends too late.' };
  expect(await refused(ito!, `/assignments/${work!.id}/decisions`, { ...decided, reason: ' ' })).toBe(
    '400 bad-request',
  );
  expect(await refused(ana!, `/assignments/${work!.id}/decisions`, decided)).toBe('409 not-now');
  await good(ito!, `/assignments/${work!.id}/decisions`, decided);
  expect(await refused(ito!, `/assignments/${work!.id}/sign`, { password: PASSWORD })).toBe('409 not-now');
  await step(ito!, work!, 'request-changes', 'One mark to mend.');

  expect((await good<MyWorkAnswer>(ana!, '/me/work')).next?.reason).toBe('A reviewer asked for changes.');
  const asked = await good<readonly FindingAnswer[]>(ana!, `/assignments/${work!.id}/findings`);
  expect(asked).toEqual([
    { rule: 'checklist', sentence: 'The reviewer asks: “It ends too late.”', frame: 3, mark: `track:${id}` },
  ]);
  const before = anas.acknowledged;
  setKeyframe(openLabels(anas.ydoc), id, 9 as Frame, { ...box(30), outside: true });
  await vi.waitFor(() => expect(anas.acknowledged).toBeGreaterThan(before), SOON);
  await good(ana!, `/assignments/${work!.id}/done`, { mark: `track:${id}`, done: true });
  await step(ana!, work!, 'submit');
  await step(ito!, work!, 'review');
  await good(ito!, `/assignments/${work!.id}/decisions`, { ...decided, verdict: 'accepted', reason: '' });

  expect(await refused(ito!, `/assignments/${work!.id}/sign`, { password: 'wrong' })).toBe(
    '403 not-confirmed',
  );
  expect(await refused(maria!, `/assignments/${work!.id}/sign`, { password: PASSWORD })).toBe('409 not-now');
  const signed = await good<WorkAnswer>(ito!, `/assignments/${work!.id}/sign`, { password: PASSWORD });
  expect(signed).toMatchObject({ state: 'accepted', round: 2 });
  expect(signed.signatures).toMatchObject([
    {
      name: 'ito',
      meaning: 'approved',
      round: 2,
      media: 'ab'.repeat(32),
      taxonomyVersion: 1,
      supersededAt: null,
    },
  ]);

  // Sockets that are open: what they send changes nothing, not even for those who were in the room.
  setDeleted(openLabels(itos.ydoc), { kind: 'track', id }, true);
  const fresh = await join(maria!);
  await vi.waitFor(
    () => expect(served.app.access.room(ito!.row, roomOf())).toMatchObject({ write: false }),
    SOON,
  );
  expect(openLabels(fresh.ydoc).tracks.get(id)?.get('deleted')).not.toBe(true);
  const checked = await good<readonly CheckedSignatureAnswer[]>(ito!, `/assignments/${work!.id}/signatures`);
  expect(checked.map(({ holds }) => holds)).toEqual([true]);

  // How one gets on is one's own: what others did at the same work is not in it.
  const pace = async (who: typeof ana) => (await good<MyWorkAnswer>(who!, '/me/work')).pace;
  expect(await pace(ana)).toEqual({ week: 1, weekBefore: 0, accepted: 1, acceptedAtOnce: 0 });
  expect(await pace(ito)).toEqual({ week: 0, weekBefore: 0, accepted: 0, acceptedAtOnce: 0 });

  const actions = served.app.store.audit.page({ project: served.project.id }).map(({ action }) => action);
  expect(actions.toReversed()).toEqual([
    'task.create', 'work.assign', 'work.start', 'work.submit', 'work.review', 'work.request-changes', 'work.submit',
    'work.review', 'work.accept',
  ]); // prettier-ignore
});

it('refuses what was on its way when it was given in or locked, until a manager reopens it', async () => {
  const [work] = await given([ana!]);
  await step(ana!, work!, 'start');
  const anas = await join(ana!);
  const id = await draw(anas);
  await step(ana!, work!, 'submit');
  // From here on it is with the reviewers: an edit that was on its way is refused, and the server has none of it.
  const heads = async () => (await served.app.rooms.state(roomOf())).head;
  const before = await heads();
  setKeyframe(openLabels(anas.ydoc), id, 5 as Frame, box(50));
  await vi.waitFor(() => expect(anas.ends).not.toEqual([]), SOON);
  await step(ito!, work!, 'review');
  await good(ito!, `/assignments/${work!.id}/sign`, { password: PASSWORD });
  expect(await heads()).toBe(before);

  expect(await refused(ito!, `/assignments/${work!.id}/steps`, { step: 'reopen', reason: 'x' })).toBe(
    '409 not-now',
  );
  expect(await refused(maria!, `/assignments/${work!.id}/steps`, { step: 'reopen', reason: '' })).toBe(
    '400 bad-request',
  );
  const reopened = await step(maria!, work!, 'reopen', 'A frame was missed.');
  expect(reopened.signatures[0]?.supersededAt).toBeTypeOf('string');
  const again = await join(ana!);
  await draw(again, 90);
  const checked = await good<readonly CheckedSignatureAnswer[]>(ana!, `/assignments/${work!.id}/signatures`);
  expect(checked.map(({ holds }) => holds)).toEqual([false]);
});

it('tells who has the video open of each step, each decision and what the task says, at once', async () => {
  const [work] = await given([ana!]);
  await step(ana!, work!, 'start');
  const anas = await join(ana!);
  const id = await draw(anas);
  const told = (times: number) => vi.waitFor(() => expect(anas.news.length).toBe(times), SOON);
  await step(ana!, work!, 'submit');
  await told(1);
  await step(ito!, work!, 'review');
  await told(2);
  const decided = { mark: `track:${id}`, verdict: 'rejected', reason: 'It ends too late.' };
  await good(ito!, `/assignments/${work!.id}/decisions`, decided);
  await told(3);
  await step(ito!, work!, 'request-changes', 'One mark to mend.');
  await told(4);
  await good(ana!, `/assignments/${work!.id}/done`, { mark: `track:${id}`, done: true });
  await told(5);
  const { title, dueAt, priority, rules } = newTask([]);
  expect((await ask(maria!, `/tasks/${work!.task.id}`, { title, brief: 'Others.', dueAt, priority, rules }, 'PUT')).status).toBe(200); // prettier-ignore
  await told(6);
  // What is refused is no news.
  expect(await refused(ana!, `/assignments/${work!.id}/steps`, { step: 'reopen', reason: 'x' })).toBe(
    '409 not-now',
  );
  await step(maria!, work!, 'withdraw', 'Not needed.');
  await told(7);
});

it('where two have to sign, the second accepts, and nobody signs twice', async () => {
  const eve = served.person('eve', 'clinician');
  served.app.store.people.setPasswordHash(eve.row.id, await hashPassword(PASSWORD));
  const [work] = await given([ana!], { reviewers: 2 });
  await step(ana!, work!, 'start');
  await step(ana!, work!, 'submit');
  await step(ito!, work!, 'review');
  const first = await good<WorkAnswer>(ito!, `/assignments/${work!.id}/sign`, { password: PASSWORD });
  expect([first.state, first.signatures.map(({ meaning }) => meaning)]).toEqual(['in-review', ['reviewed']]);
  expect(await refused(ito!, `/assignments/${work!.id}/sign`, { password: PASSWORD })).toBe('409 not-now');
  const second = await good<WorkAnswer>(eve, `/assignments/${work!.id}/sign`, { password: PASSWORD });
  expect([second.state, second.signatures.length]).toEqual(['accepted', 2]);
  expect(second.signatures[0]?.content).toBe(second.signatures[1]?.content);
});

it('who has no password sets one before they sign', async () => {
  const [work] = await given([ana!]);
  await step(ana!, work!, 'start');
  await step(ana!, work!, 'submit');
  await step(maria!, work!, 'review');
  expect(await refused(maria!, `/assignments/${work!.id}/sign`, { password: 'x' })).toBe(
    '409 password-needed',
  );
});

it('a task is made whole or not at all, and what cannot be is told', async () => {
  const path = `/projects/${served.project.id}/tasks`;
  const wrong = (more: Partial<NewTask>) => ask(maria!, path, newTask([ana!], more));
  const sentence = async (more: Partial<NewTask>) =>
    ((await wrong(more)).body as { problem: { sentence: string } }).problem.sentence;
  const viewer = served.person('vic', 'viewer');
  const to = (people: readonly string[], videos: readonly string[] = [video]) =>
    ({ assign: { videos, people, each: null } }) as unknown as Partial<NewTask>;
  expect(await sentence(to([viewer.row.id]))).toBe('vic may not mark videos of this project.');
  expect(await sentence(to([ana!.row.id], ['nothing']))).toBe('"nothing" is no video of the project.');
  expect(await sentence(to([ana!.row.id, ana!.row.id]))).toBe('A person is named twice.');
  const required = [{ label: 'none' as LabelId, from: null, to: null }];
  expect(await sentence({ rules: { ...NO_RULES, required } })).toBe('"none" is no label of the project.');
  expect(await sentence({ dueAt: '2026-13-40T00:00:00Z' })).toBe(
    '"2026-13-40T00:00:00Z" is no day that there is.',
  );
  expect((await good<TasksAnswer>(maria!, path)).tasks).toEqual([]);
  expect(await refused(ana!, path, newTask([ana!]))).toBe('403 forbidden');
});

it('spreads videos over people, those first who have least to do, and gives nothing out twice', async () => {
  const more = await Promise.all(
    ['b', 'c', 'd'].map((name) =>
      readyVideo(served.app, { study: served.study.id, createdBy: maria!.row.id, name }),
    ),
  );
  const assign = {
    videos: [video, ...more.map(({ id }) => id)],
    people: [ana!.row.id, ben!.row.id],
    each: 1,
  };
  const works = await given([], { assign });
  expect(works.map(({ people }) => people.map(({ name }) => name).join())).toEqual([
    'ana',
    'ana',
    'ben',
    'ben',
  ]);
  const again = await good<AssignedAnswer>(maria!, `/tasks/${works[0]!.task.id}/assign`, assign);
  expect([again.made, again.already]).toEqual([0, 4]);
  const skipped = await step(ben!, works[3]!, 'skip', 'The file is of somebody I know.');
  expect(skipped.state).toBe('skipped');
  await step(maria!, works[3]!, 'reassign');
  expect((await good<MyWorkAnswer>(ben!, '/me/work')).mine).toHaveLength(2);
});
