/** A boundary of an exclusive tier as it lies in the document → the model's Boundary. */
import * as Y from 'yjs';
import type { BoundaryId, LabelId, TierId } from '#lib/model/id.ts';
import { isId } from '#lib/model/id.ts';
import type { Boundary } from '#lib/model/segment.ts';
import type { EntityRoot } from '../schema.ts';
import { Faults } from './faults.ts';
import { readDeleted, readDoubt, readFrame, readId, type Read } from './field.ts';

export function readBoundary(id: BoundaryId, map: Y.Map<unknown>): Read<Boundary> {
  const faults = new Faults();
  const tier = readId<'tier'>(map, 'tier', faults);
  const frame = readFrame(map, 'frame', faults);
  const deleted = readDeleted(map, faults);
  const raw = map.get('label');
  const label = raw === null || isId(raw) ? (raw as LabelId | null) : undefined;
  if (label === undefined) faults.add('its label');
  const doubt = readDoubt(map, faults);
  if (!tier || frame === undefined || label === undefined) return { mark: undefined, faults };
  return { mark: { id, tier, frame, label, deleted, ...doubt }, faults };
}

/** The live boundaries of one tier, in no order. */
export function boundariesOf(root: EntityRoot, tier: TierId): Boundary[] {
  const found: Boundary[] = [];
  for (const [id, map] of root) {
    if (!isId(id) || !((map as unknown) instanceof Y.Map) || map.get('tier') !== tier) continue;
    const { mark } = readBoundary(id as BoundaryId, map);
    if (mark && !mark.deleted) found.push(mark);
  }
  return found;
}
