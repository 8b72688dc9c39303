import { afterAll, beforeAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addComment } from '#lib/doc/edit/comment.ts';
import { openDiscussion } from '#lib/doc/open.ts';
import type { VideoId } from '#lib/model/id.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { serveApp, type Person, type ServedApp } from '../../../tests/served-app.ts';

let served: ServedApp;
let viewer: Person;
let video: VideoId;
let other: VideoId;
const words = 'What is said here is said at length. '.repeat(60);

beforeAll(async () => {
  served = await serveApp();
  viewer = served.person('viewer', 'viewer');
  const writer = served.person('writer', 'commenter');
  const make = (name: string) =>
    served.app.store.videos.create({ study: served.study.id, name, createdBy: writer.row.id }).id;
  [video, other] = [make('a'), make('b')];
  await say(writer, words);
}, 30_000);
afterAll(() => served.close());

const room = () => roomName({ kind: 'discussion', video });

async function say(person: Person, text: string): Promise<void> {
  const doc = openDiscussion(new Y.Doc());
  addComment(doc, { text, anchor: { kind: 'video' }, parent: null, atMs: 1_800_000_000_000 });
  await served.app.history.append(room(), {
    person: person.row.id,
    atMs: Date.now(),
    update: Y.encodeStateAsUpdate(doc.ydoc),
    newClients: [doc.ydoc.clientID],
  });
}

function ask(query: string, headers: Record<string, string> = {}, of = video): Promise<Response> {
  return fetch(`${served.url}/api/v1/videos/${of}/document?${query}`, {
    headers: { authorization: viewer.bearer, ...headers },
  });
}

it('gives the whole document, compressed where that is understood', async () => {
  for (const encoding of ['gzip', 'identity']) {
    const answer = await ask(`room=${room()}`, { 'accept-encoding': encoding });
    expect(answer.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null);
    const doc = openDiscussion(new Y.Doc());
    Y.applyUpdate(doc.ydoc, new Uint8Array(await answer.arrayBuffer()));
    expect([...doc.comments.values()].map((comment) => comment.get('text'))).toEqual([words]);
  }
});

it('says that nothing has changed to who has it already', async () => {
  const tag = (await ask(`room=${room()}`)).headers.get('etag')!;
  const again = await ask(`room=${room()}`, { 'if-none-match': tag });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

it('is only for rooms of that video', async () => {
  expect((await ask(`room=${room()}`, {}, other)).status).toBe(404);
  expect((await ask('room=nothing')).status).toBe(404);
  expect((await ask('')).status).toBe(400);
});
