/** Frames are numbers, times have their unit in the name. Nothing here multiplies a time by a frame rate. */

declare const brand: unique symbol;
/** Ordinal of a picture in display order, 0-based: what the decoder that trains the model counts. */
export type Frame = number & { readonly [brand]: 'frame' };

/** 24 hours at 240 pictures a second: every frame number from outside is bounded by this. */
export const MAX_FRAME = 24 * 3600 * 240;

/** Brands a number that is known to be a valid frame; throws on anything else, which is our bug. */
export function frame(value: number): Frame {
  if (!isFrame(value))
    throw new RangeError(`${value} is not a frame number (an integer from 0 to ${MAX_FRAME}).`);
  return value;
}

/** Whether a value from outside is a frame number: an integer from 0 to MAX_FRAME. */
export function isFrame(value: unknown): value is Frame {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_FRAME;
}

/** The frame nearest to `value` that lies in a video of `count` frames. */
export function clampFrame(value: number, count: number): Frame {
  return Math.max(0, Math.min(Math.max(0, count - 1), Math.round(value))) as Frame;
}

/** `00:01:23.450` from milliseconds since the first picture; hours only where there are any. */
export function formatTimeMs(timeMs: number): string {
  const total = Math.max(0, Math.round(timeMs));
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor(total / 60_000) % 60;
  const seconds = Math.floor(total / 1000) % 60;
  const clock = `${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(total % 1000, 3)}`;
  return hours > 0 ? `${pad(hours, 2)}:${clock}` : clock;
}

/**
 * Milliseconds from what a person types: `83.45`, `1:23.45`, `01:02:03`. Undefined when it is no time.
 */
export function parseTimeMs(text: string): number | undefined {
  if (!/^\d{1,3}(:\d{1,2}){0,2}(\.\d{1,3})?$/.test(text.trim())) return undefined;
  return text
    .trim()
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part) * 1000, 0);
}
