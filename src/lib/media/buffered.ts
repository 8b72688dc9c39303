/** What is loaded, in frames. */
import type { FrameIndex } from '#lib/model/frame-index.ts';

export type FrameRange = { readonly start: number; readonly end: number };

/** The ranges of a media element as half-open ranges of frames; a frame counts when its middle is loaded. */
export function bufferedFrames(ranges: TimeRanges, index: FrameIndex, firstFrameMs: number): FrameRange[] {
  const frames: FrameRange[] = [];
  for (let n = 0; n < ranges.length; n++) {
    const start = firstWithMiddleFrom(ranges.start(n) * 1000 - firstFrameMs, index);
    const end = firstWithMiddleFrom(ranges.end(n) * 1000 - firstFrameMs, index);
    if (end > start) frames.push({ start, end });
  }
  return frames;
}

function firstWithMiddleFrom(timeMs: number, index: FrameIndex): number {
  const frame = index.frameAt(timeMs);
  return index.middleMs(frame) >= timeMs ? frame : frame + 1;
}
