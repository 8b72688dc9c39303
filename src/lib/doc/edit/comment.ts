/** Edits of the discussion. Call them inside `Hand.transact`. */
import { checkCommentText } from '#lib/model/check.ts';
import type { Anchor, ReactionMark } from '#lib/model/comment.ts';
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
      reactions: container(),
      edits: container(),
    }),
  );
  return id;
}

/** Adds to the comment's history that it was resolved, or opened again. */
export function setResolved(doc: DiscussionDoc, id: CommentId, resolved: boolean, atMs: number): void {
  const states = mapIn(entityIn(doc.comments, id), 'states');
  states.set(newId<'state'>(), { resolved, at: atMs });
}

/** Changes its words (1 to MAX_COMMENT characters) and keeps what they were. */
export function setCommentText(doc: DiscussionDoc, id: CommentId, text: string, atMs: number): void {
  const comment = entityIn(doc.comments, id);
  const before = comment.get('text');
  if (before === text) return;
  if (checkCommentText(before) !== undefined)
    mapIn(comment, 'edits').set(newId<'edit'>(), { text: before, at: atMs });
  put(comment, 'text', text);
}

/** Adds a short answer. */
export function addReaction(doc: DiscussionDoc, id: CommentId, mark: ReactionMark): void {
  mapIn(entityIn(doc.comments, id), 'reactions').set(newId<'reaction'>(), mark);
}

/** Takes short answers back, by their ids. */
export function removeReactions(doc: DiscussionDoc, id: CommentId, ids: readonly string[]): void {
  const reactions = mapIn(entityIn(doc.comments, id), 'reactions');
  for (const one of ids) put(reactions, one, null);
}

/** Takes a comment back, or restores it; its answers stay. */
export function setCommentDeleted(doc: DiscussionDoc, id: CommentId, deleted: boolean): void {
  put(entityIn(doc.comments, id), 'deleted', deleted);
}
