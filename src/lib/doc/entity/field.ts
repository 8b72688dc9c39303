/** Reading the fields of an entity: each is checked, and what is not valid becomes a fault. */
import * as Y from 'yjs';
import type { AttributeChange } from '#lib/model/attributed.ts';
import { checkAttribute, checkChangeKey, checkFrame } from '#lib/model/check.ts';
import { isCertainty, isDoubted, isFuzz, NO_DOUBT, type Doubt } from '#lib/model/doubt.ts';
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

/** What is said of how sure one is, as the field of a mark that has it; none where nothing is said. */
export function readDoubt(map: Y.Map<unknown>, faults: Faults): { readonly doubt?: Doubt } {
  const [certainty, difficult, fuzz] = ['certainty', 'difficult', 'fuzz'].map((key) => map.get(key) ?? null);
  if (certainty !== null && !isCertainty(certainty)) faults.add('its certainty');
  if (difficult !== null && typeof difficult !== 'boolean') faults.add('whether it is difficult');
  if (fuzz !== null && !isFuzz(fuzz)) faults.add('its fuzz');
  const doubt = {
    certainty: isCertainty(certainty) ? certainty : NO_DOUBT.certainty,
    difficult: difficult === true,
    fuzz: isFuzz(fuzz) ? fuzz : 0,
  };
  return isDoubted(doubt) ? { doubt } : {};
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

/** What is said of frames, as the field of a mark that has it; none where nothing is. */
export function readChanges(
  map: Y.Map<unknown>,
  faults: Faults,
): { readonly changes?: readonly AttributeChange[] } {
  const found: AttributeChange[] = [];
  for (const [key, raw] of readMap(map, 'fattr', faults) ?? []) {
    const place = checkChangeKey(key);
    const value = place && checkAttribute(raw);
    if (!place || value === undefined) faults.add(`attribute by frame ${shortened(key)}`);
    else if (value !== null) found.push({ ...place, value });
  }
  return found.length > 0 ? { changes: found.sort(inChangeOrder) } : {};
}

/** By frame, then by key, so that everybody agrees. */
export function inChangeOrder(a: AttributeChange, b: AttributeChange): number {
  return a.frame - b.frame || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
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

/** A container that comments did not always have: where there is none, nothing is amiss. */
export function readLaterMap(
  map: Y.Map<unknown>,
  key: 'reactions' | 'edits',
  faults: Faults,
): Y.Map<unknown> | undefined {
  return map.has(key) ? readMap(map, key, faults) : undefined;
}

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
