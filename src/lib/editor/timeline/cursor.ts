/** The shape of the pointer over each thing on the timeline: it says what a drag would do. */
import type { Hit } from './hit.ts';

export function cursorOf(hit: Hit, canEdit: boolean): string {
  if (hit.kind === 'playhead' || hit.kind === 'mark') return 'ew-resize';
  if (hit.kind === 'comment') return 'pointer';
  if (!canEdit) return hit.kind === 'ruler' || hit.kind === 'empty' ? 'default' : 'pointer';
  if (hit.kind === 'boundary') return 'col-resize';
  if (hit.kind === 'segment')
    return hit.part !== 'body' ? 'ew-resize' : hit.segment.ref.kind === 'segment' ? 'grab' : 'pointer';
  if (hit.kind === 'event') return 'grab';
  if (hit.kind === 'diamond') return hit.crowded ? 'pointer' : 'grab';
  return hit.kind === 'bar' ? 'pointer' : 'default';
}
