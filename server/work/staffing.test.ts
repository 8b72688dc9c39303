/** Changing a task that is given out, over real HTTP: what it says, what it asks for, and who does it. */
import { describe, expect, it } from 'vitest';
import type { LabelId } from '#lib/model/id.ts';
import { NO_RULES } from '#lib/model/task.ts';
import type { ChangedTask, MyWorkAnswer, StaffedAnswer, StaffingBody, TasksAnswer, ThroughputAnswer, WorkAnswer } from '#lib/protocol/work.ts'; // prettier-ignore
import { readyVideo } from '../../tests/builders/ready-video.ts';
import {
  ana, ask, ben, given, good, ito, maria, PASSWORD, refused, served, step, video,
} from '../../tests/builders/work-road.ts'; // prettier-ignore

const staff = (task: string, more: Partial<StaffingBody>) =>
  good<StaffedAnswer>(maria!, `/tasks/${task}/people`, { add: [], remove: [], reason: '', ...more });
const stateOf = async (task: string) =>
  (await good<TasksAnswer>(maria!, `/projects/${served.project.id}/tasks`)).assignments
    .filter((one) => one.task.id === task)
    .map(
      ({ people, state }) =>
        `${people
          .map(({ name }) => name)
          .sort()
          .join('+')} ${state}`,
    )
    .sort();

it('says and asks for something else from now on; work that was submitted stays submitted', async () => {
  const [anas, bens] = await given([ana!, ben!], { mode: 'independent' });
  for (const [who, work] of [[ana!, anas!], [ben!, bens!]] as const) await step(who, work, 'start'); // prettier-ignore
  await step(ben!, bens!, 'submit');
  const required = [{ label: 'b-line' as LabelId, from: null, to: null }];
  const to: ChangedTask = {
    title: 'Mark all B-lines',
    brief: 'Without exception.',
    dueAt: '2026-05-06T10:00:00.000Z',
    priority: 'urgent',
    rules: { ...NO_RULES, required },
  };
  const { id } = anas!.task;
  expect((await ask(maria!, `/tasks/${id}`, to, 'PUT')).body).toMatchObject(to);
  expect(await refused(ana!, `/assignments/${anas!.id}/steps`, { step: 'submit', reason: '' })).toBe(
    '422 incomplete',
  );
  expect(await stateOf(id)).toEqual(['ana in-progress', 'ben submitted']);
  const wrong = { ...to, rules: { ...NO_RULES, gapless: ['none'] } };
  expect((await ask(maria!, `/tasks/${id}`, wrong, 'PUT')).body).toMatchObject({
    problem: { sentence: '"none" is no tier of the project.' },
  });
  expect((await ask(ana!, `/tasks/${id}`, to, 'PUT')).status).toBe(403);
});

describe('people', () => {
  it('who comes gets a layer on each video, who goes loses what they have not submitted', async () => {
    const more = await readyVideo(served.app, {
      study: served.study.id,
      createdBy: maria!.row.id,
      name: 'b',
    });
    const assign = { videos: [video, more.id], people: [ana!.row.id], each: null };
    const [first] = await given([], { mode: 'independent', assign });
    const { id } = first!.task;
    await step(ana!, first!, 'start');
    await step(ana!, first!, 'submit');
    expect(
      await refused(maria!, `/tasks/${id}/people`, { add: [], remove: [ana!.row.id], reason: ' ' }),
    ).toBe('400 bad-request');
    const done = await staff(id, { add: [ben!.row.id], remove: [ana!.row.id], reason: 'Away.' });
    expect(done).toMatchObject({ made: 2, joined: 0, withdrawn: 1, left: 0, kept: 1 });
    expect(await stateOf(id)).toEqual(['ana submitted', 'ana withdrawn', 'ben assigned', 'ben assigned']);
    expect((await good<MyWorkAnswer>(ana!, '/me/work')).mine).toEqual([]);
    // Done again it changes nothing.
    expect(await staff(id, { add: [ben!.row.id] })).toMatchObject({ made: 0, joined: 0 });
    const actions = served.app.store.audit.page({ project: served.project.id }).map(({ action }) => action);
    expect(actions.slice(0, 3)).toEqual(['task.people', 'task.people', 'work.withdraw']);
  });

  it('in the shared layer they join and leave; what nobody is left for is withdrawn', async () => {
    const [work] = await given([ana!]);
    const { id } = work!.task;
    await step(ana!, work!, 'start');
    expect(await staff(id, { add: [ben!.row.id] })).toMatchObject({ joined: 1 });
    expect(await stateOf(id)).toEqual(['ana+ben in-progress']);
    expect(await staff(id, { remove: [ana!.row.id], reason: 'Away.' })).toMatchObject({ left: 1 });
    expect(await refused(ana!, `/assignments/${work!.id}/steps`, { step: 'submit', reason: '' })).toBe(
      '404 not-found',
    );
    expect(await staff(id, { add: [ana!.row.id], remove: [ben!.row.id], reason: 'Back.' })).toMatchObject({
      joined: 1,
      left: 1,
    });
    expect(await stateOf(id)).toEqual(['ana in-progress']);
    expect(await staff(id, { remove: [ana!.row.id], reason: 'Away.' })).toMatchObject({ withdrawn: 1 });
    expect(await stateOf(id)).toEqual(['ana withdrawn']);
    const viewer = served.person('vic', 'viewer');
    expect(
      await refused(maria!, `/tasks/${id}/people`, { add: [viewer.row.id], remove: [], reason: '' }),
    ).toBe('400 bad-request');
  });
});

it('throughput counts by day what was first submitted and accepted, and no trainings', async () => {
  const path = `/projects/${served.project.id}/throughput`;
  expect(await good(maria!, path)).toEqual([]);
  const [work] = await given([ana!]);
  await step(ana!, work!, 'start');
  await step(ana!, work!, 'submit');
  await step(ito!, work!, 'review');
  await step(ito!, work!, 'request-changes', 'More.');
  await step(ana!, work!, 'submit');
  await step(ito!, work!, 'review');
  await good<WorkAnswer>(ito!, `/assignments/${work!.id}/sign`, { password: PASSWORD });
  const days = await good<ThroughputAnswer[]>(ito!, path);
  expect(days.map(({ submitted, accepted }) => [submitted, accepted])).toEqual([[1, 1]]);
  expect(days[0]?.day).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect((await ask(ana!, path)).status).toBe(403);
});
