/** Edits that the server did not take, kept on this page: they can be seen, saved to a file, and made again. */
import * as Y from 'yjs';
import { replaysOf, type Replay } from '#lib/doc/replay.ts';
import type { Editor } from '#lib/editor/editor.ts';
import { problem, type Problem } from '#lib/model/problem.ts';
import type { Kept } from '#lib/sync/line.ts';
import { amountText } from '../../kit/wording.ts';

export type SetAside = {
  readonly problem: Problem;
  readonly kept: Kept;
  /** One for each mark or comment. */
  readonly replays: readonly Replay[];
};

/** What of the kept edits still stands in the document they were made in; undefined when that is nothing. */
export function setAside(source: Y.Doc, kept: Kept | null, problem: Problem): SetAside | undefined {
  const replays = kept ? replaysOf(source, kept.update).filter(({ root }) => root !== 'meta') : [];
  return kept && replays.length > 0 ? { problem, kept, replays } : undefined;
}

/** What an earlier visit left aside, read over the document as it is now. */
export function fromEarlier(ydoc: Y.Doc, kept: Kept | null): SetAside | undefined {
  if (!kept) return undefined;
  const source = new Y.Doc();
  for (const root of ydoc.share.keys()) source.getMap(root);
  Y.applyUpdate(source, Y.encodeStateAsUpdate(ydoc));
  Y.applyUpdate(source, kept.update);
  return setAside(source, kept, problem('bad-update', { reason: 'you had made it at an earlier visit' }));
}

const NOUNS: Readonly<Record<string, string>> = {
  tracks: 'object',
  segments: 'segment',
  boundaries: 'phase',
  events: 'event',
  comments: 'comment',
};

/** `2 objects, 1 comment` */
export function contentsText(all: readonly SetAside[]): string {
  const counts = new Map<string, number>();
  for (const { root } of all.flatMap(({ replays }) => replays)) counts.set(root, (counts.get(root) ?? 0) + 1);
  return [...counts].map(([root, count]) => amountText(count, NOUNS[root] ?? 'value')).join(', ');
}

/** Makes them again through the hands of this editor: each mark is one gesture, judged and undone by itself. */
export function makeAgain(editor: Editor, all: readonly SetAside[]): void {
  for (const { root, id, apply } of all.flatMap(({ replays }) => replays)) {
    const isComment = root === 'comments';
    const hand = isComment ? editor.talk : editor.hand;
    const doc = isComment ? editor.options.discussion : editor.options.labels;
    hand.transact({ caption: `make again ${NOUNS[root] ?? id}`, frame: null, refs: [] }, () =>
      apply(doc.ydoc),
    );
  }
}

/** A file with everything: what is in it in words, why it was refused, and the edits as the Yjs update they were. */
export function fileOf(video: string, all: readonly SetAside[]): Blob {
  const parts = all.map(({ problem, kept, replays }) => ({
    room: kept.room,
    refusedAt: new Date(kept.atMs).toISOString(),
    why: { code: problem.code, sentence: problem.sentence },
    marks: replays.map(({ root, id }) => `${root}/${id}`),
    yjsUpdateV1Base64: base64Of(kept.update),
  }));
  return new Blob([JSON.stringify({ format: 'loupe-refused-edits', version: 1, video, parts }, null, 2)], {
    type: 'application/json',
  });
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
