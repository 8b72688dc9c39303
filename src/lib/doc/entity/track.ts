/** A track as it lies in the document → the model's Track. Its keyframes are kept between readings. */
import type * as Y from 'yjs';
import { checkSource } from '#lib/model/check.ts';
import type { TrackId } from '#lib/model/id.ts';
import { tellKeyedFrames } from '#lib/model/keyed-frames.ts';
import { isShapeKind, type ShapeKind } from '#lib/model/shape.ts';
import type { Track } from '#lib/model/track.ts';
import { readBase, type Base } from '../base.ts';
import { BASE_KEY } from '../schema.ts';
import { Faults } from './faults.ts';
import { readAttributes, readChanges, readDeleted, readId, readMap, type Read } from './field.ts';
import { Keyframes } from './keyframes.ts';
import { Overlay } from './overlay.ts';

const NO_KEYFRAMES = new Overlay(undefined);

export class TrackEntity {
  readonly #id: TrackId;
  readonly #map: Y.Map<unknown>;
  #keyframes: Keyframes | undefined;

  constructor(id: TrackId, map: Y.Map<unknown>) {
    this.#id = id;
    this.#map = map;
  }

  isOf(map: unknown): boolean {
    return map === this.#map;
  }

  /** Keyframes at these keys have changed; `read` gives them. */
  changeKeyframes(keys: Iterable<string>): void {
    this.#keyframes?.update(keys);
  }

  read(): Read<Track> {
    const faults = new Faults();
    const label = readId<'label'>(this.#map, 'label', faults);
    const kind = this.#map.get('kind');
    const source = checkSource(this.#map.get('source'));
    if (source === undefined) faults.add('its source');
    if (!isShapeKind(kind)) faults.add('its kind');
    const deleted = readDeleted(this.#map, faults);
    const attributes = readAttributes(this.#map, faults);
    const overlay = isShapeKind(kind) ? this.#readKeyframes(kind, faults) : NO_KEYFRAMES;
    const changes = readChanges(this.#map, faults);
    if (!isShapeKind(kind) || label === undefined) return { mark: undefined, faults };
    const fields = { id: this.#id, label, kind, source: source ?? 'hand', deleted, attributes, ...changes };
    return { mark: trackOf(fields, overlay), faults };
  }

  #readKeyframes(kind: ShapeKind, faults: Faults): Overlay {
    const base = baseOf(this.#map, kind);
    if (!base && this.#map.has(BASE_KEY)) faults.add('its packed keyframes');
    const map = readMap(this.#map, 'kf', faults);
    if (!map) this.#keyframes = undefined;
    else if (!this.#keyframes?.isOf(map, kind, base)) this.#keyframes = new Keyframes(map, kind, base);
    this.#keyframes?.addFaults(faults);
    return this.#keyframes?.overlay ?? new Overlay(base);
  }
}

/** The packed keyframes of a track; undefined where there are none that fit its kind. */
export function baseOf(track: Y.Map<unknown>, kind: unknown = track.get('kind')): Base | undefined {
  const base = readBase(track.get(BASE_KEY));
  return base?.kind === kind ? base : undefined;
}

/** With a base the keyframes are made when they are asked for: most of a million are never looked at. */
function trackOf(fields: Omit<Track, 'keyframes'>, overlay: Overlay): Track {
  const track = overlay.base
    ? {
        ...fields,
        get keyframes() {
          return overlay.keyframes;
        },
      }
    : { ...fields, keyframes: overlay.keyframes };
  tellKeyedFrames(track, () => overlay.keyedFrames);
  return track;
}
