import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { addComment } from '#lib/doc/edit/comment.ts';
import { addEvent } from '#lib/doc/edit/event.ts';
import { openDiscussion, openLabels } from '#lib/doc/open.ts';
import type { LabelId } from '#lib/model/id.ts';
import { problem } from '#lib/model/problem.ts';
import type { Frame } from '#lib/model/time.ts';
import { HandAtWork } from '../../../../../tests/builders/hand-at-work.ts';
import { contentsText, fileOf, fromEarlier, makeAgain, setAside } from './set-aside.ts';

const refused = problem('read-only', { reason: 'you were here as viewer' });

/** An event and a comment that only this page has. */
function refusedEdits() {
  const labels = openLabels(new Y.Doc());
  const discussion = openDiscussion(new Y.Doc());
  addEvent(labels, { label: 'clip' as LabelId, frame: 7 as Frame });
  addComment(discussion, { text: 'Here', anchor: { kind: 'video' }, parent: null, atMs: 1_800_000_000_000 });
  const kept = (ydoc: Y.Doc) => ({ room: 'r', atMs: 1_800_000_000_000, update: Y.encodeStateAsUpdate(ydoc) });
  return { labels, discussion, kept };
}

it('says what is kept, and makes it again through the hands, to be undone', () => {
  const { labels, discussion, kept } = refusedEdits();
  const all = [
    setAside(labels.ydoc, kept(labels.ydoc), refused)!,
    setAside(discussion.ydoc, kept(discussion.ydoc), refused)!,
  ];
  expect(contentsText(all)).toBe('1 event, 1 comment');
  const { editor } = new HandAtWork();
  makeAgain(editor, all);
  expect([...editor.reading.events.values()].map(({ frame }) => frame)).toEqual([7]);
  expect([...editor.comments.comments.values()].map(({ text }) => text)).toEqual(['Here']);
  editor.hand.undo();
  expect(editor.reading.events.size).toBe(0);
});

it('reads what an earlier visit left over the document as it is now', () => {
  const { labels, kept } = refusedEdits();
  const now = openLabels(new Y.Doc());
  addEvent(now, { label: 'clip' as LabelId, frame: 1 as Frame });
  const found = fromEarlier(now.ydoc, kept(labels.ydoc));
  expect(found && contentsText([found])).toBe('1 event');
  expect(now.events.size).toBe(1);
  expect(fromEarlier(now.ydoc, null)).toBeUndefined();
});

it('writes a file with the reason and the edits', async () => {
  const { labels, kept } = refusedEdits();
  const file = JSON.parse(await fileOf('v', [setAside(labels.ydoc, kept(labels.ydoc), refused)!]).text()) as {
    parts: { why: { code: string }; yjsUpdateV1Base64: string }[];
  };
  expect(file.parts[0]?.why.code).toBe('read-only');
  const again = new Y.Doc();
  Y.applyUpdate(again, Buffer.from(file.parts[0]!.yjsUpdateV1Base64, 'base64'));
  expect(again.getMap('events').size).toBe(1);
});
