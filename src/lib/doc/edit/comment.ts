/** Edits of the discussion. Call them inside `Hand.transact`. */
import type { Anchor } from '#lib/model/comment.ts';
import { newId, type CommentId } from '#lib/model/id.ts';
import type { DiscussionDoc } from '../schema.ts';
import { container, entityIn, mapIn, put } from './put.ts';

export type NewComment = {
  /** 1 to MAX_COMMENT characters. */
  readonly text: string;
  readonly anchor: Anchor;
  /** The comment this one answers, or null. */
  readonly parent: CommentId | null;
  /** Milliseconds since 1970 by the writer's clock. */
  readonly atMs: number;
};

/** Writes a comment or an answer. */
export function addComment(doc: DiscussionDoc, { text, anchor, parent, atMs }: NewComment): CommentId {
  const id = newId<'comment'>();
  doc.comments.set(
    id,
    container({
      text,
      anchor: structuredClone(anchor),
      parent,
      at: atMs,
      deleted: false,
      states: container(),
    }),
  );
  return id;
}

/** Adds to the comment's history that it was resolved, or opened again. */
export function setResolved(doc: DiscussionDoc, id: CommentId, resolved: boolean, atMs: number): void {
  const states = mapIn(entityIn(doc.comments, id), 'states');
  states.set(newId<'state'>(), { resolved, at: atMs });
}

/** Changes its words: 1 to MAX_COMMENT characters. */
export function setCommentText(doc: DiscussionDoc, id: CommentId, text: string): void {
  put(entityIn(doc.comments, id), 'text', text);
}

/** Takes a comment back, or restores it; its answers stay. */
export function setCommentDeleted(doc: DiscussionDoc, id: CommentId, deleted: boolean): void {
  put(entityIn(doc.comments, id), 'deleted', deleted);
}
