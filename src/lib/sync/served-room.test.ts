/** The line at the product's own rooms. */
import 'fake-indexeddb/auto';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { roomName } from '#lib/protocol/room-name.ts';
import type { Frame } from '#lib/model/time.ts';
import { becomes, FakePage, FAST, type Tab } from '../../../tests/builders/line-maker.ts';
import { comment, comments } from '../../../tests/builders/rooms-bench.ts';
import { serveApp, type Person, type ServedApp } from '../../../tests/served-app.ts';
import { Line } from './line.ts';
import { unsentIn } from './outbox.ts';

const SOON = { timeout: 5000, interval: 5 };
let served: ServedApp;
let maya: Person;
let ito: Person;
let room: string;
const lines: Line[] = [];

beforeAll(async () => {
  served = await serveApp();
  maya = served.person('maya', 'annotator');
  ito = served.person('ito', 'annotator');
}, 30_000);
afterEach(() => {
  for (const line of lines.splice(0)) line.destroy();
  served.app.store.members.set(served.project.id, ito.row.id, 'annotator');
});
afterAll(() => served.close());

function newRoom(): void {
  const { study, app } = served;
  const { id } = app.store.videos.create({ study: study.id, name: 'v', createdBy: maya.row.id });
  room = roomName({ kind: 'discussion', video: id });
}

/** A page of a person, signed in by a token, as a socket of Node can be. */
function join({ row, bearer }: Person): Tab & { readonly surroundings: FakePage } {
  const Socket = class extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { authorization: bearer } } as never);
    }
  };
  const [ydoc, surroundings] = [new Y.Doc(), new FakePage()];
  const url = `${served.url.replace('http', 'ws')}/sync`;
  const options = { url, room, ydoc, presence: true, outbox: row.id, pace: FAST, surroundings };
  const line = new Line({ ...options, Socket: Socket as typeof WebSocket });
  lines.push(line);
  return { line, ydoc, surroundings };
}

it('[S12] [S13] two people edit together; what is saved is in the history', async () => {
  newRoom();
  const [one, two] = [join(maya), join(ito)];
  await Promise.all(
    [one, two].map((tab) => becomes(tab, { status: 'online', synced: true, readOnly: null })),
  );
  for (let n = 0; n < 10; n++) {
    comment(one, `m${n}`);
    comment(two, `i${n}`);
    await new Promise((done) => setTimeout(done, 3));
  }
  await Promise.all([one, two].map((tab) => becomes(tab, { unsaved: 0 })));
  const { rows, snapshot, clients } = await served.app.history.open(room);
  const saved = new Y.Doc();
  if (snapshot) Y.applyUpdate(saved, snapshot.state);
  for (const { update } of rows) Y.applyUpdate(saved, update);
  expect(comments({ ydoc: saved })).toHaveLength(20);
  await vi.waitFor(() => expect(comments(two)).toEqual(comments(one)), SOON);
  expect(new Set(clients.keys())).toEqual(new Set([one.ydoc.clientID, two.ydoc.clientID]));
  await vi.waitFor(() => expect(one.line.authors.value.get(two.ydoc.clientID)?.id).toBe(ito.row.id), SOON);
  expect(await unsentIn(maya.row.id)).toBe(0);
});

it('[S30] [S32] each sees where the other is, and when the other has gone', async () => {
  newRoom();
  const [one, two] = [join(maya), join(ito)];
  await Promise.all([one, two].map((tab) => becomes(tab, { status: 'online' })));
  two.line.presence?.set({ frame: 7 as Frame, playing: false, cursor: null, selection: [], draft: null });
  const others = () => one.line.presence?.others.value.map(({ person, frame }) => [person.name, frame]);
  await vi.waitFor(() => expect(others()).toEqual([['ito', 7]]), SOON);
  two.line.destroy();
  await vi.waitFor(() => expect(others()).toEqual([]), SOON);
});

it('[S14] what was done while apart is there when the line is back', async () => {
  newRoom();
  const [one, two] = [join(maya), join(ito)];
  await Promise.all([one, two].map((tab) => becomes(tab, { status: 'online' })));
  comment(one, 'before');
  one.surroundings.tell('lost');
  comment(one, 'apart');
  comment(two, 'meanwhile');
  await Promise.all([one, two].map((tab) => becomes(tab, { status: 'online', unsaved: 0 })));
  await vi.waitFor(() => expect(comments(two)).toEqual(['apart', 'before', 'meanwhile']), SOON);
  await vi.waitFor(() => expect(comments(one)).toEqual(comments(two)), SOON);
});

it('[S16] who may only look sends nothing; with the right what was done goes out', async () => {
  newRoom();
  served.app.store.members.set(served.project.id, ito.row.id, 'viewer');
  const tab = join(ito);
  await becomes(tab, { status: 'online', readOnly: 'You are here as viewer.' });
  comment(tab, 'too early');
  expect(tab.line.state.value).toMatchObject({ status: 'online', unsaved: 1 });
  served.app.store.members.set(served.project.id, ito.row.id, 'annotator');
  await becomes(tab, { readOnly: null, unsaved: 0 });
  const other = join(maya);
  await becomes(other, { synced: true });
  expect(comments(other)).toEqual(['too early']);
});

it('[S18] [S26] what the room refuses ends the line and is kept; the next one has what everybody has', async () => {
  newRoom();
  const tab = join(maya);
  await becomes(tab, { status: 'online' });
  comment(tab, 'good');
  await becomes(tab, { unsaved: 0 });
  tab.ydoc.getMap('comments').set('bad', 'no comment at all');
  await becomes(tab, { status: 'refused', unsaved: 1 });
  expect(tab.line.state.value.problem?.code).toBe('bad-update');
  expect(tab.line.kept()).toMatchObject({ room });
  tab.line.destroy();
  const next = join(maya);
  await becomes(next, { status: 'online', unsaved: 0 });
  expect(comments(next)).toEqual(['good']);
  expect(next.line.kept()).toMatchObject({ room });
  next.line.forgetKept();
  await vi.waitFor(async () => expect(await unsentIn(maya.row.id)).toBe(0), SOON);
});

it('[S6] who leaves the project is told that the room is gone', async () => {
  newRoom();
  const tab = join(ito);
  await becomes(tab, { status: 'online' });
  served.app.store.members.remove(served.project.id, ito.row.id);
  await becomes(tab, { status: 'gone' });
  expect(tab.line.state.value.problem).toBeNull();
});

it('[S29] a page that is still open does not go on in the name of who signed in after it', async () => {
  newRoom();
  const { auth } = served.app;
  const cookieOf = async ({ row }: Person) => (await auth.signInByLink(auth.createLink(row.id))).token;
  let cookie = await cookieOf(maya); // as the browser has it, for all its pages
  const sockets: WebSocket[] = [];
  const Socket = class extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { cookie: `sid=${cookie}`, origin: served.url } } as never);
      sockets.push(this);
    }
  };
  const ydoc = new Y.Doc();
  const url = `${served.url.replace('http', 'ws')}/sync`;
  const options = { url, room, ydoc, presence: false, outbox: maya.row.id, pace: FAST };
  const line = new Line({ ...options, surroundings: new FakePage(), Socket: Socket as typeof WebSocket });
  lines.push(line);
  await becomes({ line }, { status: 'online' });
  cookie = await cookieOf(ito);
  sockets.at(-1)?.close(); // the network, and nobody said a word
  comment({ ydoc }, 'of maya');
  await becomes({ line }, { status: 'signed-out', unsaved: 1 });
  expect((await served.app.history.open(room)).head).toBe(0);

  cookie = await cookieOf(maya);
  line.reconnect();
  await becomes({ line }, { status: 'online', unsaved: 0 });
  expect([...(await served.app.history.open(room)).clients.values()]).toEqual([maya.row.id]);
});
