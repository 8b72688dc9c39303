/** Where the ruler draws its ticks, and what it writes at them. */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { RulerUnit, TimelineView } from './view.ts';

/** `at` is a position in frames. Only a tick with a caption is a tall one. */
export type Tick = { readonly at: number; readonly caption: string | null };

/** Least distance (pixels) between two captions, and between two ticks. */
const CAPTION_GAP = 84;
const TICK_GAP = 7;
/** Milliseconds, each with the number of small steps it is divided into. */
const TIME_STEPS: readonly (readonly [number, number])[] = [
  [10, 2], [20, 2], [50, 5], [100, 5], [200, 4], [500, 5], [1000, 10], [2000, 4], [5000, 5], [10_000, 10], [15_000, 3],
  [30_000, 6], [60_000, 6], [120_000, 4], [300_000, 5], [600_000, 10], [900_000, 3], [1_800_000, 6], [3_600_000, 6],
  [7_200_000, 4],
]; // prettier-ignore

/** The ticks in sight, ascending. Empty only for a canvas without width. */
export function ticksOf(
  view: TimelineView,
  index: FrameIndex,
  unit: RulerUnit,
  width: number,
): readonly Tick[] {
  if (width <= 0) return [];
  return unit === 'frames' ? frameTicks(view, width) : timeTicks(view, index, width);
}

function frameTicks(view: TimelineView, width: number): Tick[] {
  const perFrame = width / view.span;
  const step = niceStep(CAPTION_GAP / perFrame);
  const small = [1, 2, 5, 10]
    .map((parts) => step / parts)
    .filter((one) => Number.isInteger(one) && one * perFrame >= TICK_GAP);
  const between = Math.min(step, ...small);
  const ticks: Tick[] = [];
  const last = Math.min(view.count - 1, Math.floor(view.window.value.end));
  for (let at = Math.floor(view.window.value.start / between) * between; at <= last; at += between) {
    ticks.push({ at, caption: at % step === 0 ? String(at) : null });
  }
  return ticks;
}

/** 1, 2, 5, 10, 20, 50 …: the first at or above a number. */
function niceStep(least: number): number {
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (digit * power >= least) return digit * power;
  }
}

/** Round times; each tick lies within the frame that shows at that time, in proportion. */
function timeTicks(view: TimelineView, index: FrameIndex, width: number): Tick[] {
  const { start, end } = view.window.value;
  const from = timeAt(index, start);
  const to = timeAt(index, end);
  const perMs = width / Math.max(1e-6, to - from);
  const [step, parts] = TIME_STEPS.find(([ms]) => ms * perMs >= CAPTION_GAP) ?? [7_200_000, 4];
  const divide = (step / parts) * perMs >= TICK_GAP ? parts : 1;
  const ticks: Tick[] = [];
  for (let n = Math.floor((from / step) * divide); (n * step) / divide <= to; n++) {
    const ms = (n * step) / divide;
    ticks.push({ at: positionAt(index, ms), caption: n % divide === 0 ? tickCaption(ms, step) : null });
  }
  return ticks;
}

/** Milliseconds at a position in frames, in proportion within a frame. */
export function timeAt(index: FrameIndex, at: number): number {
  const frame = Math.max(0, Math.min(index.count - 1, Math.floor(at)));
  const start = index.timeMs(frame);
  return start + (at - frame) * (index.timeMs(frame + 1) - start);
}

/** Position in frames of a time: the inverse of `timeAt`. */
export function positionAt(index: FrameIndex, timeMs: number): number {
  const frame = index.frameAt(timeMs);
  const start = index.timeMs(frame);
  return frame + (timeMs - start) / (index.timeMs(frame + 1) - start);
}

/** `1:02:03`, `02:03`, and with as many decimals as the step needs. */
export function tickCaption(timeMs: number, stepMs: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  const ms = Math.round(timeMs);
  const hours = Math.floor(ms / 3_600_000);
  const clock = `${pad(Math.floor(ms / 60_000) % 60)}:${pad(Math.floor(ms / 1000) % 60)}`;
  const decimals =
    stepMs >= 1000
      ? ''
      : `.${String(ms % 1000)
          .padStart(3, '0')
          .slice(0, stepMs >= 100 ? 1 : 2)}`;
  return `${hours > 0 ? `${hours}:` : ''}${clock}${decimals}`;
}
