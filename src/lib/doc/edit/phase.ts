/**
 * Edits of exclusive tiers, which are lists of boundaries. Call them inside `Hand.transact`; in a document of a
 * newer schema they refuse `read-only`.
 */
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
 * Puts a label on [start, end) of an exclusive tier, whatever was there; what lies after keeps its label. Phases keep
 * being themselves where they can: one that is cut at its front has its boundary moved, and so has one that is marked
 * further with its own label; where that is the one before, it only grows. Gives the boundary that the range belongs to.
 */
export function markPhase(doc: LabelsDoc, phase: NewPhase): BoundaryId {
  const { tier, start, end, label } = phase;
  assert(start < end, `A phase from ${start} to ${end} is empty.`);
  stampSchema(doc);
  const live = sortBoundaries(boundariesOf(doc.boundaries, tier));
  const before = live.findLast(({ frame }) => frame < start);
  const free = keepAfter(doc, phase, live);
  const grows = before?.label === label ? before : undefined;
  const opening =
    grows ?? free.find((one) => one.label === label) ?? free.findLast(({ frame }) => frame === start);
  for (const { id } of free) if (id !== opening?.id) put(entityIn(doc.boundaries, id), 'deleted', true);
  if (!opening) return addBoundary(doc, { tier, frame: start, label });
  if (!grows) moveBoundary(doc, opening.id, start);
  setBoundaryLabel(doc, opening.id, label);
  return opening.id;
}

/** Lets what is in force at the end of the range go on from there. Gives the boundaries in the range that stay free. */
function keepAfter(doc: LabelsDoc, phase: NewPhase, live: readonly Boundary[]): readonly Boundary[] {
  const { tier, start, end, label, count } = phase;
  const inside = live.filter(({ frame }) => frame >= start && frame < end);
  const last = live.findLast(({ frame }) => frame < end);
  const after = last?.label ?? null;
  if (end >= count || after === label || live.some(({ frame }) => frame === end)) return inside;
  if (last && last.frame >= start) {
    moveBoundary(doc, last.id, end);
    return inside.slice(0, -1);
  }
  addBoundary(doc, { tier, frame: end, label: after });
  return inside;
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
