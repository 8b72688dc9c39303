/**
 * Keeps the pieces at hand that are wanted now: a few requests at once, the urgent one first, tried again when the line
 * or the server fails. What it has loaded it keeps for a while, as the hand comes back.
 */
import { problem, Refusal, type Problem } from '#lib/model/problem.ts';
import type { Piece } from './piece-table.ts';
import { Unreached, type RangedFile } from './ranges.ts';
import type { Rendition } from './rendition.ts';
import { planRequests } from './request-plan.ts';
import type { Sample } from './samples.ts';
import { Unfit } from './unfit.ts';

export type LoaderState = {
  /** The line or the server fails; it is tried again. */
  readonly stalled: boolean;
  /** It has failed for a while, or one may not have it. */
  readonly problem: Problem | null;
};

const REQUESTS = 3;
/** Encoded bytes that are kept. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** So long after the last change of mind the hand rests, milliseconds. */
const RESTING_MS = 150;
/** Waiting before a failed request is tried again, milliseconds; the last one again and again. */
const RETRY_MS = [250, 500, 1000, 2000, 4000, 8000, 15_000];
/** From this try on, people are told that it fails. */
const TOLD_AFTER = 6;

export class PieceLoader {
  readonly #file: RangedFile;
  readonly #rendition: Rendition;
  readonly #tell: LoaderEvents;
  readonly #here = new Map<number, readonly Sample[]>();
  readonly #loading = new Map<number, AbortController>();
  /** Pieces whose bytes were not what they should be, once. */
  readonly #doubtful = new Set<number>();
  /** And a second time. */
  readonly #spoilt = new Set<number>();
  readonly #leave = new AbortController();
  #wanted: readonly number[] = [];
  #retries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** One may not have it, until one asks anew: people sign in again in place. */
  #refused = false;
  /** What was told last was a failure. */
  #isAiling = false;

  constructor(file: RangedFile, rendition: Rendition, tell: LoaderEvents) {
    this.#file = file;
    this.#rendition = rendition;
    this.#tell = tell;
    addEventListener('online', () => this.#again(), { signal: this.#leave.signal });
  }

  /** What lies in a piece, where it is here. */
  samples(piece: number): readonly Sample[] | undefined {
    const samples = this.#here.get(piece);
    if (samples) {
      // The last used stand last: what goes, goes from the front.
      this.#here.delete(piece);
      this.#here.set(piece, samples);
    }
    return samples;
  }

  /** @param pieces the most urgent first; no more of them are loaded than are kept */
  want(pieces: readonly number[]): void {
    const fitting = this.#fitting(pieces);
    if (fitting.length === this.#wanted.length && fitting.every((piece, n) => piece === this.#wanted[n]))
      return;
    this.#wanted = fitting;
    this.#refused = false;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#plan(true), RESTING_MS);
    this.#plan(false);
  }

  destroy(): void {
    this.#leave.abort();
    clearTimeout(this.#retry);
    clearTimeout(this.#rest);
    for (const request of this.#loading.values()) request.abort();
    this.#loading.clear();
    this.#here.clear();
  }

  #piece(n: number): Piece | undefined {
    return this.#rendition.pieces[n];
  }

  #bytesOf(n: number): number {
    const piece = this.#piece(n);
    return piece ? piece.stop - piece.start : 0;
  }

  #fitting(pieces: readonly number[]): number[] {
    let bytes = 0;
    return pieces.filter((piece, n) => (bytes += this.#bytesOf(piece)) <= KEPT_BYTES || n === 0);
  }

  #plan(resting: boolean): void {
    if (this.#leave.signal.aborted || this.#refused) return;
    const { start, stop } = planRequests({
      wanted: this.#wanted,
      loading: [...this.#loading.keys()],
      isHere: (piece) => this.#here.has(piece) || this.#spoilt.has(piece),
      // After a failure one request finds out whether it works again.
      limit: this.#retries > 0 ? 1 : REQUESTS,
      resting,
    });
    for (const piece of stop) {
      this.#loading.get(piece)?.abort();
      this.#loading.delete(piece);
    }
    if (this.#retry === undefined) for (const piece of start) void this.#load(piece);
  }

  async #load(n: number): Promise<void> {
    const piece = this.#piece(n);
    if (!piece) return;
    const request = new AbortController();
    const { signal } = request;
    this.#loading.set(n, request);
    try {
      const bytes = await this.#file.read(piece, signal, this.#doubtful.has(n));
      if (signal.aborted) return;
      this.#loading.delete(n);
      this.#arrived(n, this.#rendition.samples(piece, bytes));
    } catch (error) {
      if (signal.aborted) return;
      this.#loading.delete(n);
      this.#failed(n, error);
    }
    this.#plan(false);
  }

  #arrived(n: number, samples: readonly Sample[]): void {
    this.#here.set(n, samples);
    this.#makeRoom();
    this.#retries = 0;
    if (this.#isAiling) this.#say({ stalled: false, problem: null });
    this.#tell.piece(n);
  }

  #makeRoom(): void {
    let bytes = [...this.#here.keys()].reduce((sum, piece) => sum + this.#bytesOf(piece), 0);
    for (const piece of this.#here.keys()) {
      if (bytes <= KEPT_BYTES) return;
      if (this.#wanted.includes(piece)) continue;
      bytes -= this.#bytesOf(piece);
      this.#here.delete(piece);
    }
  }

  #failed(n: number, error: unknown): void {
    if (error instanceof Refusal) {
      this.#refused = true;
      this.#say({ stalled: false, problem: error.problem });
    } else if (error instanceof Unreached) {
      this.#retryLater(error.message);
    } else if (error instanceof Unfit) {
      // Perhaps a cache holds what is damaged: once more, past it.
      if (this.#doubtful.has(n)) {
        this.#spoilt.add(n);
        this.#tell.unfit(n);
      }
      this.#doubtful.add(n);
    } else throw error;
  }

  #retryLater(reason: string): void {
    const wait = RETRY_MS[Math.min(this.#retries++, RETRY_MS.length - 1)];
    const told = this.#retries > TOLD_AFTER ? problem('media-unreachable', { reason }) : null;
    this.#say({ stalled: true, problem: told });
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#again(), wait);
  }

  #say(state: LoaderState): void {
    this.#isAiling = state.stalled || state.problem !== null;
    this.#tell.state(state);
  }

  #again(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#plan(false);
  }
}

export type LoaderEvents = {
  /** A piece has come. */
  piece(n: number): void;
  state(state: LoaderState): void;
  /** A piece is not what it should be, asked for twice. */
  unfit(n: number): void;
};
