/**
 * What people in a live session look at together, and when: a place in a video as a function of the server's clock. Who
 * knows this and the clock knows the frame; nothing has to be sent while it plays.
 */
import { isId, type VideoId } from '#lib/model/id.ts';
import { isFrame, type Frame } from '#lib/model/time.ts';

/** Part of a video that is played again and again: milliseconds from its first frame, half-open. */
export type Loop = { readonly startMs: number; readonly endMs: number };

/** What a lead does: from this frame on, at this speed. */
export type Drive = {
  readonly video: VideoId;
  readonly playing: boolean;
  /** Speed, 1 = real time, negative backwards; kept while paused. */
  readonly rate: number;
  /** Paused: the very frame everybody sees; null: the one that is on at `atMs`. */
  readonly frame: Frame | null;
  /** Time in the video at `sinceMs`: milliseconds from its first frame. */
  readonly atMs: number;
  /** When it was done: the server's clock, milliseconds since 1970. */
  readonly sinceMs: number;
  readonly loop: Loop | null;
};

/** A drive the server has taken; `epoch` counts up with each. */
export type Transport = Drive & { readonly epoch: number };

/** What the server knows of a video. */
export type Extent = { readonly frames: number; readonly durationMs: number };

/** A drive that was done so long before it arrived counts as done then: nobody rewrites the past. */
export const MAX_LATENESS_MS = 500;
export const MIN_SPEED = 0.1;
export const MAX_SPEED = 16;

/**
 * Time in the video at a moment of the server's clock, in milliseconds from its first frame. Within the loop if there
 * is one, else it stops at either end.
 */
export function mediaTimeAt(
  { playing, atMs, sinceMs, rate, loop }: Drive,
  nowMs: number,
  durationMs: number,
): number {
  const run = playing ? atMs + Math.max(0, nowMs - sinceMs) * rate : atMs;
  if (!loop || !playing) return Math.min(durationMs, Math.max(0, run));
  const length = loop.endMs - loop.startMs;
  if (rate > 0 && run >= loop.endMs) return loop.startMs + ((run - loop.endMs) % length);
  if (rate < 0 && run < loop.startMs) return loop.endMs - ((loop.startMs - run) % length);
  return Math.min(durationMs, Math.max(0, run));
}

/** How long it still plays before it comes to an end by itself, in milliseconds; null: for ever, or not at all. */
export function restMs(drive: Drive, nowMs: number, durationMs: number): number | null {
  if (!drive.playing || drive.loop) return null;
  const at = mediaTimeAt(drive, nowMs, durationMs);
  return drive.rate > 0 ? (durationMs - at) / drive.rate : at / -drive.rate;
}

/** The drive in a value from outside; undefined when it is none. That it fits a video is asked of `fitted`. */
export function checkDrive(value: unknown): Drive | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { video, playing, rate, frame, atMs, sinceMs, loop } = value as Record<string, unknown>;
  if (!isId(video) || typeof playing !== 'boolean') return undefined;
  if (frame !== null && !isFrame(frame)) return undefined;
  if (!isTime(atMs) || !isTime(sinceMs) || typeof rate !== 'number') return undefined;
  const speed = Math.abs(rate);
  if (!(speed >= MIN_SPEED && speed <= MAX_SPEED)) return undefined;
  const round = checkLoop(loop);
  if (round === undefined) return undefined;
  return { video: video as VideoId, playing, rate, frame, atMs, sinceMs, loop: round };
}

/** A drive brought inside a video and into the present of the server. */
export function fitted(drive: Drive, { frames, durationMs }: Extent, nowMs: number): Drive {
  const { loop } = drive;
  const endMs = loop && Math.min(loop.endMs, durationMs);
  return {
    ...drive,
    frame: drive.frame === null ? null : (Math.min(drive.frame, frames - 1) as Frame),
    atMs: Math.min(drive.atMs, durationMs),
    sinceMs: Math.min(nowMs, Math.max(nowMs - MAX_LATENESS_MS, drive.sinceMs)),
    loop: loop && endMs !== null && endMs - loop.startMs >= 1 ? { startMs: loop.startMs, endMs } : null,
  };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 1e15;
}

function checkLoop(value: unknown): Loop | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return undefined;
  const { startMs, endMs } = value as Record<string, unknown>;
  return isTime(startMs) && isTime(endMs) && endMs - startMs >= 1 ? { startMs, endMs } : undefined;
}
