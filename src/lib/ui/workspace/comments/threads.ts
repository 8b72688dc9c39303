/** Comments as they are read: threads in the order of the video, answers in the order they were written. */
import { anchorFrame, type Comment } from '#lib/model/comment.ts';

export type Thread = { readonly head: Comment; readonly answers: readonly Comment[] };

/** Those about the whole video first. A thread whose head was taken back is gone, unless somebody answered it. */
export function threadsOf(comments: Iterable<Comment>): readonly Thread[] {
  const answers = new Map<string, Comment[]>();
  const heads: Comment[] = [];
  for (const comment of comments) {
    if (comment.parent === null) heads.push(comment);
    else if (!comment.deleted) answers.set(comment.parent, [...(answers.get(comment.parent) ?? []), comment]);
  }
  return heads
    .map((head) => ({ head, answers: (answers.get(head.id) ?? []).sort(byTime) }))
    .filter(({ head, answers: said }) => !head.deleted || said.length > 0)
    .sort((a, b) => placeOf(a.head) - placeOf(b.head) || byTime(a.head, b.head));
}

/** How many threads are not settled. */
export function openThreads(comments: Iterable<Comment>): number {
  return threadsOf(comments).filter(({ head }) => !head.resolved).length;
}

function placeOf({ anchor }: Comment): number {
  return anchorFrame(anchor) ?? -1;
}

function byTime(a: Comment, b: Comment): number {
  return a.atMs - b.atMs || (a.id < b.id ? -1 : 1);
}
