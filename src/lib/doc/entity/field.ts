/** Reading the fields of an entity: each is checked, and what is not valid becomes a fault. */
import * as Y from 'yjs';
import { checkAttribute, checkFrame } from '#lib/model/check.ts';
import { isId, type Id } from '#lib/model/id.ts';
import type { AttributeValue } from '#lib/model/label.ts';
import type { Frame } from '#lib/model/time.ts';
import { shortened, type Faults } from './faults.ts';

/** The outcome of reading one entity: the mark if there is enough for one, and what was left out. */
export type Read<Mark> = { readonly mark: Mark | undefined; readonly faults: Faults };

export function readId<Kind extends string>(
  map: Y.Map<unknown>,
  key: string,
  faults: Faults,
): Id<Kind> | undefined {
  const value = map.get(key);
  if (isId(value)) return value as Id<Kind>;
  faults.add(`its ${key}`);
  return undefined;
}

export function readFrame(map: Y.Map<unknown>, key: string, faults: Faults): Frame | undefined {
  const value = checkFrame(map.get(key));
  if (value === undefined) faults.add(`its ${key}`);
  return value;
}

/** Only `true` deletes: a flag that is not valid takes nothing away. */
export function readDeleted(map: Y.Map<unknown>, faults: Faults): boolean {
  const value = map.get('deleted');
  if (typeof value !== 'boolean' && value !== null && value !== undefined) faults.add('its deletion');
  return value === true;
}

/** The attributes that are set; null is "not set". */
export function readAttributes(
  map: Y.Map<unknown>,
  faults: Faults,
): Readonly<Record<string, AttributeValue>> {
  const attributes = readMap(map, 'attr', faults);
  const read: Record<string, AttributeValue> = Object.create(null) as Record<string, AttributeValue>;
  for (const [key, raw] of attributes ?? []) {
    const value = isId(key) ? checkAttribute(raw) : undefined;
    if (value === undefined) faults.add(`attribute ${shortened(key)}`);
    else if (value !== null) read[key] = value;
  }
  return { ...read };
}

/** Containers inside entities, as people call what they hold. */
const CONTAINERS = {
  kf: 'its keyframes',
  attr: 'its attributes',
  fattr: 'its attributes by frame',
  states: 'its resolutions',
  reactions: 'its reactions',
  edits: 'its earlier words',
} as const;

/** A container inside an entity. */
export function readMap(
  map: Y.Map<unknown>,
  key: keyof typeof CONTAINERS,
  faults: Faults,
): Y.Map<unknown> | undefined {
  const value = map.get(key);
  if (value instanceof Y.Map) return value as Y.Map<unknown>;
  faults.add(CONTAINERS[key]);
  return undefined;
}
