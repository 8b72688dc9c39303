/**
 * Edits that every kind of mark takes. Call them inside `Hand.transact`; in a document of a newer schema they
 * refuse `read-only`.
 */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import { NO_DOUBT, type Doubt } from '#lib/model/doubt.ts';
import { assertEditable } from '../open.ts';
import type { EntityRoot, LabelsDoc } from '../schema.ts';
import { entityIn, put } from './put.ts';

/** Flags a mark as deleted, or brings it back with everything that was done to it meanwhile. */
export function setDeleted(doc: LabelsDoc, ref: AnnotationRef, deleted: boolean): void {
  assertEditable(doc);
  put(entityIn(rootOf(doc, ref.kind), ref.id), 'deleted', deleted);
}

/** Marks that may be doubted: all but tracks. */
export type DoubtedRef = Exclude<AnnotationRef, { readonly kind: 'track' }>;

/** Says how sure one is; what is not named stays as it is. The three merge one by one. */
export function setDoubt(doc: LabelsDoc, ref: DoubtedRef, doubt: Partial<Doubt>): void {
  assertEditable(doc);
  const entity = entityIn(rootOf(doc, ref.kind), ref.id);
  for (const key of ['certainty', 'difficult', 'fuzz'] as const) {
    const value = doubt[key];
    if (value === undefined || (value === NO_DOUBT[key] && (entity.get(key) ?? null) === null)) continue;
    put(entity, key, value);
  }
}

/** The root that holds marks of a kind. */
export function rootOf(doc: LabelsDoc, kind: AnnotationRef['kind']): EntityRoot {
  switch (kind) {
    case 'track':
      return doc.tracks;
    case 'segment':
      return doc.segments;
    case 'boundary':
      return doc.boundaries;
    case 'event':
      return doc.events;
  }
}
