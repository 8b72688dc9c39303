/**
 * What somebody may do with one layer of a video, by the tasks that stand on it. Read anew each time, like all rights.
 *
 * - A blind task closes its layers until all have given in: each of its people has only their own, and while theirs is
 *   closed nothing else of the video either, neither layers nor the discussion in which the others speak.
 * - A consensus is closed as long as what it is made of, to who adjudicates too, and then theirs to draw.
 * - A training closes the rest of its video to those who train on it, for good: the reference may be drawn after any of
 *   it. Only its managers see what they draw. The reference is shown them where its rules say so.
 * - A reference is the managers' alone, as long as they do not train on it themselves.
 * - What was accepted is locked for everybody; what is with the reviewers is theirs; else it is its people's.
 */
import { layerLetter } from '#lib/model/adjudication.ts';
import { isOpen, isWithReviewers } from '#lib/model/assignment.ts';
import type { LayerId, PersonId, VideoId } from '#lib/model/id.ts';
import { SHARED_LAYER, type LayerKind } from '#lib/model/layer.ts';
import { can, type Role } from '#lib/model/role.ts';
import type { AssignmentRow } from '#server/store/assignments.ts';
import type { LayerRow } from '#server/store/layers.ts';
import type { Store } from '#server/store/store.ts';
import { unmetBy } from './qualification.ts';

export type LayerGrant = {
  readonly write: boolean;
  /** Why one may not write: the end of a sentence, without a stop. */
  readonly reason: string | null;
  /** One adjudicates what is done here and is not to learn by whom. */
  readonly nameless: boolean;
};

/** Who asks, as a member of the project or a guest of the study. */
export type LayerAsker = { readonly person: PersonId; readonly role: Role; readonly guest?: true };

export type VisibleLayer = Pick<LayerRow, 'id' | 'name'> & { readonly kind: LayerKind };

export class LayerRules {
  readonly #store: Store;
  /** Layers that are being signed or scored just now: nobody writes meanwhile. */
  readonly #held = new Map<string, { readonly reason: string; readonly count: number }>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** What one may do who sees the video; undefined where the layer is not there for them. */
  grant(video: VideoId, layer: LayerId, asker: LayerAsker): LayerGrant | undefined {
    if (!this.sees(video, layer, asker)) return undefined;
    const reason = this.#readOnly(video, layer, asker);
    return { write: reason === null, reason, nameless: this.isNameless(video, layer, asker) };
  }

  /** Whether a layer is there for somebody who sees the video. */
  sees(video: VideoId, layer: LayerId, { person, role, guest }: LayerAsker): boolean {
    if (guest) return layer === SHARED_LAYER.id;
    const own = this.#store.assignments.ofPersonOn(person, video);
    const blind = own.filter(({ adjudicates }) => !adjudicates);
    if (blind.some((one) => one.layer === layer)) return true;
    if (blind.some((one) => this.#isClosed(one))) return false;
    const training = own.filter(({ task }) => this.#store.trainings.rules(task) !== undefined);
    if (training.length > 0) return this.#isShown(video, layer, training);
    if (layer === SHARED_LAYER.id) return true;
    const row = this.#store.layers.get(layer);
    if (!row || row.video !== video) return false;
    if (row.task !== null && this.#store.trainings.rules(row.task)) return can(role, 'task.manage');
    if (row.kind === 'reference') return can(role, 'task.manage');
    return !this.#store.assignments.everOfLayer(video, layer).some((one) => this.#isClosed(one));
  }

  /** The layers of a video that are there for somebody, their own first. */
  visible(video: VideoId, asker: LayerAsker): readonly VisibleLayer[] {
    const all: readonly VisibleLayer[] = [SHARED_LAYER, ...this.#store.layers.ofVideo(video)];
    const rows = this.#store.assignments.ofPersonOn(asker.person, video);
    const own = new Set(rows.map(({ layer }) => layer));
    const lettered = this.#lettered(rows, asker);
    return all
      .filter(({ id }) => this.sees(video, id, asker))
      .map((one) => ({ ...one, name: lettered.get(one.id) ?? one.name }))
      .toSorted((a, b) => Number(own.has(b.id)) - Number(own.has(a.id)));
  }

  /** The layers whose people somebody is not to learn, as they adjudicate them, with the names they have instead. */
  #lettered(own: readonly AssignmentRow[], { role }: LayerAsker): ReadonlyMap<LayerId, string> {
    const { adjudications, assignments } = this.#store;
    const nameless = can(role, 'task.manage')
      ? []
      : own.filter(({ id, adjudicates }) => adjudicates && adjudications.get(id)?.names === false);
    return new Map(
      nameless.flatMap(({ task, video }) =>
        assignments
          .compared(task, video)
          .map(({ layer }, n): [LayerId, string] => [layer, `Layer ${layerLetter(n)}`]),
      ),
    );
  }

  /** Whether somebody adjudicates what is done in a layer and is not to learn by whom. */
  isNameless(video: VideoId, layer: LayerId, asker: LayerAsker): boolean {
    const own = this.#store.assignments.ofPersonOn(asker.person, video);
    return this.#lettered(own, asker).has(layer);
  }

  /** Nobody writes in a layer from now on, until what is answered is called; `reason` as in a grant. */
  hold(video: VideoId, layer: LayerId, reason = 'it is being signed'): () => void {
    const key = `${video}.${layer}`;
    this.#held.set(key, { reason, count: (this.#held.get(key)?.count ?? 0) + 1 });
    return () => {
      const count = (this.#held.get(key)?.count ?? 1) - 1;
      if (count > 0) this.#held.set(key, { reason, count });
      else this.#held.delete(key);
    };
  }

  #isClosed({ task, video }: AssignmentRow): boolean {
    const row = this.#store.tasks.get(task);
    return row?.blind === true && this.#store.assignments.isUnsubmitted(task, video);
  }

  /** Whether a layer is the reference of what somebody trains, and they may look at it now. */
  #isShown(video: VideoId, layer: LayerId, training: readonly AssignmentRow[]): boolean {
    const { trainings } = this.#store;
    return training.some(({ task, state }) => {
      if (trainings.reference(task, video) !== layer) return false;
      // Not while they try again.
      if (training.some((one) => one.task === task && isOpen(one.state))) return false;
      const reveal = trainings.rules(task)?.reveal;
      return state === 'passed' ? reveal !== 'never' : state === 'failed' && reveal === 'submitted';
    });
  }

  #readOnly(video: VideoId, layer: LayerId, { person, role }: LayerAsker): string | null {
    const held = this.#held.get(`${video}.${layer}`);
    if (held) return held.reason;
    const standing = this.#store.assignments.ofLayer(video, layer);
    if (standing.some(({ state }) => state === 'accepted'))
      return 'it was accepted and signed; a manager can reopen it';
    if (standing.some(({ state }) => isWithReviewers(state))) {
      const own = standing.some(({ people }) => people.includes(person));
      return can(role, 'task.review') && !own ? null : 'it is in review';
    }
    if (!can(role, 'labels.edit')) return `you are here as ${role}`;
    const needed = this.#neededFor(standing, person);
    if (needed !== undefined) return `you have to pass the training “${needed}” first`;
    if (layer === SHARED_LAYER.id) return null;
    const row = this.#store.layers.get(layer);
    const mine = standing.filter(({ people }) => people.includes(person));
    if (row?.kind === 'reference') return can(role, 'task.manage') ? null : 'it is the reference';
    if (mine.some(({ state }) => state === 'passed' || state === 'failed')) return 'it was scored';
    if (mine.length === 0)
      return row?.kind === 'consensus' ? 'it is for who adjudicates to draw' : 'it is somebody else’s layer';
    return mine.some(({ state }) => isOpen(state)) ? null : 'your work on it is put aside';
  }

  /** Title of a training that somebody has to pass before they write here; what they have begun they may end. */
  #neededFor(standing: readonly AssignmentRow[], person: PersonId): string | undefined {
    const { tasks } = this.#store;
    for (const { task, people, state } of standing) {
      if (people.includes(person) && state !== 'assigned') continue;
      const row = tasks.get(task);
      const [training] = row ? unmetBy(this.#store, { task, project: row.project }, person) : [];
      if (training !== undefined) return tasks.get(training)?.title;
    }
    return undefined;
  }
}
