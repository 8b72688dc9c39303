/** Follows the keyframes of one track. People's are decoded once each: a change of one touches that one. */
import type * as Y from 'yjs';
import { checkFrameKey } from '#lib/model/check.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { ShapeKind } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Base } from '../base.ts';
import { unpackKeyframe } from '../pack.ts';
import { shortened, type Faults } from './faults.ts';
import { Overlay, type Change } from './overlay.ts';

export class Keyframes {
  readonly #map: Y.Map<unknown>;
  readonly #kind: ShapeKind;
  /** Keys whose value is no keyframe. */
  readonly #broken = new Set<string>();
  #overlay: Overlay;

  /** @param map the track's `kf` */
  constructor(map: Y.Map<unknown>, kind: ShapeKind, base: Base | undefined) {
    this.#map = map;
    this.#kind = kind;
    this.#overlay = new Overlay(base);
    this.update(map.keys());
  }

  /** As they are now; another one after each change. */
  get overlay(): Overlay {
    return this.#overlay;
  }

  /** Whether these are the keyframes of this container over this base, read as this kind of shape. */
  isOf(map: unknown, kind: ShapeKind, base: Base | undefined): boolean {
    return map === this.#map && kind === this.#kind && base === this.#overlay.base;
  }

  addFaults(faults: Faults): void {
    for (const key of this.#broken) faults.add(`keyframe ${shortened(key)}`);
  }

  /** Reads these keys again. */
  update(keys: Iterable<string>): void {
    const changes: Change[] = [];
    for (const key of keys) {
      const frame = checkFrameKey(key);
      const bytes = this.#map.get(key);
      const empty = bytes instanceof Uint8Array && bytes.length === 0;
      const item = frame === undefined || empty ? undefined : this.#read(frame, bytes);
      if (bytes === undefined || (frame !== undefined && (item || empty))) this.#broken.delete(key);
      else this.#broken.add(key);
      if (frame === undefined) continue;
      changes.push({ frame, own: item, isRemoved: empty });
    }
    this.#overlay = this.#overlay.with(changes);
  }

  #read(frame: Frame, bytes: unknown): Keyframe | undefined {
    const value = bytes instanceof Uint8Array ? unpackKeyframe(bytes) : undefined;
    return value?.shape.kind === this.#kind ? { frame, ...value } : undefined;
  }
}
