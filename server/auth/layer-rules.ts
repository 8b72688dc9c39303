/**
 * What somebody may do with one layer of a video, by the tasks that stand on it. Read anew each time, like all rights.
 *
 * - A blind task closes its layers until all have given in: each of its people has only their own, and while theirs is
 *   closed nothing else of the video either, neither layers nor the discussion in which the others speak.
 * - A consensus is closed as long as what it is made of, to who adjudicates too, and then theirs to draw.
 * - A reference is the managers' alone.
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

export type LayerGrant = {
  readonly write: boolean;
  /** Why one may not write: the end of a sentence, without a stop. */
  readonly reason: string | null;
};

/** Who asks, as a member of the project or a guest of the study. */
export type LayerAsker = { readonly person: PersonId; readonly role: Role; readonly guest?: true };

export type VisibleLayer = Pick<LayerRow, 'id' | 'name'> & { readonly kind: LayerKind };

export class LayerRules {
  readonly #store: Store;
  /** Layers that are being signed just now: nobody writes while the hash is made. */
  readonly #held = new Map<string, number>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** What one may do who sees the video; undefined where the layer is not there for them. */
  grant(video: VideoId, layer: LayerId, asker: LayerAsker): LayerGrant | undefined {
    if (!this.sees(video, layer, asker)) return undefined;
    const reason = this.#readOnly(video, layer, asker);
    return { write: reason === null, reason };
  }

  /** Whether a layer is there for somebody who sees the video. */
  sees(video: VideoId, layer: LayerId, { person, role, guest }: LayerAsker): boolean {
    if (guest) return layer === SHARED_LAYER.id;
    const own = this.#store.assignments.ofPersonOn(person, video);
    const blind = own.filter(({ adjudicates }) => !adjudicates);
    if (blind.some((one) => one.layer === layer)) return true;
    if (blind.some((one) => this.#isClosed(one))) return false;
    if (layer === SHARED_LAYER.id) return true;
    const row = this.#store.layers.get(layer);
    if (!row || row.video !== video) return false;
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

  /** Nobody writes in a layer from now on, until what is answered is called. */
  hold(video: VideoId, layer: LayerId): () => void {
    const key = `${video}.${layer}`;
    this.#held.set(key, (this.#held.get(key) ?? 0) + 1);
    return () => {
      const left = (this.#held.get(key) ?? 1) - 1;
      if (left > 0) this.#held.set(key, left);
      else this.#held.delete(key);
    };
  }

  #isClosed({ task, video }: AssignmentRow): boolean {
    const row = this.#store.tasks.get(task);
    return row?.blind === true && this.#store.assignments.isUnsubmitted(task, video);
  }

  #readOnly(video: VideoId, layer: LayerId, { person, role }: LayerAsker): string | null {
    if (this.#held.has(`${video}.${layer}`)) return 'it is being signed';
    const standing = this.#store.assignments.ofLayer(video, layer);
    if (standing.some(({ state }) => state === 'accepted'))
      return 'it was accepted and signed; a manager can reopen it';
    if (standing.some(({ state }) => isWithReviewers(state))) {
      const own = standing.some(({ people }) => people.includes(person));
      return can(role, 'task.review') && !own ? null : 'it is in review';
    }
    if (!can(role, 'labels.edit')) return `you are here as ${role}`;
    if (layer === SHARED_LAYER.id) return null;
    const row = this.#store.layers.get(layer);
    if (row?.kind === 'reference') return null;
    const mine = standing.filter(({ people }) => people.includes(person));
    if (mine.length === 0)
      return row?.kind === 'consensus' ? 'it is for who adjudicates to draw' : 'it is somebody else’s layer';
    return mine.some(({ state }) => isOpen(state)) ? null : 'your work on it is put aside';
  }
}
