/** What people say to each other about a moment, a place or a mark. */
import type { AnnotationRef } from './annotation.ts';
import type { ImagePoint } from './geometry.ts';
import type { CommentId } from './id.ts';
import type { Frame } from './time.ts';

/** What a comment is pinned to. */
export type Anchor =
  | { readonly kind: 'video' }
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'place'; readonly frame: Frame; readonly at: ImagePoint }
  /** Lines drawn over the picture, as drawn-line.ts writes them. */
  | { readonly kind: 'drawing'; readonly frame: Frame; readonly lines: string }
  | { readonly kind: 'range'; readonly start: Frame; readonly end: Frame }
  | { readonly kind: 'annotation'; readonly frame: Frame; readonly ref: AnnotationRef };

export type Comment = {
  readonly id: CommentId;
  readonly text: string;
  readonly anchor: Anchor;
  /** The comment this one answers; null at the head of a thread. */
  readonly parent: CommentId | null;
  /** Milliseconds since 1970 by the writer's clock: for the screen's order; the log has the server's time. */
  readonly atMs: number;
  /** Yjs client that wrote it; the server's table says which person that is. */
  readonly client: number;
  readonly deleted: boolean;
  /** Every resolve and reopen, oldest first. */
  readonly history: readonly Resolution[];
  readonly resolved: boolean;
  /** Short answers of one mark, oldest first; the same person's may be there more than once. */
  readonly reactions: readonly Reaction[];
  /** What its words were before they were changed, oldest first. */
  readonly edits: readonly Edit[];
};

/** Short answers: what a reader makes of a comment without words. */
export const REACTIONS = ['agree', 'disagree', 'unsure', 'noted'] as const;
export type ReactionMark = (typeof REACTIONS)[number];
export type Reaction = { readonly id: string; readonly mark: ReactionMark; readonly client: number };

/** Words that were changed, and when (by the writer's clock). */
export type Edit = { readonly text: string; readonly atMs: number };

export type Resolution = { readonly resolved: boolean; readonly atMs: number; readonly client: number };

/** Longest comment, in characters. */
export const MAX_COMMENT = 5000;

/** The frame a comment is about; undefined for the video as a whole. */
export function anchorFrame(anchor: Anchor): Frame | undefined {
  switch (anchor.kind) {
    case 'video':
      return undefined;
    case 'range':
      return anchor.start;
    case 'frame':
    case 'place':
    case 'drawing':
    case 'annotation':
      return anchor.frame;
  }
}
