/** How many keyframes lie on each stretch of the video: for the minimap. */
import { keyedFramesOf } from '#lib/model/keyed-frames.ts';
import type { Track } from '#lib/model/track.ts';
import type { Lane } from './lane.ts';

/** Columns of one track; tracks are immutable values, so they hold as long as it does. */
const made = new WeakMap<
  Track,
  { readonly count: number; readonly width: number; readonly columns: Uint16Array }
>();

/** Keyframes on each of `width` equal stretches of a video of `count` frames, over all tracks. */
export function marksPerPixel(lanes: readonly Lane[], count: number, width: number): Uint32Array {
  const sum = new Uint32Array(width);
  for (const lane of lanes) {
    if (lane.kind !== 'track') continue;
    const columns = columnsOf(lane.track, count, width);
    for (let column = 0; column < width; column++)
      sum[column] = (sum[column] as number) + (columns[column] as number);
  }
  return sum;
}

function columnsOf(track: Track, count: number, width: number): Uint16Array {
  const known = made.get(track);
  if (known?.count === count && known.width === width) return known.columns;
  const columns = new Uint16Array(width);
  for (const frame of keyedFramesOf(track).frames) {
    const column = Math.min(width - 1, Math.floor((frame * width) / count));
    columns[column] = (columns[column] as number) + 1;
  }
  made.set(track, { count, width, columns });
  return columns;
}
