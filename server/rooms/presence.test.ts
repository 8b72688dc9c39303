import { afterEach, describe, expect, it } from 'vitest';
import { writePresence } from '#lib/protocol/messages.ts';
import { MAX_PRESENCE_BYTES } from '#lib/protocol/presence.ts';
import type { RoomClient } from '../../tests/builders/room-client.ts';
import { comment, RoomsBench, settle } from '../../tests/builders/rooms-bench.ts';
import { stateBytes, writeAwareness } from './awareness.ts';

let bench = new RoomsBench({ presenceMs: 1 });
afterEach(async () => {
  await bench.rooms.stop();
  bench = new RoomsBench({ presenceMs: 1 });
});

const own = { frame: 4, playing: false, cursor: null, selection: [], draft: null };
const idOf = ({ ydoc }: RoomClient) => ydoc.clientID;

describe('what a member says of itself', () => {
  it('reaches the others with the name the server knows, whatever it says [R15]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    maya.show({ ...own, person: { id: 'ito', name: 'Ito', color: '#000000' }, secret: 1 });
    await settle();
    expect(ito.seen.get(idOf(maya))).toEqual({
      ...own,
      person: { id: 'maya', name: 'MAYA', color: '#6fb3ff' },
    });
    expect(maya.seen.size).toBe(0);
  });

  it('reaches who comes later, and who asks [R15]', async () => {
    const maya = await bench.join('maya');
    maya.show(own);
    await settle();
    const ito = await bench.join('ito');
    expect(ito.seen.get(idOf(maya))).toMatchObject(own);
    ito.seen.clear();
    ito.socket.say(Uint8Array.of(3));
    await settle();
    expect(ito.seen.get(idOf(maya))).toMatchObject(own);
  });

  it('reaches nobody who is not to know them, and nor does what they wrote bear a name [R46]', async () => {
    bench.nameless.add('ito');
    const maya = await bench.join('maya');
    comment(maya, 'Is it a B-line?');
    maya.show(own);
    await settle();
    const [ito, vera] = [await bench.join('ito'), await bench.join('vera')];
    comment(ito, 'It is.');
    maya.show({ ...own, frame: 5 });
    await settle();
    expect(vera.authors.get(idOf(maya))).toBe('maya');
    expect(vera.seen.get(idOf(maya))).toMatchObject({ frame: 5 });
    expect([...ito.authors]).toEqual([[idOf(ito), 'ito']]);
    expect(ito.seen.size).toBe(0);
  });

  it.each([
    ['of a stock client, without a frame', { user: { name: 'x' } }],
    ['that is gone', null],
    ['with a frame that is none', { ...own, frame: -1 }],
    ['that is no record', 'x'],
    ['that is too long', { ...own, selection: Array(50).fill('x'.repeat(100)) }],
  ])('%s takes it away [R17]', async (_, state) => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    maya.show(state);
    await settle();
    expect(ito.presences.flatMap((states) => [...states])).toEqual([]);
    maya.show(own);
    await settle();
    expect(ito.seen.size).toBe(1);
    maya.show(state);
    await settle();
    expect(ito.seen.size).toBe(0);
    expect(maya.socket.ended).toBeNull();
  });

  it('that is no JSON is never passed on [R17]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    maya.show(own);
    await settle();
    const json = new TextEncoder().encode('{"frame":');
    maya.socket.say(writePresence(writeAwareness([{ client: idOf(maya), clock: 9, json }])));
    await settle();
    expect([ito.seen.size, maya.socket.ended]).toEqual([0, null]);
  });

  it('goes when its line goes, and comes back with a new one [R17]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    maya.show(own);
    await settle();
    maya.leave();
    await settle();
    expect(ito.seen.size).toBe(0);
    const back = await bench.join('maya', { ydoc: maya.ydoc });
    back.show(own); // the same clock as before: a client does not count on over lines
    await settle();
    expect(ito.seen.size).toBe(1);
  });

  it('stays when an old line of the same client ends after the new one has begun [R16]', async () => {
    const [old, ito] = [await bench.join('maya'), await bench.join('ito')];
    old.show(own);
    await settle();
    const fresh = await bench.join('maya', { ydoc: old.ydoc });
    fresh.show({ ...own, frame: 5 });
    await settle();
    old.leave();
    old.show({ ...own, frame: 6 });
    await settle();
    expect(ito.seen.get(idOf(old))).toMatchObject({ frame: 5 });
  });

  it('grows in clock with each change, also over a restart of the server [R15]', async () => {
    const clocks: number[] = [];
    const follow = async (rooms: RoomsBench) => {
      const [maya, ito] = [await rooms.join('maya'), await rooms.join('ito')];
      for (const frame of [1, 2]) {
        maya.show({ ...own, frame });
        await settle();
      }
      clocks.push(...ito.clocks);
      await rooms.rooms.stop();
    };
    await follow(bench);
    bench = new RoomsBench({ presenceMs: 1 });
    await follow(bench);
    expect(clocks).toHaveLength(4);
    expect(clocks.toSorted((a, b) => a - b)).toEqual(clocks);
    expect(new Set(clocks).size).toBe(4);
  });
});

describe('nobody speaks for', () => {
  it('a second client [R16]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    maya.show(own);
    maya.show(own, 12345);
    await settle();
    expect([...ito.seen.keys()]).toEqual([idOf(maya)]);
  });

  it('the client of somebody who is here [R16]', async () => {
    const [maya, eve, ito] = [await bench.join('maya'), await bench.join('eve'), await bench.join('ito')];
    maya.show(own);
    await settle();
    eve.show({ ...own, frame: 99 }, idOf(maya), 500);
    eve.show(null, idOf(maya), 501);
    await settle();
    maya.show({ ...own, frame: 7 });
    await settle();
    expect(ito.seen.get(idOf(maya))).toMatchObject({ frame: 7, person: { id: 'maya' } });
    eve.show({ ...own, frame: 1 });
    await settle();
    expect(ito.seen.get(idOf(eve))).toMatchObject({ frame: 1, person: { id: 'eve' } });
  });

  it('the client of somebody who has written here, or has left [R16]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    comment(maya, 'one');
    ito.show(own);
    await settle();
    ito.leave();
    const [eve, vera] = [await bench.join('eve'), await bench.join('vera')];
    eve.show(own, idOf(maya));
    eve.show(own, idOf(ito));
    await settle();
    expect(vera.seen.size).toBe(0);
  });
});

describe('echoes', () => {
  it('of stock clients, which send back whatever they hear, are not heard [R16]', async () => {
    const clients = await Promise.all(Array.from('abcdef', (name) => bench.join(name, { loupe: false })));
    for (const client of clients) {
      client.echoes = true;
      client.show(own);
    }
    await settle(20);
    const quiet = clients.map(({ presences }) => presences.length);
    await settle(30);
    expect(clients.map(({ presences }) => presences.length)).toEqual(quiet);
    expect(clients.map(({ seen }) => seen.size)).toEqual(Array(6).fill(5));
    clients[0]?.leave();
    await settle(20);
    expect(clients.slice(1).map(({ seen }) => seen.size)).toEqual(Array(5).fill(4));
  });
});

describe('what is passed on', () => {
  it('is collected: many changes in a short time are few messages, and the last one counts [R18]', async () => {
    bench = new RoomsBench({ presenceMs: 20 });
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    const before = ito.presences.length;
    const beganMs = performance.now();
    for (let frame = 0; frame < 50; frame++) {
      maya.show({ ...own, frame });
      await settle(1);
    }
    await expect.poll(() => ito.seen.get(idOf(maya))).toMatchObject({ frame: 49 });
    expect(ito.presences.length - before).toBeLessThanOrEqual((performance.now() - beganMs) / 20 + 2);
  });

  it('is nothing when nothing has changed [R18]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    for (let n = 0; n < 5; n++) {
      maya.show(own, idOf(maya), n);
      await settle();
    }
    expect(ito.presences.filter((states) => states.size > 0)).toHaveLength(1);
  });

  it('is never longer than a limit [R18]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    const selection = Array(49).fill('x'.repeat(60));
    expect(stateBytes({ ...own, selection }).byteLength).toBeLessThan(MAX_PRESENCE_BYTES);
    maya.show({ ...own, selection });
    await settle();
    expect(ito.seen.size).toBe(1);
  });
});
