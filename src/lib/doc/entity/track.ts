/** A track as it lies in the document → the model's Track. Its keyframes are kept between readings. */
import type * as Y from 'yjs';
import { checkSource } from '#lib/model/check.ts';
import type { TrackId } from '#lib/model/id.ts';
import { isShapeKind } from '#lib/model/shape.ts';
import type { Track } from '#lib/model/track.ts';
import { Faults } from './faults.ts';
import { readAttributes, readDeleted, readId, readMap, type Read } from './field.ts';
import { Keyframes } from './keyframes.ts';

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
    const map = readMap(this.#map, 'kf', faults);
    if (!isShapeKind(kind) || label === undefined) return { mark: undefined, faults };
    if (!map) this.#keyframes = undefined;
    else if (!this.#keyframes?.isOf(map, kind)) this.#keyframes = new Keyframes(map, kind);
    this.#keyframes?.addFaults(faults);
    const keyframes = this.#keyframes?.list ?? [];
    const mark = { id: this.#id, label, kind, source: source ?? 'hand', deleted, keyframes, attributes };
    return { mark, faults };
  }
}
