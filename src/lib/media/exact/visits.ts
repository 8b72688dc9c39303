/**
 * Decides which sample goes into the decoder next. It visits pieces: enters one at a sync sample, feeds it through to
 * the last frame that is missing, and leaves it for another when that is more urgent. A piece is never left without its
 * fed pictures having been pressed out, so a hand that moves fast still sees one picture of each place it came by.
 */
import type { FrameCache } from './frame-cache.ts';
import type { PictureDecoder } from './picture-decoder.ts';
import type { PieceLoader } from './piece-loader.ts';
import { pieceOf, type Piece } from './piece-table.ts';
import type { Sample } from './samples.ts';
import { byUrgency, contains, type Window } from './window.ts';

export type VisitsOptions = {
  readonly pieces: readonly Piece[];
  readonly loader: Pick<PieceLoader, 'samples'>;
  readonly decoder: Pick<PictureDecoder, 'feed' | 'drain' | 'hasRoom' | 'isUnderWay'>;
  readonly cache: Pick<FrameCache, 'has'>;
  /** Pieces that cannot be decoded. */
  readonly isBroken: (piece: number) => boolean;
};

type Visit = { readonly piece: number; readonly samples: readonly Sample[]; next: number };

export class Visits {
  readonly #options: VisitsOptions;
  #visit: Visit | null = null;

  constructor(options: VisitsOptions) {
    this.#options = options;
  }

  /** Feeds the decoder as long as it has room and something in the window is missing. */
  pump(window: Window): void {
    const { decoder, cache } = this.#options;
    const what = cache.has(window.at) ? 'ahead' : 'awaited';
    while (decoder.hasRoom(what) && this.#step(window));
  }

  /** How many samples must be decoded before a frame's picture comes; Infinity while they are not here. */
  effort(frame: number): number {
    const { pieces, loader } = this.#options;
    const samples = loader.samples(pieceOf(pieces, frame));
    const at = samples?.findIndex((sample) => sample.frame === frame) ?? -1;
    return samples && at >= 0 ? at - lastSync(samples, at) + 1 : Infinity;
  }

  /** The decoder has forgotten what went in. */
  forget(): void {
    this.#visit = null;
  }

  /** Feeds one sample; false when there is nothing to do now. */
  #step(window: Window): boolean {
    const goal = this.#goal(window);
    if (goal === null) return this.#goOn(window);
    if (this.#options.decoder.isUnderWay(goal)) return this.#press();
    const piece = pieceOf(this.#options.pieces, goal);
    const samples = this.#options.loader.samples(piece);
    if (!samples) return false;
    const at = samples.findIndex(({ frame }) => frame === goal);
    const urgent = goal === window.at;
    const visit = this.#visit;
    if (visit?.piece === piece && at >= visit.next) {
      const sync = lastSync(samples, at);
      if (sync > visit.next && (urgent || !this.#anyMissing(samples.slice(visit.next, sync), window)))
        visit.next = sync;
      return this.#feed(visit);
    }
    const from = lastSync(samples, urgent ? at : this.#firstMissing(samples, window));
    const follows = visit?.piece === piece - 1 && visit.next === visit.samples.length && from === 0;
    if (!follows) this.#options.decoder.drain();
    return this.#feed((this.#visit = { piece, samples, next: from }));
  }

  /** The most urgent frame that is missing and can be had; the playhead's also while the decoder holds it. */
  #goal({ at, travel, near }: Window): number | null {
    const { cache, decoder, pieces, loader, isBroken } = this.#options;
    for (const frame of byUrgency(near, at, travel)) {
      if (cache.has(frame) || (frame !== at && decoder.isUnderWay(frame))) continue;
      const piece = pieceOf(pieces, frame);
      if (!isBroken(piece) && loader.samples(piece)) return frame;
    }
    return null;
  }

  /** Nothing is urgent: the visit is finished as far as the window reaches. */
  #goOn(window: Window): boolean {
    const visit = this.#visit;
    if (!visit) return false;
    if (this.#anyMissing(visit.samples.slice(visit.next), window)) return this.#feed(visit);
    // What follows would press its last pictures out, but nothing may follow for long.
    if (visit.next === visit.samples.length) this.#leave();
    return false;
  }

  /** The decoder holds what is waited for: what follows presses it out, or the end of the run does. */
  #press(): boolean {
    const visit = this.#visit;
    if (visit && visit.next < visit.samples.length) return this.#feed(visit);
    this.#leave();
    return false;
  }

  #leave(): void {
    this.#options.decoder.drain();
    this.#visit = null;
  }

  #feed(visit: Visit): boolean {
    const sample = visit.samples[visit.next];
    if (!sample) return false;
    visit.next++;
    this.#options.decoder.feed(sample);
    return true;
  }

  #isMissing({ frame }: Sample, { whole }: Window): boolean {
    const { cache, decoder } = this.#options;
    return contains(whole, frame) && !cache.has(frame) && !decoder.isUnderWay(frame);
  }

  #anyMissing(samples: readonly Sample[], window: Window): boolean {
    return samples.some((sample) => this.#isMissing(sample, window));
  }

  #firstMissing(samples: readonly Sample[], window: Window): number {
    return Math.max(
      0,
      samples.findIndex((sample) => this.#isMissing(sample, window)),
    );
  }
}

/** The last sync sample at or before a place in the order of decoding. */
function lastSync(samples: readonly Sample[], at: number): number {
  return Math.max(
    0,
    samples.findLastIndex(({ isSync }, n) => isSync && n <= at),
  );
}
