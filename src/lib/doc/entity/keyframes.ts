/**
 * The keyframes of one track, decoded once each: a change of one touches that one, and the array is made anew by
 * merging, never by sorting or decoding the others.
 */
import type * as Y from 'yjs';
import { checkFrameKey } from '#lib/model/check.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { ShapeKind } from '#lib/model/shape.ts';
import { unpackKeyframe } from '../pack.ts';
import { shortened, type Faults } from './faults.ts';

export class Keyframes {
  readonly #map: Y.Map<unknown>;
  readonly #kind: ShapeKind;
  /** Keys whose value is no keyframe. */
  readonly #broken = new Set<string>();
  #list: readonly Keyframe[] = [];

  constructor(map: Y.Map<unknown>, kind: ShapeKind) {
    this.#map = map;
    this.#kind = kind;
    this.update(map.keys());
  }

  /** Ascending by frame; a new array after each change. */
  get list(): readonly Keyframe[] {
    return this.#list;
  }

  /** Whether these are the keyframes of this container, read as this kind of shape. */
  isOf(map: unknown, kind: ShapeKind | undefined): boolean {
    return map === this.#map && kind === this.#kind;
  }

  addFaults(faults: Faults): void {
    for (const key of this.#broken) faults.add(`keyframe ${shortened(key)}`);
  }

  /** Reads these keys again. */
  update(keys: Iterable<string>): void {
    const changed: { readonly frame: number; readonly keyframe: Keyframe | undefined }[] = [];
    for (const key of keys) {
      this.#broken.delete(key);
      const frame = checkFrameKey(key);
      const keyframe = this.#read(key);
      if (frame !== undefined) changed.push({ frame, keyframe });
    }
    changed.sort((a, b) => a.frame - b.frame);
    this.#list = merged(this.#list, changed);
  }

  #read(key: string): Keyframe | undefined {
    const bytes = this.#map.get(key);
    if (bytes === undefined || (bytes instanceof Uint8Array && bytes.length === 0)) return undefined;
    const frame = checkFrameKey(key);
    const value = bytes instanceof Uint8Array ? unpackKeyframe(bytes) : undefined;
    if (frame !== undefined && value?.shape.kind === this.#kind) return { frame, ...value };
    this.#broken.add(key);
    return undefined;
  }
}

/** `list` with the changed frames replaced, added or (undefined) taken out; both ascending. */
function merged(
  list: readonly Keyframe[],
  changed: readonly { readonly frame: number; readonly keyframe: Keyframe | undefined }[],
): readonly Keyframe[] {
  const result: Keyframe[] = [];
  let next = 0;
  for (const { frame, keyframe } of changed) {
    for (let old = list[next]; old && old.frame < frame; old = list[++next]) result.push(old);
    if (list[next]?.frame === frame) next++;
    if (keyframe) result.push(keyframe);
  }
  for (let old = list[next]; old; old = list[++next]) result.push(old);
  return result;
}
