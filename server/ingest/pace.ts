/** How fast a phase goes on and how long it will take: measured over its last seconds, as the machine does it now. */
import type { Pace, Phase, Watchable } from './message.ts';

/** What a phase says of itself: pictures dealt with, and how long all that follows takes, as a share of its own time. */
export type Count = { readonly frames: number; readonly ahead: number };

/** Tells how much can be watched already; null: nothing any more. */
export type Watching = (watchable: Watchable | null) => void;

/** Says how far a phase is, 0 to 1; with a count where pictures are dealt with one by one. */
export type Progress = (phase: Phase, done: number, count?: Count) => void;

const WINDOW_MS = 8000;
/** Before this the first pictures say too little. */
const LEAST_MS = 1000;

type Mark = { readonly at: number; readonly done: number; readonly frames: number };

export class PaceMeter {
  #marks: Mark[] = [];

  /** @param at a clock in milliseconds, ascending @param done share of the phase, 0 to 1, ascending */
  measure(at: number, done: number, { frames, ahead }: Count): Pace {
    this.#marks.push({ at, done, frames });
    while ((this.#marks[1]?.at ?? Infinity) <= at - WINDOW_MS) this.#marks.shift();
    const from = this.#marks[0] ?? { at, done, frames };
    const ms = at - from.at;
    if (ms < LEAST_MS || done <= from.done) return UNKNOWN;
    const left = 1 - done + ahead;
    return {
      fps: ((frames - from.frames) * 1000) / ms,
      remainingMs: Math.round((left * ms) / (done - from.done)),
    };
  }
}

export const UNKNOWN: Pace = { fps: null, remainingMs: null };
