/**
 * Keeps a player in step with what a live session shows: on the very frame while it is paused; while it plays, close to
 * the server's clock by running a little faster or slower, and by a jump only where that would take long.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { Player } from '#lib/media/player.ts';
import type { Frame } from '#lib/model/time.ts';
import { mediaTimeAt, type Transport } from '#lib/protocol/transport.ts';
import { Pacer } from './pace.ts';

/** Farther behind or ahead than this in real time is jumped. */
const FAR_MS = 450;
/** After a jump pictures need this long to run again, as long as nothing is known about this machine. */
const START_MS = 120;
const LONGEST_START_MS = 1500;
/** A picture that comes at the middle of its frame's time is in step. */
const MIDDLE = 0.4;
/** How often it is looked whether pictures come at all. */
const WATCH_MS = 400;
/** A jump is given so long before the next one. */
const SETTLE_MS = 1200;

export type FollowerOptions = {
  readonly player: Player;
  /** The server's clock: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Called instead of a jump: the one who leads is not carried off, the others come along. */
  readonly far: () => boolean;
};

export class Follower {
  readonly #options: FollowerOptions;
  readonly #pacer = new Pacer();
  readonly #lag = new Cell<number | null>(null);
  readonly #stops: (() => void)[];
  #transport: Transport | null = null;
  /** What starting has cost here of late, in real time. */
  #startMs = START_MS;
  #jumpedAtMs = -Infinity;
  #firstAfterJump = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
    const { player } = options;
    const timer = setInterval(() => this.#watch(), WATCH_MS);
    this.#stops = [player.shown.subscribe((frame) => this.#look(frame)), () => clearInterval(timer)];
  }

  /** How far the picture is behind, in milliseconds of the video; null while that is not known. */
  get lagMs(): Readable<number | null> {
    return this.#lag;
  }

  /** Brings the player there and keeps it there; null lets go of it, where it is. */
  follow(transport: Transport | null): void {
    const before = this.#transport;
    this.#transport = transport;
    if (!transport) return this.#release();
    if (!transport.playing) return this.#rest(transport);
    const { state } = this.#options.player;
    const runs = before?.playing === true && state.value.playing && state.value.rate === transport.rate;
    if (!runs || this.#isFar()) this.#jump();
  }

  /** What starts here by a hand is as the session has it already. */
  adopt(transport: Transport): void {
    this.#transport = transport;
    this.#pacer.reset();
    this.#jumpedAtMs = performance.now();
    this.#firstAfterJump = transport.playing;
  }

  /** Time in the video that the session is at now, milliseconds from its first frame. */
  get expectedMs(): number | null {
    const { player, nowMs } = this.#options;
    return this.#transport && mediaTimeAt(this.#transport, nowMs(), player.index.durationMs);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  #release(): void {
    this.#options.player.bend(1);
    this.#pacer.reset();
    this.#lag.set(null);
  }

  #rest({ frame, atMs }: Transport): void {
    const { player } = this.#options;
    this.#pacer.reset();
    this.#lag.set(0);
    void player.seek(frame ?? player.index.frameAt(atMs));
  }

  /** Where it will be when the first picture comes. */
  #jump(): void {
    const transport = this.#transport;
    if (!transport) return;
    const { player, nowMs } = this.#options;
    const { index } = player;
    const ahead = mediaTimeAt(transport, nowMs() + this.#startMs, index.durationMs);
    this.#pacer.reset();
    this.#jumpedAtMs = performance.now();
    this.#firstAfterJump = true;
    void player.seek(index.frameAt(ahead));
    player.play(transport.rate);
  }

  #lagOf(frame: Frame): number {
    const { index } = this.#options.player;
    const length = index.timeMs(frame + 1) - index.timeMs(frame);
    return (this.expectedMs ?? 0) - (index.timeMs(frame) + length * MIDDLE);
  }

  #isFar(): boolean {
    const transport = this.#transport;
    if (!transport) return false;
    const lag = this.#lagOf(this.#options.player.shown.value);
    return Math.abs(lag / transport.rate) > FAR_MS;
  }

  #look(frame: Frame): void {
    const transport = this.#transport;
    const { player } = this.#options;
    if (!transport?.playing || !player.state.value.playing) return;
    const lag = this.#lagOf(frame);
    if (this.#firstAfterJump) this.#learn(lag / transport.rate);
    if (transport.rate < 0) return this.#lag.set(lag); // backwards follows its own clock
    const length = player.index.timeMs(frame + 1) - player.index.timeMs(frame);
    const factor = this.#pacer.look(lag, length, transport.rate, performance.now());
    if (factor === undefined) return;
    this.#lag.set(this.#pacer.lagMs);
    player.bend(factor);
  }

  /** The first picture after a jump came so much later than it was thought to. */
  #learn(lateMs: number): void {
    this.#firstAfterJump = false;
    const cost = Math.max(0, Math.min(LONGEST_START_MS, this.#startMs + lateMs));
    this.#startMs += (cost - this.#startMs) / 2;
  }

  #watch(): void {
    const transport = this.#transport;
    const { player } = this.#options;
    if (!transport?.playing || performance.now() - this.#jumpedAtMs < SETTLE_MS) return;
    const { playing, status } = player.state.value;
    const atEnd = this.expectedMs === player.index.durationMs;
    if (atEnd || status === 'loading' || (playing && !this.#isFar())) return;
    if (status === 'waiting' && playing) this.#lag.set(this.#lagOf(player.shown.value));
    this.#jumpedAtMs = performance.now();
    if (!this.#options.far()) this.#jump();
  }
}
