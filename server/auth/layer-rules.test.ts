/** Which layers of a video are there for whom, and who writes in them, in every state of the work. */
import { describe, expect, it } from 'vitest';
import { STATES, type AssignmentState } from '#lib/model/assignment.ts';
import type { LayerId, PersonId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { Role } from '#lib/model/role.ts';
import { filledProject, someTask } from '../../tests/builders/work.ts';
import { Access } from './access.ts';

function desk() {
  const made = filledProject();
  const { store, project, video, ana, ben } = made;
  const access = new Access(store);
  const join = (login: string, role: Role) => {
    const row = store.people.create({ login, name: login });
    store.members.set(project.id, row.id, role);
    return row;
  };
  const [maria, clara, vic] = [join('maria', 'manager'), join('clara', 'clinician'), join('vic', 'viewer')];
  for (const { id } of [ana, ben]) store.members.set(project.id, id, 'annotator');
  const assign = (
    people: readonly PersonId[],
    layer: LayerId,
    more: Partial<typeof someTask> = {},
    of?: never,
  ) => {
    const task = of ?? store.tasks.create({ ...someTask, ...more, project: project.id, createdBy: maria.id });
    const id = store.assignments.create({ task: task.id, video: video.id, layer, people });
    return {
      id,
      task,
      put: (state: AssignmentState) =>
        store.assignments.take(store.assignments.get(id)!, {
          person: maria.id,
          step: 'start',
          state,
          reason: '',
        }),
    };
  };
  const own = (name: string) => store.layers.create({ video: video.id, kind: 'person', name, task: null });
  const room = (layer: LayerId) => roomName({ kind: 'labels', video: video.id, layer });
  /** `rw`, `r`, or `-` where the room is not there. */
  const may = (person: { id: PersonId }, name: string): string => {
    try {
      return access.room(person, name).write ? 'rw' : 'r';
    } catch (thrown) {
      const { code } = (thrown as { problem: { code: string } }).problem;
      return code === 'not-found' ? '-' : code;
    }
  };
  return { ...made, access, maria, clara, vic, assign, own, room, may };
}

/** By state of the work in the shared layer: its annotator, another annotator, a clinician, a manager, a viewer. */
const SHARED: Readonly<Record<AssignmentState, string>> = {
  assigned: 'rw rw rw rw r',
  'in-progress': 'rw rw rw rw r',
  submitted: 'r r rw rw r',
  'in-review': 'r r rw rw r',
  'changes-requested': 'rw rw rw rw r',
  accepted: 'r r r r r',
  skipped: 'rw rw rw rw r',
  withdrawn: 'rw rw rw rw r',
};
/** The same, in a layer of its own. */
const OWN: Readonly<Record<AssignmentState, string>> = {
  assigned: 'rw r r r r',
  'in-progress': 'rw r r r r',
  submitted: 'r r rw rw r',
  'in-review': 'r r rw rw r',
  'changes-requested': 'rw r r r r',
  accepted: 'r r r r r',
  skipped: 'r r r r r',
  withdrawn: 'r r r r r',
};

describe.each(STATES.map((state) => ({ state })))('where work is $state', ({ state }) => {
  it('the shared layer is written in by whom the table says', () => {
    const { assign, may, room, ana, ben, clara, maria, vic } = desk();
    assign([ana.id], SHARED_LAYER.id).put(state);
    const rights = [ana, ben, clara, maria, vic].map((person) => may(person, room(SHARED_LAYER.id)));
    expect(rights.join(' ')).toBe(SHARED[state]);
  });

  it('a layer of its own is written in by whom the table says', () => {
    const { assign, may, room, own, ana, ben, clara, maria, vic } = desk();
    const layer = own('Ana');
    assign([ana.id], layer).put(state);
    const rights = [ana, ben, clara, maria, vic].map((person) => may(person, room(layer)));
    expect(rights.join(' ')).toBe(OWN[state]);
  });
});

it('says why one may not write', () => {
  const { assign, access, room, video, ana, maria } = desk();
  const work = assign([ana.id], SHARED_LAYER.id);
  const reason = (who: { id: PersonId }) => access.room(who, room(SHARED_LAYER.id)).reason;
  expect(reason(ana)).toBeNull();
  work.put('submitted');
  expect(reason(ana)).toBe('it is in review');
  const release = access.layers.hold(video.id, SHARED_LAYER.id);
  expect(reason(maria)).toBe('it is being signed');
  release();
  expect(reason(maria)).toBeNull();
  work.put('accepted');
  expect(reason(maria)).toBe('it was accepted and signed; a manager can reopen it');
});

it('a blind task has for each of its people their own layer and nothing else, until all have given in', () => {
  const { store, assign, may, room, own, video, ana, ben, clara, maria } = desk();
  const [anas, bens] = [own('Ana'), own('Ben')];
  const first = assign([ana.id], anas, { mode: 'independent', blind: true });
  const second = {
    id: store.assignments.create({ task: first.task.id, video: video.id, layer: bens, people: [ben.id] }),
  };
  const put = (state: AssignmentState) =>
    store.assignments.take(store.assignments.get(second.id)!, {
      person: ben.id,
      step: 'start',
      state,
      reason: '',
    });
  const discussion = roomName({ kind: 'discussion', video: video.id });
  const beside = roomName({ kind: 'discussion', video: video.id, layer: anas });
  const seen = (person: { id: PersonId }) =>
    [room(anas), room(bens), room(SHARED_LAYER.id), discussion, beside]
      .map((name) => may(person, name))
      .join(' ');
  expect(seen(ana)).toBe('rw - - - rw');
  expect(seen(ben)).toBe('- rw - - -');
  expect(seen(clara)).toBe('- - rw rw -');
  expect(seen(maria)).toBe('- - rw rw -');
  first.put('submitted');
  expect(seen(ana)).toBe('r - - - rw');
  expect(seen(clara)).toBe('- - rw rw -');
  put('in-progress');
  expect(seen(maria)).toBe('- - rw rw -');
  put('submitted');
  expect(seen(ana)).toBe('r r rw rw rw');
  expect(seen(clara)).toBe('rw rw rw rw rw');
});

it('who was withdrawn from a blind task sees no other layer of it before the rest has given in', () => {
  const { store, assign, may, room, own, video, ana, ben } = desk();
  const [anas, bens] = [own('Ana'), own('Ben')];
  const first = assign([ana.id], anas, { mode: 'independent', blind: true });
  store.assignments.create({ task: first.task.id, video: video.id, layer: bens, people: [ben.id] });
  first.put('withdrawn');
  expect([may(ana, room(anas)), may(ana, room(bens))]).toEqual(['-', '-']);
});

it('the reference is the managers’ alone', () => {
  const { store, may, room, video, ana, clara, maria } = desk();
  const layer = store.layers.create({ video: video.id, kind: 'reference', name: 'Truth', task: null });
  expect([ana, clara, maria].map((person) => may(person, room(layer)))).toEqual(['-', '-', 'rw']);
});

it('a layer of another video, and the long name of the shared discussion, are of no room', () => {
  const { store, study, may, own, video, ana } = desk();
  const other = store.videos.create({ study: study.id, name: 'other', createdBy: ana.id });
  const layer = own('Ana');
  expect(may(ana, roomName({ kind: 'labels', video: other.id, layer }))).toBe('-');
  expect(may(ana, roomName({ kind: 'discussion', video: video.id, layer: SHARED_LAYER.id }))).toBe('-');
});

describe('outsourced people', () => {
  it('see what is assigned to them, without the names of patients, and nothing else', () => {
    const { store, access, assign, project, study, video, ana } = desk();
    const group = store.groups.create({ project: project.id, name: 'Outside', outsourced: true });
    store.groups.setPeople(group, [ana.id]);
    const other = store.videos.create({ study: study.id, name: 'other.mp4', createdBy: ana.id });
    const code = (run: () => unknown) => {
      try {
        run();
        return 'ok';
      } catch (thrown) {
        return (thrown as { problem: { code: string } }).problem.code;
      }
    };
    expect(code(() => access.study(ana, study.id, 'project.view'))).toBe('not-found');
    expect(access.studies(ana, project.id)).toEqual([]);
    const { put } = assign([ana.id], SHARED_LAYER.id);
    expect(access.studies(ana, project.id).map(({ study: { name } }) => name)).toEqual([
      `Study ${study.id.slice(0, 4)}`,
    ]);
    expect(access.videos(ana, study.id).map((one) => [one.video.id, one.video.name])).toEqual([
      [video.id, 'Video 1'],
    ]);
    expect(code(() => access.video(ana, other.id, 'video.view'))).toBe('not-found');
    expect(code(() => access.room(ana, roomName({ kind: 'discussion', video: other.id })))).toBe('not-found');
    for (const action of ['video.upload', 'video.align', 'live.lead', 'study.create'] as const)
      expect(code(() => access.video(ana, video.id, action))).toBe('forbidden');
    put('withdrawn');
    expect(code(() => access.video(ana, video.id, 'video.view'))).toBe('not-found');
  });

  it('are at most annotators, whatever they were made', () => {
    const { store, access, project, ana } = desk();
    const group = store.groups.create({ project: project.id, name: 'Outside', outsourced: true });
    store.groups.setPeople(group, [ana.id]);
    for (const [role, as] of [
      ['manager', 'annotator'],
      ['clinician', 'annotator'],
      ['viewer', 'viewer'],
    ] as const) {
      store.members.set(project.id, ana.id, role);
      expect(access.projects(ana)).toMatchObject([{ role: as, outsourced: true }]);
    }
  });
});

it('an assignment is there for its people, for managers, and for reviewers who see its layer', () => {
  const { access, assign, ana, ben, clara, maria, vic } = desk();
  const { id, put } = assign([ana.id], SHARED_LAYER.id);
  const parts = (person: { id: PersonId }) => {
    try {
      return access.assignment(person, id).parts.join(' ');
    } catch (thrown) {
      return (thrown as { problem: { code: string } }).problem.code;
    }
  };
  expect([ana, ben, clara, maria, vic].map(parts)).toEqual([
    'assignee', 'not-found', 'reviewer', 'reviewer manager', 'not-found',
  ]); // prettier-ignore
  put('withdrawn');
  expect([ana, maria].map(parts)).toEqual(['not-found', 'reviewer manager']);
});

it('nobody reviews what they have done themselves', () => {
  const { access, assign, clara, maria } = desk();
  const { id } = assign([clara.id, maria.id], SHARED_LAYER.id);
  expect(access.assignment(clara, id).parts).toEqual(['assignee']);
  expect(access.assignment(maria, id).parts).toEqual(['assignee', 'manager']);
});
