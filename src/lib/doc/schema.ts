/** The shape of our Y.Docs: which roots there are, and what a container of each kind of entity holds. */
import type * as Y from 'yjs';

/** Version of the schema; written to `meta.schema` with the first mark of a document. */
export const SCHEMA = 1;

/** Top-level maps of a labels document (one for each video and layer). */
export const LABELS_ROOTS = [
  'tracks',
  'segments',
  'boundaries',
  'events',
  'structures',
  'video',
  'meta',
] as const;
/** Top-level maps of a discussion document (one for each video). */
export const DISCUSSION_ROOTS = ['comments'] as const;

/** A map id → entity. */
export type EntityRoot = Y.Map<Y.Map<unknown>>;

/** A labels document, its roots opened. */
export type LabelsDoc = {
  readonly ydoc: Y.Doc;
  readonly tracks: EntityRoot;
  readonly segments: EntityRoot;
  /** Boundaries of all exclusive tiers; each names its tier. */
  readonly boundaries: EntityRoot;
  readonly events: EntityRoot;
  readonly structures: EntityRoot;
  /** What is said of the whole video and of its frames: `label:attribute` or `frame:label:attribute` → a value. */
  readonly video: Y.Map<unknown>;
  readonly meta: Y.Map<unknown>;
};

/** A discussion document, its root opened. */
export type DiscussionDoc = { readonly ydoc: Y.Doc; readonly comments: EntityRoot };

/** Key of the keyframes that a program or an import made of a track, packed (base.ts); people's lie above them. */
export const BASE_KEY = 'base';
