/**
 * Videos of one study side by side, on the study's clock: one of them leads, the one that is annotated, and the others
 * show the same moment. Paused, each shows exactly the frame of that moment; running, each runs by itself, and one that
 * is a little ahead or behind runs a little slower or faster until it is not. Where a video has no picture at that
 * moment it rests at its nearest end.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Frame } from '#lib/model/time.ts';
import { Pacer } from './live/pace.ts';
import type { Playhead } from './playhead.ts';

/** One video, as far as it is led. `offsetMs`: where its frame 0 lies on the study's clock. */
export type Voice = {
  readonly playhead: Playhead;
  readonly index: FrameIndex;
  readonly offsetMs: number;
};

/** Whether a video has a picture at the moment that is shown: it has not begun, or is over. */
export type Presence = 'here' | 'before' | 'after';

/** Farther behind or ahead than this, in milliseconds of a watch, it jumps. */
const FAR_MS = 250;
/** A jump takes its time; until so long after it nothing is judged. */
const SETTLING_MS = 700;

export class Ensemble {
  readonly #linked = new Cell(true);
  readonly #followers = new Map<Voice, Follower>();
  readonly #presences = new WeakMap<Voice, Cell<Presence>>();
  #leader: Voice | null = null;
  #stops: (() => void)[] = [];

  /** Whether the others go along; unlinked, each is moved by itself, to find the same moment in all. */
  get linked(): Readable<boolean> {
    return this.#linked;
  }

  setLinked(linked: boolean): void {
    this.#linked.set(linked);
    this.#go();
  }

  /** Who leads and who follows from now on. Where the leader is, the others go. */
  lead(leader: Voice, others: readonly Voice[]): void {
    this.#leave();
    for (const [voice, follower] of this.#followers)
      if (!others.includes(voice)) {
        // Who leads now runs on, at its own pace.
        if (voice.playhead === leader.playhead) leader.playhead.bend(1);
        else follower.leave();
        this.#followers.delete(voice);
      }
    for (const voice of others)
      if (!this.#followers.has(voice))
        this.#followers.set(voice, new Follower(voice, this.#presenceOf(voice)));
    this.#leader = leader;
    this.#presenceOf(leader).set('here');
    const { playhead } = leader;
    const go = () => this.#go();
    this.#stops = [playhead.target, playhead.shown, playhead.playing, playhead.rate].map((one) =>
      one.subscribe(go),
    );
  }

  /** Whether a video has a picture at the moment; who leads has. */
  presence(voice: Voice): Readable<Presence> {
    return this.#presenceOf(voice);
  }

  destroy(): void {
    this.#leave();
    this.#followers.clear();
    this.#leader = null;
  }

  #presenceOf(voice: Voice): Cell<Presence> {
    const known = this.#presences.get(voice);
    if (known) return known;
    const made = new Cell<Presence>('here');
    this.#presences.set(voice, made);
    return made;
  }

  #leave(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  #go(): void {
    const leader = this.#leader;
    if (!leader || !this.#linked.value || this.#stops.length === 0) return;
    const { playhead } = leader;
    const playing = playhead.playing.value;
    const frame = playing ? playhead.shown.value : playhead.target.value;
    const atMs = leader.index.timeMs(frame) + leader.offsetMs;
    for (const follower of this.#followers.values())
      follower.follow(atMs, playing ? playhead.rate.value : null);
  }
}

/** One that is led. */
class Follower {
  readonly #voice: Voice;
  readonly #presence: Cell<Presence>;
  readonly #pacer = new Pacer();
  /** How fast it was told to run; null: it rests. */
  #rate: number | null = null;
  #jumpedAt = -Infinity;
  /** How late a jump came to an end the last time, milliseconds. */
  #lateMs = 0;

  constructor(voice: Voice, presence: Cell<Presence>) {
    this.#voice = voice;
    this.#presence = presence;
    const { playing, rate } = voice.playhead;
    if (playing.value) this.#rate = rate.value;
  }

  leave(): void {
    if (this.#rate !== null) this.#voice.playhead.pause();
    this.#rate = null;
  }

  /** @param rate of the leader; null: it rests */
  follow(atMs: number, rate: number | null): void {
    const { index, offsetMs, playhead } = this.#voice;
    const wantedMs = atMs - offsetMs;
    // Rounded times of two files must not fall a hair before a frame's own.
    const wanted = index.frameAt(wantedMs + 0.01);
    this.#presence.set(wantedMs < -0.01 ? 'before' : wantedMs >= index.durationMs ? 'after' : 'here');
    // Backwards all show pictures one by one anyway: each is sought, and none can run apart.
    if (rate === null || rate < 0 || this.#presence.value !== 'here') {
      this.#rest(wanted);
      return;
    }
    if (this.#rate === null) {
      this.#jump(wantedMs, rate);
      return;
    }
    // A little ahead at its own end: playing on from there would begin again.
    if (!playhead.playing.value && playhead.shown.value >= index.count - 1) return;
    // Another speed, or its own player has come to a stop.
    if (rate !== this.#rate || !playhead.playing.value) this.#run(rate);
    this.#keepStep(wantedMs, rate);
  }

  #rest(frame: Frame): void {
    const { playhead } = this.#voice;
    const ran = this.#rate !== null;
    this.#rate = null;
    if (ran || playhead.playing.value || playhead.target.value !== frame) playhead.seek(frame);
  }

  /** Goes to where the leader will be when it is there. */
  #jump(wantedMs: number, rate: number): void {
    const { index, playhead } = this.#voice;
    const frame = index.frameAt(wantedMs + this.#lateMs * rate);
    if (frame >= index.count - 1) {
      this.#rest(frame);
      return;
    }
    this.#jumpedAt = performance.now();
    if (playhead.shown.value !== frame) playhead.seek(frame);
    this.#run(rate);
  }

  #run(rate: number): void {
    this.#rate = rate;
    this.#pacer.reset();
    this.#voice.playhead.play(rate);
  }

  #keepStep(wantedMs: number, rate: number): void {
    const { index, playhead } = this.#voice;
    if (performance.now() - this.#jumpedAt < SETTLING_MS) return;
    const { value: shown } = playhead.shown;
    const behindMs = wantedMs - index.timeMs(shown);
    if (Math.abs(behindMs) / rate > FAR_MS) {
      this.#lateMs = Math.min(1000, Math.max(0, this.#lateMs + behindMs / rate / 2));
      this.#jump(wantedMs, rate);
      return;
    }
    const frameMs = index.timeMs(shown + 1) - index.timeMs(shown);
    const factor = this.#pacer.look(behindMs, frameMs, rate, performance.now());
    if (factor !== undefined) playhead.bend(factor);
  }
}
