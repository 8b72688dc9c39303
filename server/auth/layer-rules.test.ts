/** Which layers of a video are there for whom, and who writes in them, in every state of the work. */
import { describe, expect, it } from 'vitest';
import { STATES, type AssignmentState } from '#lib/model/assignment.ts';
import type { LayerId, PersonId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { Role } from '#lib/model/role.ts';
import { USUAL_TRAINING, type TrainingRules } from '#lib/model/training.ts';
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
  passed: 'rw rw rw rw r',
  failed: 'rw rw rw rw r',
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
  passed: 'r r r r r',
  failed: 'r r r r r',
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

describe('a training', () => {
  function training(rules: Partial<TrainingRules> = {}) {
    const made = desk();
    const { store, video, own, assign } = made;
    const layers = {
      reference: store.layers.create({ video: video.id, kind: 'reference', name: 'Truth', task: null }),
      first: own('Ana'),
      other: own('Someone'),
    };
    const { task, put } = assign([made.ana.id], layers.first, { kind: 'training', mode: 'independent' });
    store.trainings.create(task.id, { ...USUAL_TRAINING, ...rules });
    store.trainings.addReference({ task: task.id, video: video.id, layer: layers.reference });
    const discussion = roomName({ kind: 'discussion', video: video.id });
    const seen = (person: { id: PersonId }) =>
      [
        made.room(layers.first),
        made.room(layers.reference),
        made.room(layers.other),
        made.room(SHARED_LAYER.id),
        discussion,
        roomName({ kind: 'discussion', video: video.id, layer: layers.reference }),
      ]
        .map((name) => made.may(person, name))
        .join(' ');
    return { ...made, ...layers, task, put, seen };
  }

  it('closes everything else of its video to who trains, for good', () => {
    const { seen, put, ana, maria } = training();
    for (const [state, own] of [
      ['assigned', 'rw'],
      ['in-progress', 'rw'],
      ['failed', 'r'],
      ['passed', 'r'],
    ] as const) {
      put(state);
      expect(seen(ana)).toBe(`${own} - - - - -`);
    }
    expect(seen(maria)).toBe('r rw r rw rw rw');
    put('withdrawn');
    expect(seen(ana)).toBe('r - r rw rw -');
  });

  it.each([
    ['never', '-', '-'],
    ['passed', '-', 'r'],
    ['submitted', 'r', 'r'],
  ] as const)('shows the reference %s', (reveal, afterFailing, afterPassing) => {
    const { store, task, own, video, may, room, reference, put, ana } = training({ reveal });
    const sees = () => may(ana, room(reference));
    expect(sees()).toBe('-');
    put('failed');
    expect(sees()).toBe(afterFailing);
    // Not while they try again.
    const layer = own('Ana, attempt 2');
    const id = store.assignments.create({ task: task.id, video: video.id, layer, people: [ana.id] });
    expect(sees()).toBe('-');
    const row = store.assignments.get(id)!;
    store.assignments.take(row, { person: ana.id, step: 'pass', state: 'passed', reason: '' });
    expect(sees()).toBe(afterPassing);
  });

  it('closes the reference to a manager who trains on it themselves', () => {
    const { store, task, own, video, seen, maria } = training();
    const layer = own('Maria');
    store.assignments.create({ task: task.id, video: video.id, layer, people: [maria.id] });
    expect(seen(maria)).toBe('- - - - - -');
  });

  it('what is drawn in it is only its people’s and the managers’', () => {
    const { store, task, video, may, room, ana, ben, clara, maria, vic } = training();
    const layer = store.layers.create({ video: video.id, kind: 'person', name: 'Ana', task: task.id });
    store.assignments.create({ task: task.id, video: video.id, layer, people: [ana.id] });
    const rights = [ana, ben, clara, maria, vic].map((person) => may(person, room(layer)));
    expect(rights.join(' ')).toBe('rw - - r -');
  });

  it('that a task asks for has to be passed before anybody but a manager writes in its layer', () => {
    const { store, task: trained, study, access, ana, ben, clara, maria } = training();
    const other = store.videos.create({ study: study.id, name: 'other', createdBy: ana.id });
    const task = store.tasks.create({ ...someTask, project: trained.project, createdBy: maria.id });
    const on = { task: task.id, video: other.id, layer: SHARED_LAYER.id };
    const id = store.assignments.create({ ...on, people: [ben.id] });
    store.trainings.require(task.id, [trained.id]);
    const shared = roomName({ kind: 'labels', video: other.id, layer: SHARED_LAYER.id });
    const reasons = () => [ana, ben, clara, maria].map((who) => access.room(who, shared).reason);
    const needed = 'you have to pass the training “Mark the tools” first';
    expect(reasons()).toEqual([needed, needed, needed, null]);
    // What was begun may be ended.
    const begun = { person: ben.id, step: 'start', state: 'in-progress', reason: '' } as const;
    store.assignments.take(store.assignments.get(id)!, begun);
    expect(reasons()).toEqual([needed, null, needed, null]);
    const [attempt] = store.assignments.ofTask(trained.id);
    store.trainings.addAttempt(
      {
        assignment: attempt!.id,
        task: trained.id,
        video: attempt!.video,
        person: ana.id,
        at: Date.now(),
        passed: true,
        passMark: 0.5,
        score: 1,
      },
      { score: 1, right: 1, reference: 1, own: 1, items: [] },
    );
    expect(reasons()).toEqual([null, null, needed, null]);
  });
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
