/** Gives work out: who does which video, in the shared layer together or in a layer of their own each. */
import type { PersonId, VideoId } from '#lib/model/id.ts';
import { isOpen } from '#lib/model/assignment.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { Refusal } from '#lib/model/problem.ts';
import { can } from '#lib/model/role.ts';
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
      if (there.some((one) => one.people.includes(id))) {
        already += 1;
        continue;
      }
      const name = store.people.get(id)?.name ?? '';
      const layer = store.layers.create({ video, kind: 'person', name, task: task.id });
      store.assignments.create({ task: task.id, video, layer, people: [id] });
      made += 1;
      load.set(id, (load.get(id) ?? 0) + 1);
    }
  }
  return { made, already, locked };
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

function checkPeople(store: Store, task: TaskRow, people: readonly PersonId[]): void {
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
}
