import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  addComment,
  addReaction,
  removeReactions,
  setCommentDeleted,
  setCommentText,
  setResolved,
} from '#lib/doc/edit/comment.ts';
import { openDiscussion } from '#lib/doc/open.ts';
import type { CommentId } from '#lib/model/id.ts';
import { DISCUSSION_ROOM, edited, reasonOf, TrialRoom, writerAs } from '../../tests/builders/trial-room.ts';

const AT_MS = 1_800_000_000_000;

/** A discussion with a comment `head` of Cal's, resolved by Dan, and its `answer` by Dan. */
function discussion() {
  const server = new TrialRoom(DISCUSSION_ROOM);
  const cal = writerAs('commenter', DISCUSSION_ROOM, 'cal');
  const dan = writerAs('annotator', DISCUSSION_ROOM, 'dan');
  const ada = writerAs('manager', DISCUSSION_ROOM, 'ada');
  const ids: Record<string, CommentId> = {};
  const add = (name: string, parent: CommentId | null) => (ydoc: Y.Doc) =>
    (ids[name] = addComment(openDiscussion(ydoc), {
      text: 'Here?',
      anchor: { kind: 'video' },
      parent,
      atMs: AT_MS,
    }));
  server.submit(cal, edited(server, 1, add('head', null)));
  server.submit(dan, edited(server, 2, add('answer', ids['head']!)));
  server.submit(
    dan,
    edited(server, 2, (ydoc) => setResolved(openDiscussion(ydoc), ids['head']!, true, AT_MS)),
  );
  server.submit(
    dan,
    edited(server, 2, (ydoc) => addReaction(openDiscussion(ydoc), ids['head']!, 'noted')),
  );
  return { server, cal, dan, ada, head: ids['head']!, answer: ids['answer']! };
}

const containers = () => ['states', 'reactions', 'edits'].map((name) => [name, new Y.Map()] as const);
const reactionIds = (ydoc: Y.Doc, id: string) => [
  ...(commentIn(ydoc, id).get('reactions') as Y.Map<unknown>).keys(),
];
const commentIn = (ydoc: Y.Doc, id: string) => ydoc.getMap<Y.Map<unknown>>('comments').get(id)!;
type Said = ReturnType<typeof discussion>;
type Talk = (ydoc: Y.Doc, said: Said) => void;
const state = (ydoc: Y.Doc, id: string, value: unknown) => {
  const states = commentIn(ydoc, id).get('states') as Y.Map<unknown>;
  states.set([...states.keys()][0]!, value);
};
const add =
  (fields: object): Talk =>
  (ydoc) => {
    const whole = {
      text: 'Hm',
      anchor: { kind: 'video' },
      parent: null,
      at: AT_MS,
      deleted: false,
      ...fields,
    };
    ydoc.getMap('comments').set('new', new Y.Map<unknown>([...Object.entries(whole), ...containers()]));
  };

const talks: readonly (readonly ['cal' | 'dan' | 'ada', string, string, Talk])[] = [
  ['cal', 'changes own words', 'admitted', (ydoc, { head }) => setCommentText(openDiscussion(ydoc), head, 'There.', AT_MS)],
  ['dan', 'changes the words of others', 'only who wrote', (ydoc, { head }) => setCommentText(openDiscussion(ydoc), head, 'No.', AT_MS)],
  ['ada', 'changes the words of others, as a manager', 'only who wrote', (ydoc, { head }) => setCommentText(openDiscussion(ydoc), head, 'No.', AT_MS)],
  ['cal', 'takes own back', 'admitted', (ydoc, { head }) => setCommentDeleted(openDiscussion(ydoc), head, true)],
  ['cal', 'takes back an answer of others to own', 'or a manager', (ydoc, { answer }) => setCommentDeleted(openDiscussion(ydoc), answer, true)],
  ['ada', 'takes back what others wrote, as a manager', 'admitted', (ydoc, { head }) => setCommentDeleted(openDiscussion(ydoc), head, true)],
  ['cal', 'reopens', 'admitted', (ydoc, { head }) => setResolved(openDiscussion(ydoc), head, false, AT_MS)],
  ['dan', 'takes own resolving back', 'admitted', (ydoc, { head }) => state(ydoc, head, null)],
  ['cal', 'takes the resolving of others back', 'stays in the history', (ydoc, { head }) => state(ydoc, head, null)],
  ['cal', 'moves own comment', 'never changes', (ydoc, { head }) => commentIn(ydoc, head).set('anchor', { kind: 'frame', frame: 1 })],
  ['cal', 'changes its time', 'never changes', (ydoc, { head }) => commentIn(ydoc, head).set('at', AT_MS + 1)],
  ['cal', 'makes it an answer', 'never changes', (ydoc, { head, answer }) => commentIn(ydoc, head).set('parent', answer)],
  ['cal', 'says nothing', '“text” of a comment is not valid', add({ text: ' ' })],
  ['cal', 'talks without end', '“text” of a comment is not valid', add({ text: 'x'.repeat(5001) })],
  ['cal', 'comments on nowhere', '“anchor” of a comment is not valid', add({ anchor: { kind: 'frame', frame: -1 } })],
  ['cal', 'hides something in an anchor', '“anchor” of a comment is not valid', add({ anchor: { kind: 'video', more: 1 } })],
  ['cal', 'sends an anchor that throws', '“anchor” of a comment is not valid', add({ anchor: { kind: 'annotation', frame: 1, ref: { kind: { toString: 1 }, id: 'a' } } })],
  ['cal', 'comments before time', '“at” of a comment is not valid', add({ at: 5 })],
  ['cal', 'answers nobody', '“parent” of a comment is not valid', add({ parent: 'nobody' })],
  ['cal', 'answers oneself', '“parent” of a comment is not valid', add({ parent: 'new' })],
  ['cal', 'answers an answer', '“parent” of a comment is not valid', (ydoc, said) => add({ parent: said.answer })(ydoc, said)],
  ['cal', 'answers', 'admitted', (ydoc, said) => add({ parent: said.head })(ydoc, said)],
  ['cal', 'resolves with nonsense', '“a” of the resolutions of a comment is not valid', (ydoc, { head }) => (commentIn(ydoc, head).get('states') as Y.Map<unknown>).set('a', { resolved: 1, at: AT_MS })],
  ['cal', 'reacts', 'admitted', (ydoc, { head }) => addReaction(openDiscussion(ydoc), head, 'agree')],
  ['dan', 'takes own reaction back', 'admitted', (ydoc, { head }) => removeReactions(openDiscussion(ydoc), head, reactionIds(ydoc, head))],
  ['cal', 'takes the reaction of others back', 'only by whose it is', (ydoc, { head }) => removeReactions(openDiscussion(ydoc), head, reactionIds(ydoc, head))],
  ['cal', 'reacts with nonsense', 'of the reactions to a comment is not valid', (ydoc, { head }) => (commentIn(ydoc, head).get('reactions') as Y.Map<unknown>).set('a', 'love')],
  ['dan', 'writes the past of others', 'only who wrote', (ydoc, { head }) => (commentIn(ydoc, head).get('edits') as Y.Map<unknown>).set('a', { text: 'Never', at: AT_MS })],
  ['cal', 'writes an empty past', 'of the earlier words of a comment is not valid', (ydoc, { head }) => (commentIn(ydoc, head).get('edits') as Y.Map<unknown>).set('a', { text: '', at: AT_MS })],
  ['cal', 'draws', '“tracks” has no place in', (ydoc) => ydoc.getMap('tracks').set('t', new Y.Map())],
]; // prettier-ignore

describe('[R38] in a discussion', () => {
  it.each(talks)('%s %s: %s', (who, _, reason, run) => {
    const said = discussion();
    const client = { cal: 1, dan: 2, ada: 3 }[who];
    const update = edited(said.server, client, (ydoc) => run(ydoc, said));
    expect(reasonOf(said.server.submit(said[who], update))).toContain(reason);
  });

  it('two who answer each other at once are refused, however new they are', () => {
    const { server, cal } = discussion();
    const update = edited(server, 1, (ydoc) => {
      for (const [id, parent] of [['a', 'b'], ['b', 'a']] as const)
        ydoc.getMap('comments').set(id, new Y.Map<unknown>(Object.entries({ text: 'x', anchor: { kind: 'video' }, parent, at: AT_MS, deleted: false, ...Object.fromEntries(containers()) })));
    }); // prettier-ignore
    expect(reasonOf(server.judge(cal, update))).toContain('“parent” of a comment is not valid');
  });
});
