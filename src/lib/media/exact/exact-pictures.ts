/**
 * Single pictures of a rendition, decoded here: those around the playhead are kept at hand, and fetched and decoded
 * ahead of where it is going. Whoever uses it says where the playhead is; pictures come as they are ready. Where they
 * cannot be had this way, `can` says so, and they must be shown another way.
 */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Size } from '#lib/model/geometry.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { Frame } from '#lib/model/time.ts';
import { capacityFor, decoderConfig } from './decoder-config.ts';
import { fitted } from '../fitted.ts';
import { FrameCache } from './frame-cache.ts';
import { PictureDecoder, type Breakdown } from './picture-decoder.ts';
import { PieceLoader, type LoaderState } from './piece-loader.ts';
import { pieceOf } from './piece-table.ts';
import { RangedFile, Unreached } from './ranges.ts';
import { openRendition, type Rendition } from './rendition.ts';
import { Momentum } from './travel.ts';
import { Unfit } from './unfit.ts';
import { Visits } from './visits.ts';
import { byUrgency, windowAround, type Travel, type Window } from './window.ts';

export type ExactOptions = {
  /** The file that the rendition's ranges lie in. */
  readonly url: string;
  readonly index: FrameIndex;
  /** Stored size of the pictures, where the rendition's may be a row or column larger or stretched. */
  readonly size: Size | null;
  /** Memory for decoded pictures. */
  readonly budgetBytes: number;
  /** See `decoderConfig`. */
  readonly isPrompt?: boolean;
};

export type ExactEvents = {
  /** `can` has changed: it is open, or something is broken. */
  changed(): void;
  /** The picture of a frame has come; `get` has it. */
  picture(frame: Frame): void;
  /** How loading goes. */
  state(state: LoaderState): void;
};

/** A piece that fails so often is broken; so many breakdowns within this time, and all of it is given up. */
const PIECE_FAILURES = 2;
const BREAKDOWNS = { most: 4, withinMs: 10_000 };
/** A decoder that does nothing for so many checks, though it has something to do, stands still. */
const CHECK_MS = 500;
const CHECKS = 3;
/** Of the pictures a decoder that stands still may be waiting for, so many are always kept. */
const LEAST_HELD = 4;
/** After a jump nothing but its own picture is decoded for so long: the hand may jump on. */
const RESTED_MS = 80;
/** A hand that moves on by so few frames steps: the next few are made ready at once, whichever way it went before. */
const STEP = { most: 2, frames: 16 };
const REOPEN_MS = [500, 1000, 2000, 4000, 8000];

/** What there is once the rendition is open. */
type Parts = {
  readonly rendition: Rendition;
  readonly loader: PieceLoader;
  readonly decoder: PictureDecoder;
  readonly cache: FrameCache;
  readonly visits: Visits;
};

export class ExactPictures {
  readonly #options: ExactOptions;
  readonly #tell: ExactEvents;
  readonly #leave = new AbortController();
  readonly #momentum = new Momentum();
  readonly #failures = new Map<number, number>();
  readonly #watch: ReturnType<typeof setInterval>;
  #parts: Parts | null = null;
  #window: Window | null = null;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #breakdowns: number[] = [];
  #checked = { progress: -1, times: 0 };

  constructor(options: ExactOptions, tell: ExactEvents) {
    this.#options = options;
    this.#tell = tell;
    this.#watch = setInterval(() => this.#check(), CHECK_MS);
    void this.#open();
  }

  /** Whether a frame's picture can be had, now or soon. */
  can(frame: Frame): boolean {
    return this.#parts !== null && !this.#isBroken(pieceOf(this.#parts.rendition.pieces, frame));
  }

  /** The picture of a frame, lent: clone it to keep it. */
  get(frame: Frame): VideoFrame | undefined {
    return this.#parts?.cache.get(frame);
  }

  /** The nearest frame of which there is a picture. */
  nearest(frame: Frame): Frame | null {
    return (this.#parts?.cache.nearest(frame) ?? null) as Frame | null;
  }

  /** How many pictures must be decoded to have one that is not here; Infinity while its bytes are on their way. */
  effort(frame: Frame): number {
    return this.#parts?.visits.effort(frame) ?? Infinity;
  }

  /** A look at one picture: nothing around it is made ready. */
  glimpse(frame: Frame): void {
    clearTimeout(this.#rest);
    this.#momentum.move(frame, 1);
    this.#look(frame, 0, 1);
  }

  /** The playhead is here: what is missing around it is fetched and decoded, its own picture first. */
  aim(frame: Frame): void {
    const step = frame - (this.#window?.at ?? Infinity);
    const travel = this.#momentum.move(frame, Math.max(2, this.#capacity / 2));
    clearTimeout(this.#rest);
    if (travel !== 0) {
      this.#look(frame, travel, this.#capacity);
      return;
    }
    if (step === 0 || Math.abs(step) > STEP.most) this.#look(frame, 0, 1);
    else this.#look(frame, step > 0 ? 1 : -1, Math.min(STEP.frames, this.#capacity));
    this.#rest = setTimeout(() => this.#look(frame, 0, this.#capacity), RESTED_MS);
  }

  /** Nobody needs single pictures now. Those that are here are kept. */
  idle(): void {
    clearTimeout(this.#rest);
    this.#window = null;
    this.#parts?.loader.want([]);
  }

  destroy(): void {
    this.idle();
    clearInterval(this.#watch);
    this.#leave.abort();
    this.#close();
  }

  get #capacity(): number {
    return this.#parts?.cache.capacity ?? 1;
  }

  /** From now on so many pictures around a frame are wanted. */
  #look(frame: Frame, travel: Travel, size: number): void {
    this.#window = windowAround(frame, travel, this.#options.index.count, size);
    this.#pump();
  }

  async #open(): Promise<void> {
    const { signal } = this.#leave;
    const { url, index, isPrompt } = this.#options;
    for (let tries = 0; !signal.aborted; tries++) {
      const file = new RangedFile(url);
      try {
        const rendition = await openRendition(file, index, signal);
        const config = await decoderConfig(rendition.head, isPrompt);
        if (!signal.aborted) this.#begin(file, rendition, config);
        return;
      } catch (error) {
        if (signal.aborted) return;
        // The player that plays meets the same refusal, and tells people.
        if (error instanceof Unfit || error instanceof Refusal) return;
        if (!(error instanceof Unreached)) throw error;
      }
      await new Promise((done) => setTimeout(done, REOPEN_MS[Math.min(tries, REOPEN_MS.length - 1)]));
    }
  }

  #begin(file: RangedFile, rendition: Rendition, config: VideoDecoderConfig): void {
    const cache = new FrameCache(capacityFor(rendition.head, this.#options.budgetBytes));
    const loader = new PieceLoader(file, rendition, {
      piece: () => this.#pump(),
      state: (state) => this.#tell.state(state),
      unfit: (piece) => this.#giveUp(piece),
    });
    const decoder = new PictureDecoder(config, {
      picture: (frame, image) => this.#arrived(frame, image),
      room: () => this.#pump(),
      lost: (frames) => this.#failed(frames),
      broke: (how, frame) => this.#broke(how, frame),
    });
    const { pieces } = rendition;
    const visits = new Visits({ pieces, loader, decoder, cache, isBroken: (piece) => this.#isBroken(piece) });
    this.#parts = { rendition, loader, decoder, cache, visits };
    if (this.#window) this.aim(this.#window.at as Frame);
    this.#tell.changed();
  }

  #close(): void {
    const parts = this.#parts;
    this.#parts = null;
    parts?.loader.destroy();
    parts?.decoder.end();
    parts?.cache.clear();
  }

  #pump(): void {
    const [parts, window] = [this.#parts, this.#window];
    if (!parts || !window) return;
    const { rendition, loader, visits } = parts;
    const pieces = new Set<number>();
    for (const frame of byUrgency(window.whole, window.at, window.travel)) {
      const piece = pieceOf(rendition.pieces, frame);
      if (!this.#isBroken(piece)) pieces.add(piece);
    }
    loader.want([...pieces]);
    visits.pump(window);
  }

  #arrived(frame: Frame, image: VideoFrame): void {
    const cache = this.#parts?.cache;
    const fit = fitted(image, this.#options.size);
    if (!cache) return fit.close();
    cache.put(frame, fit, this.#window ?? windowAround(frame, 0, this.#options.index.count, cache.capacity));
    if (cache.has(frame)) this.#tell.picture(frame);
    this.#pump();
  }

  #isBroken(piece: number): boolean {
    return (this.#failures.get(piece) ?? 0) >= PIECE_FAILURES;
  }

  #giveUp(piece: number): void {
    this.#failures.set(piece, PIECE_FAILURES);
    this.#tell.changed();
  }

  /** These frames should have been decoded, and were not. */
  #failed(frames: readonly Frame[]): void {
    const pieces = this.#parts?.rendition.pieces ?? [];
    for (const piece of new Set(frames.map((frame) => pieceOf(pieces, frame)))) {
      this.#failures.set(piece, (this.#failures.get(piece) ?? 0) + 1);
    }
    this.#tell.changed();
    this.#pump();
  }

  #broke(how: Breakdown, frame: Frame | null): void {
    this.#parts?.visits.forget();
    if (how === 'reclaimed') {
      this.#pump();
      return;
    }
    const now = performance.now();
    this.#breakdowns = [...this.#breakdowns.filter((at) => now - at < BREAKDOWNS.withinMs), now];
    if (this.#breakdowns.length > BREAKDOWNS.most) {
      this.#close();
      this.#tell.changed();
    } else this.#failed(frame === null ? [] : [frame]);
  }

  /** Whether the decoder stands still. It may wait for its pictures back: then fewer are held from now on. */
  #check(): void {
    const [parts, window] = [this.#parts, this.#window];
    if (!parts || !window) return;
    // Not every browser says when it has room.
    this.#pump();
    const { decoder, cache } = parts;
    if (!decoder.isBusy || decoder.progress !== this.#checked.progress) {
      this.#checked = { progress: decoder.progress, times: 0 };
      return;
    }
    if (++this.#checked.times < CHECKS) return;
    this.#checked.times = 0;
    if (cache.size > LEAST_HELD) {
      cache.shrink(Math.max(LEAST_HELD, Math.floor(cache.size / 2)), window);
      this.#look(window.at as Frame, window.travel, cache.capacity);
      return;
    }
    decoder.reset();
    this.#broke('broken', null);
  }
}
