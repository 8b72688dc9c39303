/** Real sockets on the product's own composition, with the stock y-websocket client. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { openDiscussion } from '#lib/doc/open.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { writePresence, writeSync } from '#lib/protocol/messages.ts';
import { program, type Program } from '../../tests/builders/program.ts';
import { comment, comments } from '../../tests/builders/rooms-bench.ts';
import { serveApp, type Person, type ServedApp } from '../../tests/served-app.ts';
import { stateBytes, writeAwareness } from './awareness.ts';

let served: ServedApp;
let people: { readonly maya: Person; readonly ito: Person; readonly vera: Person; readonly sam: Person };
let room: string;
const SOON = { timeout: 5000 };
const open: (() => void)[] = [];

beforeAll(async () => {
  served = await serveApp();
  people = {
    maya: served.person('maya', 'annotator'),
    ito: served.person('ito', 'annotator'),
    vera: served.person('vera', 'viewer'),
    sam: served.person('sam'),
  };
}, 30_000);
afterAll(() => served.close());
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** Each test has a video of its own. */
function newRoom(): void {
  const { study, app } = served;
  const { id } = app.store.videos.create({ study: study.id, name: 'v', createdBy: people.maya.row.id });
  room = roomName({ kind: 'discussion', video: id });
}

async function join(person: Person, ydoc?: Y.Doc): Promise<Program> {
  const joined = program(served.url, room, person.bearer, ydoc ? { ydoc } : {});
  open.push(() => joined.destroy());
  await joined.synced;
  return joined;
}

/** A line of bytes, and how it ends. */
function raw(person: Person): { readonly socket: WebSocket; readonly end: Promise<number | string> } {
  const socket = new WebSocket(`${served.url.replace('http', 'ws')}/sync/${room}`, {
    headers: { authorization: person.bearer },
  });
  socket.on('error', () => undefined);
  open.push(() => socket.terminate());
  const end = new Promise<number | string>((done) => {
    socket.once('close', (code) => done(code));
    socket.once('unexpected-response', (_, { statusCode }) => {
      done(`HTTP ${statusCode}`);
      socket.terminate();
    });
  });
  return { socket, end };
}

describe('two programs with the stock client', () => {
  it('edit together and end with the same document, which is on the disk [R2] [R4]', async () => {
    newRoom();
    const [maya, ito] = [await join(people.maya), await join(people.ito)];
    for (let n = 0; n < 10; n++) {
      comment(maya, `m${n}`);
      comment(ito, `i${n}`);
    }
    await expect.poll(() => comments(maya), SOON).toHaveLength(20);
    await expect.poll(() => comments(ito), SOON).toEqual(comments(maya));
    expect(Y.encodeStateVector(maya.ydoc).length).toBe(Y.encodeStateVector(ito.ydoc).length);
    const { clients } = await served.app.history.open(room);
    expect(new Map(clients)).toEqual(
      new Map([
        [maya.ydoc.clientID, people.maya.row.id],
        [ito.ydoc.clientID, people.ito.row.id],
      ]),
    );
  });

  it('edit while apart, and merge when they are back [R10]', async () => {
    newRoom();
    const [maya, ito] = [await join(people.maya), await join(people.ito)];
    comment(maya, 'together');
    await expect.poll(() => comments(ito), SOON).toEqual(['together']);
    maya.provider.disconnect();
    ito.provider.disconnect();
    comment(maya, 'm');
    comment(ito, 'i');
    maya.provider.connect();
    ito.provider.connect();
    comment(maya, 'm, at once');
    await expect.poll(() => comments(maya), SOON).toEqual(['i', 'm', 'm, at once', 'together']);
    await expect.poll(() => comments(ito), SOON).toEqual(comments(maya));
  });

  it('hear no echo of themselves, and presence does not run in circles [R16]', async () => {
    newRoom();
    const all = await Promise.all([join(people.maya), join(people.ito), join(people.vera)]);
    let heard = 0;
    for (const { provider } of all) {
      provider.awareness.setLocalStateField('frame', 3);
      provider.awareness.on('update', (_: unknown, origin: unknown) => {
        if (origin !== 'local') heard++;
      });
    }
    await expect
      .poll(() => all.map(({ provider }) => provider.awareness.getStates().size))
      .toEqual([3, 3, 3]);
    expect(heard).toBeLessThan(20);
    const before = heard;
    await new Promise((done) => setTimeout(done, 200));
    expect(heard).toBe(before);
    const states = [...all[0].provider.awareness.getStates().values()];
    expect(new Set(states.map(({ person }) => person?.name))).toEqual(new Set([undefined, 'ito', 'vera']));
    all[2].destroy();
    await expect.poll(() => all[0].provider.awareness.getStates().size).toBe(2);
  });
});

describe('bytes of', () => {
  it('a viewer change nothing, and the line ends [R14]', async () => {
    newRoom();
    const maya = await join(people.maya);
    comment(maya, 'one');
    const { socket, end } = raw(people.vera);
    await new Promise((done) => socket.once('open', done));
    const ydoc = new Y.Doc();
    comment({ ydoc }, 'forged');
    socket.send(writeSync('missing', Y.encodeStateAsUpdate(ydoc)));
    expect(await end).toBe(4403);
    const ito = await join(people.ito);
    expect(comments(ito)).toEqual(['one']);
  });

  it('a stranger never come in [R25]', async () => {
    newRoom();
    expect(await raw(people.sam).end).toBe('HTTP 404');
  });

  it('somebody else’s client change nothing, and the stock client that sent them stays away [R7]', async () => {
    newRoom();
    const [maya, ito] = [await join(people.maya), await join(people.ito)];
    comment(maya, 'one');
    await expect.poll(() => comments(ito), SOON).toEqual(['one']);
    const forged = new Y.Doc();
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(maya.ydoc));
    forged.clientID = maya.ydoc.clientID;
    comment({ ydoc: forged }, 'forged');
    const eve = await join(people.ito, forged).catch(() => undefined);
    await expect.poll(() => eve?.ends).toEqual([4403]);
    comment(maya, 'two'); // the same clock as the forged one: it would be lost if that had come in
    await expect.poll(() => comments(ito), SOON).toEqual(['one', 'two']);
    expect(eve?.provider.shouldConnect).toBe(false);
  });

  it('more than a message may have end the line [R7]', async () => {
    newRoom();
    const { socket, end } = raw(people.maya);
    await new Promise((done) => socket.once('open', done));
    socket.send(new Uint8Array(9 * 1024 * 1024));
    expect(await end).toBe(1009);
  });
});

it('a reader that stands still is let go, and the room goes on [R21]', async () => {
  newRoom();
  const [maya, ito] = [await join(people.maya), await join(people.ito)];
  const { socket, end } = raw(people.vera);
  await new Promise((done) => socket.once('open', done));
  socket.send(writeSync('stateVector', Uint8Array.of(0)));
  const here = writeAwareness([{ client: 77, clock: 1, json: stateBytes({ frame: 1 }) }]);
  socket.send(writePresence(here));
  const isHere = () => maya.provider.awareness.getStates().has(77);
  await expect.poll(isHere).toBe(true);
  socket.pause();
  const text = '€'.repeat(5000); // 15 kB
  let sent = 0;
  for (; isHere() && sent < 2500; sent += 50) {
    maya.ydoc.transact(() => {
      for (let n = 0; n < 50; n++) comment(maya, text);
    });
    await new Promise((done) => setTimeout(done, 5));
  }
  expect(isHere()).toBe(false);
  socket.resume();
  expect([1013, 1006]).toContain(await end);
  await expect.poll(() => openDiscussion(ito.ydoc).comments.size, { timeout: 15_000 }).toBe(sent);
  expect([maya.ends, ito.ends]).toEqual([[], []]);
}, 30_000);
