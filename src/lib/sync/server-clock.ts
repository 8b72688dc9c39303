/**
 * The server's clock, as it is guessed from here: of the last answers the one that took the shortest way says it best,
 * for what it may be wrong by is half of that way.
 */

type Sample = { readonly offsetMs: number; readonly tripMs: number; readonly atMs: number };

/** Two clocks drift apart by a few milliseconds in this time. */
const REMEMBERED_MS = 120_000;
const MOST = 64;

export class ServerClock {
  readonly #monotonic: () => number;
  #samples: Sample[] = [];
  #offsetMs = 0;

  /** @param monotonic milliseconds that never go back; `performance.now` in a page */
  constructor(monotonic: () => number = () => performance.now()) {
    this.#monotonic = monotonic;
  }

  /** Whether it was ever heard. */
  get known(): boolean {
    return this.#samples.length > 0;
  }

  /** The shortest way there and back of late, milliseconds; Infinity while it is not known. */
  get tripMs(): number {
    return Math.min(Infinity, ...this.#samples.map(({ tripMs }) => tripMs));
  }

  /** What the server's clock shows now: milliseconds since 1970. */
  nowMs(): number {
    return this.#monotonic() + this.#offsetMs;
  }

  /** An answer has come: asked at `askedMs` of our clock, the server's clock showed `serverMs`. */
  heard(askedMs: number, serverMs: number): void {
    const atMs = this.#monotonic();
    const tripMs = atMs - askedMs;
    this.#samples.push({ offsetMs: serverMs - (askedMs + atMs) / 2, tripMs, atMs });
    this.#samples = this.#samples.filter((one) => atMs - one.atMs < REMEMBERED_MS).slice(-MOST);
    const best = this.#samples.reduce((a, b) => (b.tripMs < a.tripMs ? b : a));
    this.#offsetMs = best.offsetMs;
  }

  /** Another server may have another clock. */
  forget(): void {
    this.#samples = [];
  }
}
