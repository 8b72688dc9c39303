/** Any mark in a labels document, by what it is and its name. */
import type { BoundaryId, EventId, SegmentId, TrackId } from './id.ts';

export type AnnotationRef =
  | { readonly kind: 'track'; readonly id: TrackId }
  | { readonly kind: 'segment'; readonly id: SegmentId }
  | { readonly kind: 'boundary'; readonly id: BoundaryId }
  | { readonly kind: 'event'; readonly id: EventId };
export type AnnotationKind = AnnotationRef['kind'];

/** `track:abc`: a reference as one string, to compare, to keep in sets and to send. */
export function refKey(ref: AnnotationRef): string {
  return `${ref.kind}:${ref.id}`;
}

/** The reference behind a key; undefined for anything else. */
export function parseRef(key: string): AnnotationRef | undefined {
  const match = /^(track|segment|boundary|event):([A-Za-z0-9_-]{1,40})$/.exec(key);
  return match ? ({ kind: match[1], id: match[2] } as AnnotationRef) : undefined;
}
