/** What the room does when admission had a hole: a test opens one. */
import { afterEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { comment, comments, ROOM, RoomsBench, settle } from '../../tests/builders/rooms-bench.ts';
import type { Verdict } from './admit.ts';

const hole = vi.hoisted(() => ({ open: false, throws: false }));
vi.mock(import('./admit.ts'), async (load) => {
  const real = await load();
  return {
    ...real,
    admit(...judged: Parameters<typeof real.admit>): Verdict {
      if (hole.throws) throw new Error('a bug');
      const update = judged[4];
      return hole.open ? { kind: 'admitted', update, newClients: [] } : real.admit(...judged);
    },
  };
});

let bench = new RoomsBench();
afterEach(async () => {
  bench.log.flow();
  await bench.rooms.stop();
  bench = new RoomsBench();
});

/** Waits for ever for what is not there: every edit of another would wait with it. */
function gap(): Uint8Array {
  const ydoc = new Y.Doc();
  comment({ ydoc }, 'one');
  const vector = Y.encodeStateVector(ydoc);
  comment({ ydoc }, 'two');
  return Y.encodeStateAsUpdate(ydoc, vector);
}

function otherRoot(): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.getMap('loot').set('a', 1);
  return Y.encodeStateAsUpdate(ydoc);
}

const hostile: readonly (readonly [string, () => Uint8Array])[] = [
  ['that leaves something pending', gap],
  ['with a root of its own', otherRoot],
  ['that cannot be applied', () => Uint8Array.of(1, 1, 200)],
];

it.each(hostile)('an update %s costs only its sender the line [R9]', async (_, make) => {
  const [maya, ito, eve] = [await bench.join('maya'), await bench.join('ito'), await bench.join('eve')];
  comment(maya, 'on the disk');
  await settle();
  bench.log.hold();
  comment(maya, 'on its way');
  await settle();
  comment(ito, 'waiting');
  await settle();
  hole.open = true;
  eve.edit(make());
  hole.open = false;
  comment(maya, 'said meanwhile');
  await settle();
  expect(eve.refused?.code).toBe('internal');
  expect(eve.socket.ended?.code).toBe(4403);
  bench.log.flow();
  await settle();
  const all = ['on its way', 'on the disk', 'said meanwhile', 'waiting'];
  expect([comments(maya), comments(ito), comments({ ydoc: bench.log.document(ROOM) })]).toEqual([
    all,
    all,
    all,
  ]);
  const { state } = await bench.rooms.state(ROOM);
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, state);
  expect([[...ydoc.share.keys()], comments({ ydoc })]).toEqual([['comments'], all]);
  expect([maya, ito].map(({ socket, sent, acknowledged }) => [socket.ended, sent - acknowledged])).toEqual([
    [null, 0],
    [null, 0],
  ]);
});

it('a bug of ours while judging costs only the sender the line, and is logged with a number [R9]', async () => {
  const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
  hole.throws = true;
  comment(maya, 'lost here');
  hole.throws = false;
  comment(ito, 'goes on');
  await settle();
  expect([maya.refused?.code, ito.socket.ended]).toEqual(['internal', null]);
  expect(comments({ ydoc: bench.log.document(ROOM) })).toEqual(['goes on']);
  const line = bench.said.find(({ text }) => text === 'error a message failed');
  expect(maya.socket.ended?.reason).toContain(String(line?.fields['id']));
});

it('what gets to the disk while the log is read is in the new copy too [R9]', async () => {
  const [maya, eve] = [await bench.join('maya'), await bench.join('eve')];
  bench.log.hold();
  comment(maya, 'on its way');
  await settle();
  const told = Promise.withResolvers<void>();
  bench.log.onOpened = () => told.promise;
  hole.open = true;
  eve.edit(gap());
  hole.open = false;
  await settle(); // the log was read without it
  bench.log.flow();
  await settle(); // and now it is written
  expect(maya.sent - maya.acknowledged).toBe(0);
  told.resolve();
  const { head, state } = await bench.rooms.state(ROOM);
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, state);
  expect([head, comments({ ydoc })]).toEqual([1, ['on its way']]);
});

it('a client that wrote for the first time stays its person’s in the new copy [R6] [R9]', async () => {
  const [maya, eve, mallory] = [
    await bench.join('maya'),
    await bench.join('eve'),
    await bench.join('mallory'),
  ];
  bench.log.hold();
  comment(maya, 'on its way');
  await settle();
  hole.open = true;
  eve.edit(gap());
  hole.open = false;
  await settle();
  const forged = new Y.Doc();
  Y.applyUpdate(forged, Y.encodeStateAsUpdate(maya.ydoc));
  forged.clientID = maya.ydoc.clientID;
  comment({ ydoc: forged }, 'forged');
  mallory.edit(Y.encodeStateAsUpdate(forged));
  await settle();
  expect(mallory.refused?.code).toBe('bad-update');
  const ito = await bench.join('ito');
  expect([...ito.authors]).toEqual([[maya.ydoc.clientID, 'maya']]);
});

it('a disk that fills while the document is made anew loses nothing [R9] [R12]', async () => {
  const [maya, ito, eve] = [await bench.join('maya'), await bench.join('ito'), await bench.join('eve')];
  bench.log.hold();
  comment(maya, 'on its way');
  await settle();
  const reading = Promise.withResolvers<void>();
  bench.log.onOpen = () => reading.promise;
  hole.open = true;
  eve.edit(gap());
  hole.open = false;
  await settle();
  bench.log.inner.fill(true);
  bench.log.flow();
  await settle();
  bench.log.onOpen = () => undefined;
  reading.resolve();
  await settle();
  expect(comments(ito)).toEqual([]);
  bench.log.inner.fill(false);
  await settle();
  expect([comments(ito), maya.sent - maya.acknowledged]).toEqual([['on its way'], 0]);
});

it('a log that cannot be read again ends the room, and the next to come opens it [R9]', async () => {
  const [maya, eve] = [await bench.join('maya'), await bench.join('eve')];
  comment(maya, 'one');
  await settle();
  bench.log.onOpen = () => {
    throw new Error('EIO');
  };
  hole.open = true;
  eve.edit(gap());
  hole.open = false;
  await settle();
  expect(maya.socket.ended?.code).toBe(4500);
  bench.log.onOpen = () => undefined;
  const back = await bench.join('maya', { ydoc: maya.ydoc });
  expect([back.synced, comments(back)]).toEqual([true, ['one']]);
});
