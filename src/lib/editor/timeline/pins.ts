/** The heads of threads on the lane of comments. */
import { anchorFrame, type Comment } from '#lib/model/comment.ts';
import type { CommentId } from '#lib/model/id.ts';
import type { LanePin } from './lane.ts';

/** Ascending by frame; none for what is about the whole video. `count`: frames in the video. */
export function pinsOf(comments: ReadonlyMap<CommentId, Comment>, count: number): readonly LanePin[] {
  const answers = new Map<CommentId, number>();
  for (const { parent, deleted } of comments.values()) {
    if (parent !== null && !deleted) answers.set(parent, (answers.get(parent) ?? 0) + 1);
  }
  const pins: LanePin[] = [];
  for (const comment of comments.values()) {
    const start = anchorFrame(comment.anchor);
    if (comment.deleted || comment.parent !== null || start === undefined || start >= count) continue;
    const end = comment.anchor.kind === 'range' ? Math.min(count, comment.anchor.end) : start + 1;
    pins.push({ comment, start, end, answers: answers.get(comment.id) ?? 0 });
  }
  return pins.sort((a, b) => a.start - b.start || a.comment.atMs - b.comment.atMs);
}
