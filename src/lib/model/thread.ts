/** Comments as they are read: threads in the order of the video, answers in the order they were written. */
import { anchorFrame, type Comment } from './comment.ts';

/** What has to be known of comments to lay them in threads. */
type Said = Pick<Comment, 'id' | 'parent' | 'deleted' | 'resolved' | 'anchor' | 'atMs'>;
export type Thread<One extends Said = Comment> = { readonly head: One; readonly answers: readonly One[] };

/** Those about the whole video first. A thread whose head was taken back is gone, unless somebody answered it. */
export function threadsOf<One extends Said>(comments: Iterable<One>): readonly Thread<One>[] {
  const answers = new Map<string, One[]>();
  const heads: One[] = [];
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
export function openThreads(comments: Iterable<Said>): number {
  return threadsOf(comments).filter(({ head }) => !head.resolved).length;
}

function placeOf({ anchor }: Said): number {
  return anchorFrame(anchor) ?? -1;
}

function byTime(a: Said, b: Said): number {
  return a.atMs - b.atMs || (a.id < b.id ? -1 : 1);
}

/** `open`: not settled · `mine`: I am named or have spoken in it · `new`: something in it I have not seen · `all`. */
export type ThreadFilter = 'open' | 'mine' | 'new' | 'all';

type Mine = {
  readonly isNew: (comment: Comment) => boolean;
  readonly isMine: (comment: Comment) => boolean;
  readonly namesMe: (comment: Comment) => boolean;
};

export function threadFits(
  { head, answers }: Thread,
  filter: ThreadFilter,
  { isNew, isMine, namesMe }: Mine,
): boolean {
  switch (filter) {
    case 'open':
      return !head.resolved;
    case 'mine':
      return [head, ...answers].some((one) => isMine(one) || namesMe(one));
    case 'new':
      return [head, ...answers].some(isNew);
    case 'all':
      return true;
    default:
      return filter satisfies never;
  }
}

/**
 * The open thread that follows a place in the order of the video, or comes before it; the first (or last) one when there
 * is none. `from` is a frame, -1 before the first.
 */
export function nextOpen(
  threads: readonly Thread[],
  from: { readonly frame: number; readonly head: string | null },
  step: 1 | -1,
): Thread | undefined {
  const open = threads.filter(({ head }) => !head.resolved);
  const at = open.findIndex(({ head }) => head.id === from.head);
  if (at >= 0) return open[(at + step + open.length) % open.length];
  if (step > 0) return open.find(({ head }) => placeOf(head) > from.frame) ?? open[0];
  return open.findLast(({ head }) => placeOf(head) < from.frame) ?? open.at(-1);
}
