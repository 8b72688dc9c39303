/** What somebody may read of a notice by now, and where: rights change after it was written. */
import type { AssignmentId, PersonId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { Access } from './access.ts';
import type { NoticeRow } from '#server/store/notices.ts';
import type { Store } from '#server/store/store.ts';

export type Readable = {
  /** The work in whose layer it was said; null: beside the shared layer, or in work they have no part in. */
  readonly task: AssignmentId | null;
  /** They are not to learn who wrote it: they are from outside, or judge work without names. */
  readonly nameless: boolean;
  /** What the video is called for them. */
  readonly name: string;
};

export type Gate = {
  readonly access: Pick<Access, 'room' | 'video' | 'partsIn' | 'layers'>;
  readonly store: Pick<Store, 'assignments'>;
};

/**
 * `later`: it was said in work that is blind as yet, so that they may not read it now; `never`: the video is not there
 * for them any more.
 */
export function readable(
  { access, store }: Gate,
  person: PersonId,
  { video, layer }: Pick<NoticeRow, 'video' | 'layer'>,
): Readable | 'later' | 'never' {
  const asker = { id: person };
  const found = unlessRefused(() => access.video(asker, video, 'video.view'));
  if (!found) return 'never';
  const { role, outsourced = false } = found;
  const { name } = found.video;
  const room = roomName({ kind: 'discussion', video, ...(layer !== null && { layer }) });
  if (!unlessRefused(() => access.room(asker, room))) return 'later';
  if (layer === null) return { task: null, nameless: outsourced, name };
  const work = store.assignments
    .ofLayer(video, layer)
    .find((row) => access.partsIn(asker, row, role).length > 0);
  const nameless = outsourced || access.layers.isNameless(video, layer, { person, role });
  return { task: work?.id ?? null, nameless, name };
}

function unlessRefused<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (thrown) {
    if (thrown instanceof Refusal) return undefined;
    throw thrown;
  }
}
