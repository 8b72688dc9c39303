/** A place in the video as people write it: a frame number or a time. */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import { formatTimeMs, parseTimeMs, type Frame } from '#lib/model/time.ts';

/**
 * The frame somebody means: digits alone are a frame (0-based, as everywhere), anything with `:` or `.` or an `s` at
 * its end is a time. Undefined for what is neither, or lies outside the video.
 */
export function parsePlace(text: string, index: FrameIndex): Frame | undefined {
  const words = text.trim();
  if (/^\d{1,8}$/.test(words)) return Number(words) < index.count ? (Number(words) as Frame) : undefined;
  const timeMs = parseTimeMs(words.replace(/\s*s$/, ''));
  if (timeMs === undefined || timeMs > index.durationMs) return undefined;
  return index.frameAt(timeMs);
}

/** `00:01.234`, when the picture of a frame begins. */
export function timeText(index: FrameIndex, frame: number): string {
  return formatTimeMs(index.timeMs(frame));
}
