import { expect, it } from 'vitest';
import type { Anchor, Comment } from './comment.ts';
import type { CommentId } from './id.ts';
import type { Frame } from './time.ts';
import { nextOpen, openThreads, threadFits, threadsOf, type ThreadFilter } from './thread.ts';

function comment(id: string, change: Partial<Comment> & { frame?: number } = {}): Comment {
  const { frame, ...rest } = change;
  const anchor: Anchor = frame === undefined ? { kind: 'video' } : { kind: 'frame', frame: frame as Frame };
  return {
    id: id as CommentId,
    text: id,
    anchor,
    parent: null,
    atMs: 0,
    client: 1,
    deleted: false,
    history: [],
    resolved: false,
    reactions: [],
    edits: [],
    ...rest,
  };
}

const shape = (comments: readonly Comment[]) =>
  threadsOf(comments).map(({ head, answers }) => [head.id, ...answers.map(({ id }) => id)]);

it('threads follow the video, answers the clock', () => {
  const head = 'b' as CommentId;
  const comments = [
    comment('c', { frame: 90 }),
    comment('b', { frame: 10 }),
    comment('a'),
    comment('b2', { parent: head, atMs: 20 }),
    comment('b1', { parent: head, atMs: 10 }),
  ];
  expect(shape(comments)).toEqual([['a'], ['b', 'b1', 'b2'], ['c']]);
});

it('what was taken back is gone; a head that was answered keeps its place', () => {
  const comments = [
    comment('a', { deleted: true }),
    comment('b', { deleted: true }),
    comment('b1', { parent: 'b' as CommentId }),
    comment('c'),
    comment('c1', { parent: 'c' as CommentId, deleted: true }),
  ];
  expect(shape(comments)).toEqual([['b', 'b1'], ['c']]);
});

it('counts what is not settled', () => {
  expect(openThreads([comment('a'), comment('b', { resolved: true }), comment('c', { frame: 3 })])).toBe(2);
});

it('the next open thread is looked for by the video, and goes round', () => {
  const threads = threadsOf([
    comment('a', { frame: 10 }),
    comment('b', { frame: 20, resolved: true }),
    comment('c', { frame: 30 }),
    comment('d', { frame: 30, atMs: 1 }),
  ]);
  const next = (frame: number, head: string | null, step: 1 | -1) =>
    nextOpen(threads, { frame, head }, step)?.head.id;
  expect([next(0, null, 1), next(10, null, 1), next(99, null, 1)]).toEqual(['a', 'c', 'a']);
  expect([next(30, 'c', 1), next(30, 'd', 1)]).toEqual(['d', 'a']); // two on one frame
  expect([next(30, 'a', -1), next(20, 'b', -1), next(0, null, -1)]).toEqual(['d', 'a', 'd']);
  expect(nextOpen([], { frame: 0, head: null }, 1)).toBe(undefined);
});

it('threads are chosen by what they are to me', () => {
  const threads = threadsOf([
    comment('a', { resolved: true }),
    comment('b', { client: 2 }),
    comment('c', { client: 2, parent: 'a' as CommentId }),
  ]);
  const mine = {
    isMine: (one: Comment) => one.client === 1,
    isNew: (one: Comment) => one.id === 'c',
    namesMe: (one: Comment) => one.text === 'b',
  };
  const fitting = (filter: ThreadFilter) =>
    threads.filter((thread) => threadFits(thread, filter, mine)).map(({ head }) => head.id);
  expect(fitting('open')).toEqual(['b']);
  expect(fitting('mine')).toEqual(['a', 'b']);
  expect(fitting('new')).toEqual(['a']);
  expect(fitting('all')).toEqual(['a', 'b']);
});
