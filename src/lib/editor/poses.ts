/**
 * Where every object is at a frame, for who draws thousands: found for each frame into the same objects, so that a
 * picture makes nothing. The shape between two keyframes is left to who draws it. `stateAt` (model/track.ts) says the
 * same of one object as a value.
 */
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { TrackId } from '#lib/model/id.ts';
import { keyedFramesOf } from '#lib/model/keyed-frames.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import { opsOf, type Shape } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';

/** An object at the frame that was asked for last: its keyframe there or before, and the one it moves to. */
export class Pose {
  readonly ref: AnnotationRef & { readonly kind: 'track' };
  /** Its refKey. */
  readonly key: string;
  #track: Track;
  #frames: Int32Array;
  #outside: Uint8Array;
  #keyframes: readonly Keyframe[] | null = null;
  #index = -1;
  #left: Keyframe | null = null;
  #right: Keyframe | null = null;
  #t = 0;
  #isSet = false;
  /** Frames of the keyframes before and after, and the one after where it is of the same kind. */
  #begin = -1;
  #end = -1;
  #next: Keyframe | null = null;

  constructor(track: Track) {
    this.ref = { kind: 'track', id: track.id };
    this.key = refKey(this.ref);
    this.#track = track;
    ({ frames: this.#frames, outside: this.#outside } = keyedFramesOf(track));
  }

  get track(): Track {
    return this.#track;
  }

  /** The keyframe on the frame, or the last before it; null where the object is not there. */
  get left(): Keyframe | null {
    return this.#left;
  }

  /** What it moves to; null where it stands still. */
  get right(): Keyframe | null {
    return this.#right;
  }

  /** How far it has come, from 0 to 1. */
  get t(): number {
    return this.#t;
  }

  /** A keyframe lies on this very frame. */
  get isKeyframe(): boolean {
    return this.#isSet;
  }

  /** The shape it has; made anew at each call where it moves. */
  shape(): Shape | undefined {
    const [left, right] = [this.#left, this.#right];
    if (!left || !right) return left?.shape;
    return opsOf(left.shape.kind).interpolate(left.shape, right.shape, this.#t);
  }

  /** Another version of the same track. */
  follow(track: Track): void {
    if (track === this.#track) return;
    this.#track = track;
    ({ frames: this.#frames, outside: this.#outside } = keyedFramesOf(track));
    this.#keyframes = null;
    this.#begin = this.#end = -1;
  }

  /** Finds the object at a frame; false where it is not there. */
  seek(at: Frame): boolean {
    if (at > this.#begin && at < this.#end) {
      // Between the same two keyframes as before: most objects, on most frames.
      this.#isSet = false;
      if (this.#next) this.#move(this.#next, at);
      return this.#left !== null;
    }
    const index = this.#before(at);
    this.#index = index;
    this.#begin = this.#frames[index] ?? -1;
    this.#end = this.#frames[index + 1] ?? Infinity;
    this.#next = null;
    if (this.#outside[index] !== 0) {
      this.#left = this.#right = null;
      return false;
    }
    this.#keyframes ??= this.#track.keyframes;
    const left = this.#keyframes[index] as Keyframe;
    const right = this.#keyframes[index + 1];
    this.#left = left;
    this.#isSet = left.frame === at;
    this.#right = null;
    this.#t = 0;
    if (right && right.shape.kind === left.shape.kind) {
      this.#next = right;
      if (!this.#isSet) this.#move(right, at);
    }
    return true;
  }

  #move(to: Keyframe, at: Frame): void {
    this.#right = to;
    this.#t = (at - this.#begin) / (this.#end - this.#begin);
  }

  /** Index of the last keyframe at or before a frame: mostly where it was, or the next. */
  #before(at: Frame): number {
    const frames = this.#frames;
    for (let near = this.#index; near <= this.#index + 1; near++) {
      const begun = near < 0 || (frames[near] ?? Infinity) <= at;
      if (begun && (frames[near + 1] ?? Infinity) > at) return near;
    }
    let [low, high] = [0, frames.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((frames[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

export class Poses {
  readonly #tracks: ReadonlyMap<TrackId, Track>;
  readonly #byId = new Map<TrackId, Pose>();
  readonly #all: Pose[] = [];
  readonly #here: Pose[] = [];
  #change = -1;

  constructor(tracks: ReadonlyMap<TrackId, Track>) {
    this.#tracks = tracks;
  }

  /**
   * The objects that are there at a frame, in the order in which they are drawn; the same array each time, that holds
   * until the next call.
   *
   * @param change another number where a track has changed
   * @param isShown whether an object is wanted, by its refKey
   */
  at(frame: Frame, change: number, isShown: ((key: string) => boolean) | null): readonly Pose[] {
    if (change !== this.#change) this.#follow(change);
    let count = 0;
    for (const pose of this.#all)
      if ((isShown === null || isShown(pose.key)) && pose.seek(frame)) this.#here[count++] = pose;
    this.#here.length = count;
    return this.#here;
  }

  #follow(change: number): void {
    this.#change = change;
    let count = 0;
    for (const track of this.#tracks.values()) {
      let pose = this.#byId.get(track.id);
      if (pose) pose.follow(track);
      else this.#byId.set(track.id, (pose = new Pose(track)));
      this.#all[count++] = pose;
    }
    this.#all.length = count;
    if (this.#byId.size === count) return;
    for (const id of this.#byId.keys()) if (!this.#tracks.has(id)) this.#byId.delete(id);
  }
}
