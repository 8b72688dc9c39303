import { afterEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { loadDocument } from './load-document.ts';

afterEach(() => vi.unstubAllGlobals());

const loading = () => ({ room: 'v.labels.shared', video: 'v', signal: new AbortController().signal });

function serving(answer: () => Response): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(answer());
  });
  return asked;
}

function stateWith(value: string): Uint8Array<ArrayBuffer> {
  const doc = new Y.Doc();
  doc.getMap('meta').set('x', value);
  return Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>;
}

it('fills an empty document, and says how far it is', async () => {
  const state = stateWith('a'.repeat(1000));
  const asked = serving(() => new Response(state, { headers: { 'x-document-bytes': String(state.length) } }));
  const doc = new Y.Doc();
  const progress: number[] = [];
  expect(await loadDocument(doc, { ...loading(), onProgress: (done) => progress.push(done) })).toBe(true);
  expect(doc.getMap('meta').get('x')).toBe('a'.repeat(1000));
  expect(progress.at(-1)).toBe(1);
  expect(asked).toEqual(['/api/v1/videos/v/document?room=v.labels.shared']);
});

it('asks for nothing where something is there already', async () => {
  const asked = serving(() => new Response(stateWith('theirs')));
  const doc = new Y.Doc();
  doc.getMap('meta').set('x', 'mine');
  expect(await loadDocument(doc, loading())).toBe(false);
  expect(asked).toEqual([]);
});

it.each([
  ['a problem', () => new Response('{}', { status: 503 })],
  ['bytes that are no document', () => new Response(Uint8Array.of(1, 2, 3))],
])('leaves %s to the line', async (_, answer) => {
  serving(answer);
  expect(await loadDocument(new Y.Doc(), loading())).toBe(false);
});
