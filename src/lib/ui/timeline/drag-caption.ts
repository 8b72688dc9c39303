/** What stands beside the pointer while it drags: where the thing would come to lie. */
import type { TimelineDraft } from '#lib/editor/timeline/draft.ts';
import type { RulerUnit } from '#lib/editor/timeline/view.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import { formatTimeMs } from '#lib/model/time.ts';

/** `at` is the position in frames beside which it stands. */
export function dragCaption(
  draft: TimelineDraft,
  index: FrameIndex,
  unit: RulerUnit,
  pointerAt: number,
): { readonly at: number; readonly text: string } {
  const place = (frame: number) => (unit === 'frames' ? String(frame) : formatTimeMs(index.timeMs(frame)));
  switch (draft.kind) {
    case 'keyframes':
    case 'marks':
      return { at: pointerAt, text: `${draft.delta < 0 ? '−' : '+'}${Math.abs(draft.delta)} frames` };
    case 'segment': {
      const { start, end } = draft;
      return { at: pointerAt, text: `${place(start)} – ${place(end)}  (${spanCaption(index, start, end)})` };
    }
    case 'boundary':
      return { at: draft.frame, text: place(draft.frame) };
    case 'event':
      return { at: draft.frame + 0.5, text: place(draft.frame) };
    case 'marquee':
      return { at: pointerAt, text: '' };
  }
}

/** `2.20 s · 66 frames` of [start, end). */
export function spanCaption(index: FrameIndex, start: number, end: number): string {
  const seconds = (index.timeMs(end) - index.timeMs(start)) / 1000;
  const frames = end - start;
  return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s · ${frames} ${frames === 1 ? 'frame' : 'frames'}`;
}
