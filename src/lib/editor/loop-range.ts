/** What is looped: what is selected, else what is marked, else the whole video. */
import type { Frame } from '#lib/model/time.ts';
import type { Editor } from './editor.ts';
import type { LoopRange } from './loop.ts';
import { stopsOf } from './stops.ts';

/** About an instant so much is played on either side, milliseconds. */
const AROUND_MS = 1000;

export function rangeToLoop(editor: Editor): LoopRange {
  const { selection, marks, playhead, options } = editor;
  const frames = selection.refs.value.flatMap((ref) => stopsOf(editor, ref));
  if (frames.length === 0)
    frames.push(...[marks.in.value, marks.out.value].filter((frame) => frame !== null));
  if (frames.length === 0) return { start: 0 as Frame, end: playhead.count as Frame };
  // One mark alone is a range up to where one is.
  if (frames.length === 1 && selection.refs.value.length === 0) frames.push(playhead.shown.value);
  const [first, last] = [Math.min(...frames), Math.max(...frames)];
  if (last > first) return { start: first as Frame, end: (last + 1) as Frame };
  const { index } = options;
  const at = index.timeMs(first);
  return {
    start: index.frameAt(Math.max(0, at - AROUND_MS)),
    end: (index.frameAt(Math.min(index.durationMs, at + AROUND_MS)) + 1) as Frame,
  };
}
