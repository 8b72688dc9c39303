/** A segment as it lies in the document → the model's Segment. */
import type * as Y from 'yjs';
import type { SegmentId } from '#lib/model/id.ts';
import type { Segment } from '#lib/model/segment.ts';
import { MAX_FRAME, type Frame } from '#lib/model/time.ts';
import { Faults } from './faults.ts';
import { readAttributes, readDeleted, readDoubt, readFrame, readId, type Read } from './field.ts';

export function readSegment(id: SegmentId, map: Y.Map<unknown>): Read<Segment> {
  const faults = new Faults();
  const tier = readId<'tier'>(map, 'tier', faults);
  const label = readId<'label'>(map, 'label', faults);
  const a = readFrame(map, 'start', faults);
  const b = readFrame(map, 'end', faults);
  const deleted = readDeleted(map, faults);
  const attributes = readAttributes(map, faults);
  const doubt = readDoubt(map, faults);
  if (!tier || !label || a === undefined || b === undefined) return { mark: undefined, faults };
  return { mark: { id, tier, label, ...ordered(a, b), deleted, attributes, ...doubt }, faults };
}

/** Two people may drag the ends past each other: read in order, and never empty. */
function ordered(a: Frame, b: Frame): { readonly start: Frame; readonly end: Frame } {
  const start = Math.min(a, b, MAX_FRAME - 1) as Frame;
  return { start, end: Math.max(a, b, start + 1) as Frame };
}
