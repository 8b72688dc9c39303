import { expect, it } from 'vitest';
import type { Anchor, Comment } from '#lib/model/comment.ts';
import type { CommentId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { openThreads, threadsOf } from './threads.ts';

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
