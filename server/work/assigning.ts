/** Gives work out: who does which video, in the shared layer together or in a layer of their own each. */
import type { AssignmentId, PersonId, VideoId } from '#lib/model/id.ts';
import { isOpen } from '#lib/model/assignment.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { Refusal } from '#lib/model/problem.ts';
import { can } from '#lib/model/role.ts';
import { isValid } from '#lib/model/training.ts';
import { manages, unmetBy } from '#server/auth/qualification.ts';
import type { AssignmentRow } from '#server/store/assignments.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskRow } from '#server/store/tasks.ts';

export type Assigning = {
  readonly videos: readonly VideoId[];
  readonly people: readonly PersonId[];
  /** So many of them for each video, those who have least to do; null: all of them. */
  readonly each: number | null;
};

export type Assigned = {
  readonly made: number;
  /** Were given out already. */
  readonly already: number;
  /** The layer was accepted: a manager has to reopen that first. */
  readonly locked: number;
};

/** Most assignments made at once. */
const MOST = 2000;

/** Runs in a transaction of the caller. Refuses `bad-request` for videos and people that are not of the project. */
export function assign(store: Store, task: TaskRow, { videos, people, each }: Assigning): Assigned {
  checkVideos(store, task, videos);
  checkPeople(store, task, people);
  if (task.kind === 'training') checkReferences(store, task, videos);
  const perVideo = Math.min(each ?? people.length, people.length);
  if (videos.length * (task.mode === 'independent' ? perVideo : 1) > MOST)
    throw new Refusal('bad-request', { what: `At most ${MOST} pieces of work can be given out at once.` });
  const load = new Map(people.map((id) => [id, openOf(store, id)]));
  let [made, already, locked] = [0, 0, 0];
  for (const video of videos) {
    const there = store.assignments
      .ofTask(task.id)
      .filter((one) => one.video === video && one.state !== 'withdrawn' && !one.adjudicates);
    const chosen = lightest(people, load, perVideo);
    if (task.mode === 'together') {
      if (there.length > 0) already += 1;
      else if (isLocked(store, video)) locked += 1;
      else {
        store.assignments.create({ task: task.id, video, layer: SHARED_LAYER.id, people: chosen });
        made += 1;
        for (const id of chosen) load.set(id, (load.get(id) ?? 0) + 1);
      }
      continue;
    }
    for (const id of chosen) {
      const theirs = there.filter((one) => one.people.includes(id));
      const again = task.kind === 'training' && mayTryAgain(store, task, theirs);
      if (theirs.length > 0 && !again) {
        already += 1;
        continue;
      }
      ownLayer(store, task, video, id, theirs.length + 1);
      made += 1;
      load.set(id, (load.get(id) ?? 0) + 1);
    }
  }
  return { made, already, locked };
}

/** A layer of one person's own, and the assignment in it. */
export function ownLayer(
  store: Store,
  { id: task }: Pick<TaskRow, 'id'>,
  video: VideoId,
  person: PersonId,
  attempt = 1,
): AssignmentId {
  const who = store.people.get(person)?.name ?? '';
  const name = attempt > 1 ? `${who}, attempt ${attempt}` : who;
  const layer = store.layers.create({ video, kind: 'person', name, task });
  return store.assignments.create({ task, video, layer, people: [person] });
}

/** Those with least to do, in the order they were named where that is the same. */
function lightest(
  people: readonly PersonId[],
  load: ReadonlyMap<PersonId, number>,
  count: number,
): readonly PersonId[] {
  return people.toSorted((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0)).slice(0, count);
}

function openOf({ assignments }: Store, person: PersonId): number {
  return assignments.ofPerson(person).filter(({ state }) => isOpen(state)).length;
}

function isLocked({ assignments }: Store, video: VideoId): boolean {
  return assignments.ofLayer(video, SHARED_LAYER.id).some(({ state }) => state === 'accepted');
}

function checkVideos(store: Store, task: TaskRow, videos: readonly VideoId[]): void {
  if (new Set(videos).size !== videos.length)
    throw new Refusal('bad-request', { what: 'A video is named twice.' });
  for (const id of videos) {
    const video = store.videos.get(id);
    if (!video || store.studies.get(video.study)?.project !== task.project)
      throw new Refusal('bad-request', { what: `"${id.slice(0, 40)}" is no video of the project.` });
  }
}

/** Refuses `bad-request` for who may not do a task, `training-needed` for who has not passed what it asks for. */
export function checkPeople(store: Store, task: TaskRow, people: readonly PersonId[]): void {
  if (new Set(people).size !== people.length)
    throw new Refusal('bad-request', { what: 'A person is named twice.' });
  for (const id of people) {
    const person = store.people.get(id);
    const role = store.members.role(task.project, id);
    // An admin is a manager everywhere.
    if (person?.disabled || !(person?.admin || (role && can(role, 'labels.edit'))))
      throw new Refusal('bad-request', {
        what: `${person?.name ?? `"${id.slice(0, 40)}"`} may not mark videos of this project.`,
      });
  }
  if (task.kind === 'training') checkTrainees(store, task, people);
  else checkPassed(store, task, people);
}

/** Whether a manager may give a training out again: nothing of it is open, and it is not passed, or not any more. */
function mayTryAgain(
  { trainings }: Store,
  { id }: TaskRow,
  theirs: readonly Pick<AssignmentRow, 'id' | 'state'>[],
): boolean {
  const rules = trainings.rules(id);
  return theirs.every(({ id: one, state }) => {
    if (state !== 'passed') return state === 'failed' || state === 'skipped';
    const attempt = trainings.attempt(one);
    return rules !== undefined && attempt !== undefined && !isValid(attempt.at, rules, Date.now());
  });
}

function checkReferences(store: Store, task: TaskRow, videos: readonly VideoId[]): void {
  for (const id of videos)
    if (store.trainings.reference(task.id, id) === undefined)
      throw new Refusal('bad-request', {
        what: `The training has no reference for “${store.videos.get(id)?.name ?? id}”.`,
      });
}

/** Who manages the project sees the references. */
function checkTrainees(store: Store, task: TaskRow, people: readonly PersonId[]): void {
  for (const id of people)
    if (manages(store, task.project, id))
      throw new Refusal('bad-request', {
        what: `${store.people.get(id)?.name ?? id} manages the project, and may see the reference.`,
      });
}

function checkPassed(store: Store, { id: task, project, title }: TaskRow, people: readonly PersonId[]): void {
  const lacking = people.flatMap((id) => {
    const [training] = unmetBy(store, { task, project }, id);
    return training === undefined ? [] : [{ id, training }];
  });
  if (lacking.length === 0) return;
  const [first] = lacking;
  const names = lacking.map(({ id }) => store.people.get(id)?.name ?? id).join(', ');
  const asked = first && store.tasks.get(first.training)?.title;
  throw new Refusal('training-needed', { what: `“${title}” asks for “${asked}”, not passed by: ${names}.` });
}
