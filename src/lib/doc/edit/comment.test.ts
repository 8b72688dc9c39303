import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { CommentId, TierId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { Replica, sync } from '../../../../tests/builders/replica.ts';
import {
  addComment,
  addReaction,
  removeReactions,
  setCommentDeleted,
  setCommentText,
  setResolved,
} from './comment.ts';
import { markPhase } from './phase.ts';

const at = (frame: number) => frame as Frame;

describe('comments', () => {
  const text = (on: Replica, words: string, atMs: number) =>
    on.act(() => addComment(on.discussion, { text: words, anchor: { kind: 'video' }, parent: null, atMs }));

  const phase = { tier: 'tier' as TierId, label: null, start: at(0), end: at(5), count: 10 };

  it('[D21] are read as they were written', () => {
    const me = new Replica(7);
    const id = text(me, 'look', 1.7e12);
    const ref = { kind: 'boundary', id: me.act((labels) => markPhase(labels, phase)) } as const;
    const anchor = { kind: 'annotation', frame: at(3), ref } as const;
    const answer = me.act(() =>
      addComment(me.discussion, { text: 'where?', anchor, parent: id, atMs: 1.7e12 + 1 }),
    );
    expect(me.comments.comments.get(id)).toEqual({
      id,
      text: 'look',
      anchor: { kind: 'video' },
      parent: null,
      atMs: 1.7e12,
      client: 7,
      deleted: false,
      history: [],
      resolved: false,
      reactions: [],
      edits: [],
    });
    expect(me.comments.comments.get(answer)).toMatchObject({ anchor, parent: id });
    expect(me.comments.problems.size).toBe(0);
  });
  it('[D23] are by who wrote their words', () => {
    const [me, other] = [new Replica(1), new Replica(2)];
    const id = text(me, 'look', 1.7e12);
    sync(me, other);
    other.act(() => setResolved(other.discussion, id, true, 1.7e12));
    sync(me, other);
    expect(me.comments.comments.get(id)?.client).toBe(1);
    me.act(() => setCommentText(me.discussion, id, 'look there', 1.7e12 + 5));
    sync(me, other);
    expect(other.comments.comments.get(id)).toMatchObject({ client: 1, text: 'look there' });
  });

  it('[D22] keep who resolved and reopened them, by the writers’ clocks', () => {
    const [me, other] = [new Replica(1), new Replica(2)];
    const id = text(me, 'look', 1.7e12);
    sync(me, other);
    me.act(() => setResolved(me.discussion, id, true, 1.7e12 + 20));
    other.act(() => setResolved(other.discussion, id, false, 1.7e12 + 10));
    sync(me, other);
    for (const { comments } of [me, other])
      expect(comments.comments.get(id)).toMatchObject({
        resolved: true,
        history: [
          { resolved: false, atMs: 1.7e12 + 10, client: 2 },
          { resolved: true, atMs: 1.7e12 + 20, client: 1 },
        ],
      });
    me.hand.undo();
    expect(me.comments.comments.get(id)).toMatchObject({ resolved: false, history: [{ client: 2 }] });
  });

  it('[D41] keep what their words were, and lose it again when that is undone', () => {
    const me = new Replica(1);
    const id = text(me, 'look', 1.7e12);
    me.act(() => setCommentText(me.discussion, id, 'look there', 1.7e12 + 5));
    me.act(() => setCommentText(me.discussion, id, 'look there!', 1.7e12 + 9));
    const said = () => me.comments.comments.get(id);
    expect(said()).toMatchObject({
      text: 'look there!',
      edits: [
        { text: 'look', atMs: 1.7e12 + 5 },
        { text: 'look there', atMs: 1.7e12 + 9 },
      ],
    });
    me.hand.undo();
    expect(said()).toMatchObject({ text: 'look there', edits: [{ text: 'look' }] });
    me.act(() => setCommentText(me.discussion, id, 'look there', 1.7e12 + 20));
    expect(said()?.edits.length).toBe(1);
  });

  it('[D40] bear the reactions of many, each their own', () => {
    const [me, other] = [new Replica(1), new Replica(2)];
    const id = text(me, 'look', 1.7e12);
    sync(me, other);
    me.act(() => addReaction(me.discussion, id, 'agree'));
    other.act(() => addReaction(other.discussion, id, 'unsure'));
    sync(me, other);
    const marks = (on: Replica) => on.comments.comments.get(id)?.reactions ?? [];
    expect(marks(me)).toEqual(marks(other));
    expect(
      marks(me)
        .map(({ mark, client }) => `${client} ${mark}`)
        .sort(),
    ).toEqual(['1 agree', '2 unsure']);
    const mine = marks(me).filter(({ client }) => client === 1);
    me.act(() =>
      removeReactions(
        me.discussion,
        id,
        mine.map((one) => one.id),
      ),
    );
    sync(me, other);
    expect(marks(other).map(({ mark }) => mark)).toEqual(['unsure']);
    me.hand.undo();
    expect(marks(me)).toHaveLength(2);
    expect(me.comments.problems.size).toBe(0);
  });

  it('[D6] that were taken back stay, for their answers', () => {
    const me = new Replica();
    const id = text(me, 'look', 1.7e12);
    me.act(() => setCommentDeleted(me.discussion, id, true));
    expect(me.comments.comments.get(id)).toMatchObject({ deleted: true, text: 'look' });
    me.act(() => setCommentDeleted(me.discussion, id, false));
    expect(me.comments.comments.get(id)?.deleted).toBe(false);
  });

  it('[D5] [D40] [D41] without reactions and earlier words are whole, until somebody would add some', () => {
    const me = new Replica();
    const fields = { text: 'look', anchor: { kind: 'video' }, parent: null, at: 1.7e12, deleted: false };
    me.discussion.comments.set('one', new Y.Map<unknown>(Object.entries({ ...fields, states: new Y.Map() })));
    expect(me.comments.problems.size).toBe(0);
    expect(me.comments.comments.get('one' as CommentId)).toMatchObject({ reactions: [], edits: [] });
    expect(() => addReaction(me.discussion, 'one' as CommentId, 'agree')).toThrow('left out its "reactions"');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['cannot be shown', { text: '  ' }, 'its text'],
    ['cannot be shown', { text: 'x'.repeat(5001) }, 'its text'],
    ['cannot be shown', { at: 5 }, 'its time'],
    ['cannot be shown', { anchor: { kind: 'frame', frame: 1.5 } }, 'its anchor'],
    ['cannot be shown', { anchor: { kind: 'range', start: 5, end: 5 } }, 'its anchor'],
    [
      'cannot be shown',
      { anchor: { kind: 'annotation', frame: 1, ref: { kind: { toString: 1 } } } },
      'its anchor',
    ],
    ['Left out', { parent: 'one' }, 'what it answers'],
    ['Left out', { parent: undefined }, 'what it answers'],
    ['Left out', { states: 5 }, 'its resolutions'],
    ['Left out', { states: new Y.Map([['s', { resolved: 1, at: 1.7e12 }]]) }, 'a resolution'],
    ['Left out', { states: new Y.Map<unknown>([['s', new Y.Map()]]) }, 'a resolution'],
    ['Left out', { reactions: null }, 'its reactions'],
    ['Left out', { reactions: new Y.Map([['s', 'love']]) }, 'a reaction'],
    ['Left out', { edits: 'none' }, 'its earlier words'],
    ['Left out', { edits: new Y.Map([['s', { text: '', at: 1.7e12 }]]) }, 'earlier words'],
  ])('[D26] [D27] that are not valid are problems (%#): %s', (how, fields, what) => {
    const me = new Replica();
    const anchor = { kind: 'video' };
    const whole = {
      text: 'look',
      anchor,
      parent: null,
      at: 1.7e12,
      deleted: false,
      states: new Y.Map(),
      reactions: new Y.Map(),
      edits: new Y.Map(),
      ...fields,
    };
    me.discussion.comments.set('one', new Y.Map<unknown>(Object.entries(whole)));
    const sentence = me.comments.problems.get('one');
    expect(sentence).toContain(how);
    expect(sentence).toContain(`: ${what}.`);
    expect(me.comments.comments.size).toBe(how === 'Left out' ? 1 : 0);
  });
});
