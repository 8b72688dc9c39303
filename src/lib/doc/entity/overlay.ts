/**
 * The keyframes of one track at one moment: people's laid over a program's. An immutable value; the two are merged
 * when somebody asks, and their frames without making a shape.
 */
import { keyedFramesFrom, withKeyedFrame, type KeyedFrames } from '#lib/model/keyed-frames.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Base } from '../base.ts';
import { withPlaced } from './sorted.ts';

/** What a frame has become: people's keyframe, none because people removed it, or (neither) the program's again. */
export type Change = {
  readonly frame: Frame;
  readonly own: Keyframe | undefined;
  readonly isRemoved: boolean;
};

export class Overlay {
  /** A program's; undefined where there are none. */
  readonly base: Base | undefined;
  /** People's, ascending. */
  readonly own: readonly Keyframe[];
  /** Frames whose keyframe people removed, ascending. */
  readonly removed: readonly Frame[];
  #keyframes: readonly Keyframe[] | undefined;
  #keyed: KeyedFrames | undefined;

  constructor(base: Base | undefined, own: readonly Keyframe[] = [], removed: readonly Frame[] = []) {
    this.base = base;
    this.own = own;
    this.removed = removed;
  }

  /** Ascending by frame; the same array each time. */
  get keyframes(): readonly Keyframe[] {
    this.#keyframes ??= this.base ? this.#merged(this.base.keyframes) : this.own;
    return this.#keyframes;
  }

  /** Frames and flags of `keyframes`, whose shapes are not made for it; the same object each time. */
  get keyedFrames(): KeyedFrames {
    this.#keyed ??= this.base ? this.#keyedOver(this.base) : keyedFramesFrom(this.own);
    return this.#keyed;
  }

  /** Another one in which some frames have changed, each named once. What is known of the others is known of it. */
  with(changes: readonly Change[]): Overlay {
    const own = changes.map(({ frame, own: item }) => ({ frame, item }));
    const removed = changes.map(({ frame, isRemoved }) => ({ frame, item: isRemoved ? frame : undefined }));
    const next = new Overlay(
      this.base,
      withPlaced(this.own, own, ({ frame }) => frame),
      withPlaced(this.removed, removed, (frame) => frame),
    );
    const [only] = changes;
    if (!only || changes.length > 1 || !this.#keyed) return next;
    const below = only.own || only.isRemoved ? undefined : this.base?.indexOf(only.frame);
    const outside = below === undefined ? only.own?.outside : this.base?.outside[below] === 1;
    next.#keyed = withKeyedFrame(this.#keyed, only.frame, outside);
    if (!this.base || !this.#keyframes) return next;
    const item = below === undefined ? only.own : this.base.keyframes[below];
    next.#keyframes = withPlaced(this.#keyframes, [{ frame: only.frame, item }], ({ frame }) => frame);
    return next;
  }

  #keyedOver(base: Base): KeyedFrames {
    if (this.#liesBare) return base;
    const frames = new Int32Array(base.frames.length + this.own.length);
    const outside = new Uint8Array(frames.length);
    let count = 0;
    this.#walk(base.frames, (own, index) => {
      frames[count] = own ? own.frame : (base.frames[index] as number);
      outside[count] = own ? Number(own.outside) : (base.outside[index] as number);
      count++;
    });
    return { frames: frames.slice(0, count), outside: outside.slice(0, count) };
  }

  get #liesBare(): boolean {
    return this.own.length === 0 && this.removed.length === 0;
  }

  #merged(below: readonly Keyframe[]): readonly Keyframe[] {
    if (this.#liesBare) return below;
    const merged: Keyframe[] = [];
    this.#walk(this.base?.frames ?? [], (own, index) => merged.push(own ?? (below[index] as Keyframe)));
    return merged;
  }

  /** Visits what is seen, ascending: people's keyframe, or (undefined) the program's with this index. */
  #walk(below: ArrayLike<number>, visit: (own: Keyframe | undefined, index: number) => void): void {
    let [nextOwn, nextRemoved] = [0, 0];
    for (let index = 0; index < below.length; index++) {
      const frame = below[index] as number;
      let own = this.own[nextOwn];
      for (; own && own.frame < frame; own = this.own[++nextOwn]) visit(own, -1);
      while ((this.removed[nextRemoved] ?? Infinity) < frame) nextRemoved++;
      if (own?.frame !== frame && this.removed[nextRemoved] !== frame) visit(undefined, index);
    }
    for (let own = this.own[nextOwn]; own; own = this.own[++nextOwn]) visit(own, -1);
  }
}
