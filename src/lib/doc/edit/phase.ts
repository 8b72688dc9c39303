/** Edits of exclusive tiers, which are lists of boundaries. Call them inside `Hand.transact`. */
import { newId, type BoundaryId, type LabelId, type TierId } from '#lib/model/id.ts';
import { assert } from '#lib/model/problem.ts';
import { sortBoundaries, type Boundary } from '#lib/model/segment.ts';
import type { Frame } from '#lib/model/time.ts';
import { boundariesOf } from '../entity/boundary.ts';
import { assertEditable } from '../open.ts';
import type { LabelsDoc } from '../schema.ts';
import { container, entityIn, put } from './put.ts';
import { stampSchema } from './stamp.ts';

export type NewPhase = {
  readonly tier: TierId;
  readonly start: Frame;
  /** The first frame after it. */
  readonly end: Frame;
  /** null: unlabelled. */
  readonly label: LabelId | null;
  /** Frames of the video. */
  readonly count: number;
};

/**
 * Puts a label on [start, end) of an exclusive tier, whatever was there; what lies after keeps its label. A phase that
 * is cut at its front stays the same one (its boundary moves), and so does one that is marked further with its own
 * label. Gives the boundary that the marked range belongs to.
 */
export function markPhase(doc: LabelsDoc, { tier, start, end, label, count }: NewPhase): BoundaryId {
  assert(start < end, `A phase from ${start} to ${end} is empty.`);
  stampSchema(doc);
  const live = sortBoundaries(boundariesOf(doc.boundaries, tier));
  const inside = live.filter(({ frame }) => frame >= start && frame < end);
  /** In force at `end`. */
  const after = live.findLast(({ frame }) => frame <= end);

  if (after && after.frame < end && after.label === label) {
    if (after.frame > start) moveBoundary(doc, after.id, start);
    removeAll(doc, inside, after.id);
    return after.id;
  }
  const keepsGoing = after !== undefined && after.frame >= start && after.frame < end && end < count;
  if (keepsGoing) moveBoundary(doc, after.id, end);
  else if (end < count && after?.frame !== end)
    addBoundary(doc, { tier, frame: end, label: after?.label ?? null });
  const replaced = keepsGoing ? inside.filter(({ id }) => id !== after.id) : inside;
  const opening = replaced.findLast(({ frame }) => frame === start);
  removeAll(doc, replaced, opening?.id);
  if (!opening) return addBoundary(doc, { tier, frame: start, label });
  setBoundaryLabel(doc, opening.id, label);
  return opening.id;
}

/** Moves where a phase begins, and with it where the one before ends. */
export function moveBoundary(doc: LabelsDoc, id: BoundaryId, frame: Frame): void {
  assertEditable(doc);
  put(entityIn(doc.boundaries, id), 'frame', frame);
}

/** What holds from this boundary on; null: unlabelled. */
export function setBoundaryLabel(doc: LabelsDoc, id: BoundaryId, label: LabelId | null): void {
  assertEditable(doc);
  put(entityIn(doc.boundaries, id), 'label', label);
}

function addBoundary(
  doc: LabelsDoc,
  { tier, frame, label }: Pick<Boundary, 'tier' | 'frame' | 'label'>,
): BoundaryId {
  const id = newId<'boundary'>();
  doc.boundaries.set(id, container({ tier, frame, label, deleted: false }));
  return id;
}

function removeAll(doc: LabelsDoc, boundaries: readonly Boundary[], but: BoundaryId | undefined): void {
  for (const { id } of boundaries) if (id !== but) put(entityIn(doc.boundaries, id), 'deleted', true);
}
