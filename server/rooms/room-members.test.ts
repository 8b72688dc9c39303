import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { PersonId } from '#lib/model/id.ts';
import { comment, comments, ROOM, RoomsBench, settle } from '../../tests/builders/rooms-bench.ts';
import type { Limits } from './limits.ts';

let bench = new RoomsBench();
afterEach(async () => {
  bench.log.flow();
  await bench.rooms.stop();
  bench = new RoomsBench();
});

function limited(limits: Partial<Limits>): void {
  bench = new RoomsBench(limits);
}

describe('rights', () => {
  it('are told at the door, as a sentence [R14]', async () => {
    const maya = await bench.join('maya');
    bench.setRole('vera', 'viewer');
    const vera = await bench.join('vera');
    expect(maya.rights).toEqual({ write: true, reason: null });
    expect(vera.rights).toEqual({ write: false, reason: 'You are here as viewer.' });
    expect(vera.came.slice(0, 4)).toEqual(['rights', 'authors', 'presence', 'state-vector']);
  });

  it('let a viewer join and answer, as long as there is nothing new in it [R14]', async () => {
    bench.setRole('vera', 'viewer');
    const maya = await bench.join('maya');
    comment(maya, 'one');
    const vera = await bench.join('vera');
    expect([vera.socket.ended, vera.acknowledged, comments(vera)]).toEqual([null, 1, ['one']]);
    comment(vera, 'mine');
    await settle();
    expect([vera.refused?.code, vera.socket.ended?.code]).toEqual(['read-only', 4403]);
    expect(comments(maya)).toEqual(['one']);
  });

  it('that are lowered count at once, for the next edit too [R25]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    comment(maya, 'before');
    bench.setRole('maya', 'viewer');
    comment(maya, 'after');
    await settle();
    expect(maya.rights).toEqual({ write: false, reason: 'You are here as viewer.' });
    expect(maya.refused).toEqual({ ordinal: 3, code: 'read-only' });
    expect(comments(ito)).toEqual(['before']);
  });

  it('that are raised are told, and the member is asked for what it has [R25]', async () => {
    bench.setRole('maya', 'viewer');
    const maya = await bench.join('maya');
    maya.came.length = 0;
    bench.setRole('maya', 'annotator');
    await settle();
    expect(maya.came.slice(0, 2)).toEqual(['rights', 'state-vector']);
    comment(maya, 'now');
    await settle();
    expect(comments({ ydoc: bench.log.document(ROOM) })).toEqual(['now']);
  });

  it('that are gone end the line at once; those of others stay [R25]', async () => {
    const [maya, ito, vera] = [await bench.join('maya'), await bench.join('ito'), await bench.join('vera')];
    bench.setRole('maya', 'out');
    bench.roles.set('ito', 'disabled');
    bench.rooms.recheck();
    await settle();
    expect([maya, ito, vera].map(({ socket }) => socket.ended?.code)).toEqual([4404, 4401, undefined]);
  });

  it('are asked again when opening took a while [R25]', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    bench.log.onOpen = () => promise;
    const [maya, ito] = [bench.enter('maya'), bench.enter('ito')];
    bench.setRole('maya', 'out');
    bench.setRole('ito', 'viewer');
    resolve();
    await settle();
    expect(maya.socket.ended?.code).toBe(4404);
    expect(ito.rights?.write).toBe(false);
  });
});

describe('a member beyond its budget', () => {
  it('has to wait, and nothing is refused or lost [R20]', async () => {
    limited({ edits: { burst: 10, perSecond: 20 } });
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    for (let n = 0; n < 20; n++) comment(maya, `n ${n}`);
    await settle();
    expect(maya.socket.paused).toBe(true);
    expect(comments(ito).length).toBeLessThan(15);
    await expect.poll(() => comments(ito).length, { timeout: 5000 }).toBe(20);
    expect([maya.sent - maya.acknowledged, maya.socket.ended]).toEqual([0, null]);
    await expect.poll(() => maya.socket.paused).toBe(false);
  });

  it('waits for the bytes it asked for too [R20]', async () => {
    limited({ bytes: { burst: 20_000, perSecond: 100_000 } });
    const maya = await bench.join('maya');
    comment(maya, 'x'.repeat(4000));
    await settle();
    const greedy = await bench.join('ito');
    for (let n = 0; n < 30; n++) greedy.ask(Uint8Array.of(0));
    await settle();
    expect(greedy.socket.paused).toBe(true);
    expect(greedy.came.filter((name) => name === 'missing').length).toBeLessThan(12);
    comment(maya, 'is not held up');
    await settle();
    expect(maya.sent - maya.acknowledged).toBe(0);
  });
});

describe('a name that changes', () => {
  it('is seen at once by everybody who is here, in what was written and in presence [R44]', async () => {
    limited({ presenceMs: 1 });
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    comment(maya, 'one');
    maya.show({ frame: 7 });
    await settle(20);
    const client = maya.ydoc.clientID;
    expect([ito.names.get(client), ito.seen.get(client)]).toMatchObject([
      'MAYA',
      { person: { name: 'MAYA' } },
    ]);
    ito.came.length = 0;
    bench.rooms.recheck('maya' as PersonId);
    await settle(20);
    expect(ito.came).toEqual([]); // nothing has changed

    bench.names.set('maya', 'Dr. Maya');
    bench.rooms.recheck('maya' as PersonId);
    await expect
      .poll(() => [ito.names.get(client), ito.seen.get(client)])
      .toMatchObject(['Dr. Maya', { frame: 7, person: { name: 'Dr. Maya' } }]);
    expect(maya.names.get(client)).toBe('Dr. Maya');
  });

  it('of who is not here is seen too, also where another process changed it [R44]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'one');
    await settle();
    const ito = await bench.join('ito');
    maya.leave();
    bench.names.set('maya', 'Dr. Maya');
    bench.rooms.recheck();
    await settle(20);
    expect(ito.names.get(maya.ydoc.clientID)).toBe('Dr. Maya');
  });
});

describe('what waits for the disk', () => {
  it('without end holds back who sends more, until it is written [R20]', async () => {
    limited({ crowdedBytes: 10_000 });
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    bench.log.hold();
    for (let n = 0; n < 8; n++) comment(maya, `n ${n}`);
    await settle();
    expect([maya.socket.paused, ito.socket.paused]).toEqual([true, false]);
    bench.log.flow();
    await settle();
    expect([maya.socket.paused, maya.sent - maya.acknowledged]).toEqual([false, 0]);
    expect(comments(ito)).toHaveLength(8);
  });
});

describe('a member that does not read', () => {
  it('is not sent presence beyond a limit, and catches up when it reads again [R21]', async () => {
    limited({ skipPresenceBytes: 2000, presenceMs: 1 });
    const [maya, ito, vera] = [await bench.join('maya'), await bench.join('ito'), await bench.join('vera')];
    vera.show({ frame: 1 });
    await settle();
    ito.socket.reading = false;
    comment(maya, 'x'.repeat(3000));
    await settle();
    const waiting = ito.socket.outgoing.length;
    for (let n = 0; n < 10; n++) {
      maya.show({ frame: n });
      await settle(2);
    }
    vera.leave();
    await settle();
    expect(ito.socket.outgoing).toHaveLength(waiting);
    ito.socket.reading = true;
    ito.take();
    maya.show({ frame: 77 });
    await settle();
    expect(ito.seen.get(maya.ydoc.clientID)).toMatchObject({ frame: 77 });
    expect(ito.seen.has(vera.ydoc.clientID)).toBe(false);
  });

  it('is let go beyond another limit, whatever else happens in the room [R21]', async () => {
    limited({ bufferedBytes: 20_000 });
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    ito.socket.reading = false;
    for (let n = 0; n < 12; n++) {
      comment(maya, 'x'.repeat(4000));
      await settle(1);
    }
    await settle();
    expect(ito.socket.ended?.code).toBe(1013);
    expect(ito.socket.bufferedAmount).toBeLessThan(40_000);
    expect(maya.sent - maya.acknowledged).toBe(0);
  });

  it('and takes nothing for long is let go, not before [R21]', async () => {
    limited({ stalledMs: 1200 });
    const [maya, ito, vera] = [await bench.join('maya'), bench.enter('ito'), bench.enter('vera')];
    ito.socket.reading = false; // from the start
    vera.socket.reading = false;
    comment(maya, 'one');
    await sleep(1100);
    expect(ito.socket.ended).toBeNull();
    vera.socket.reading = true;
    vera.take();
    await expect.poll(() => ito.socket.ended?.code, { timeout: 5000 }).toBe(1013);
    expect([maya.socket.ended, vera.socket.ended]).toEqual([null, null]);
  });
});

describe('a room', () => {
  it('has an end of places; whoever is too many may try again [R22]', async () => {
    limited({ members: 2 });
    const all = [await bench.join('a'), await bench.join('b'), await bench.join('c')];
    expect(all.map(({ socket }) => socket.ended?.code)).toEqual([undefined, undefined, 1013]);
    all[0]?.leave();
    await settle();
    expect((await bench.join('c')).socket.ended).toBeNull();
  });

  it('says something to everybody every so often, also when nothing happens [R19]', async () => {
    limited({ heartbeatMs: 20 });
    const [maya, stock] = [await bench.join('maya'), await bench.join('ito', { loupe: false })];
    for (const { presences } of [maya, stock]) {
      const before = presences.length;
      await expect.poll(() => presences.length).toBeGreaterThan(before + 2);
    }
    expect(stock.presences.at(-1)?.size).toBe(0);
  });
});

describe('a room in which nobody is', () => {
  it('is closed after a while with a snapshot, and opened again whole [R23]', async () => {
    limited({ idleMs: 20 });
    const maya = await bench.join('maya');
    comment(maya, 'one');
    await settle();
    maya.leave();
    await sleep(60);
    expect([bench.log.snapshots, bench.log.openings]).toEqual([[1], [ROOM]]);
    const ito = await bench.join('ito');
    expect(comments(ito)).toEqual(['one']);
    expect(bench.log.openings).toEqual([ROOM, ROOM]);
  });

  it('stays as it is for who comes back before that [R23]', async () => {
    limited({ idleMs: 40 });
    const maya = await bench.join('maya');
    comment(maya, 'one');
    await settle();
    maya.leave();
    await sleep(20);
    const ito = await bench.join('ito');
    await sleep(60);
    comment(ito, 'two');
    await settle();
    expect(bench.log.openings).toEqual([ROOM]);
    expect(ito.sent - ito.acknowledged).toBe(0);
  });

  it('is whole for who comes while it is being closed [R23]', async () => {
    limited({ idleMs: 10 });
    const maya = await bench.join('maya');
    comment(maya, 'one');
    await settle();
    const { promise, resolve } = Promise.withResolvers<void>();
    bench.log.onSnapshot = () => promise;
    maya.leave();
    await sleep(30);
    expect(bench.log.snapshots).toEqual([1]); // it is closing
    const ito = await bench.join('ito');
    comment(ito, 'two');
    await settle();
    bench.log.hold();
    comment(ito, 'three');
    await settle();
    ito.leave(); // with an edit on its way, while the snapshot is still being written
    resolve();
    await settle();
    const vera = bench.enter('vera');
    await settle();
    bench.log.flow();
    await settle();
    expect(comments(vera)).toEqual(['one', 'three', 'two']);
    comment(vera, 'four');
    await settle();
    expect(comments({ ydoc: bench.log.document(ROOM) })).toEqual(['four', 'one', 'three', 'two']);
    bench.log.onSnapshot = () => undefined;
  });

  it('is closed also when a document was only asked for whole [R27]', async () => {
    limited({ idleMs: 10 });
    const maya = await bench.join('maya');
    comment(maya, 'one');
    await settle();
    const { head, state } = await bench.rooms.state(ROOM);
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, state);
    expect([head, comments({ ydoc })]).toEqual([1, ['one']]);
    maya.leave();
    await sleep(40);
    await bench.rooms.state(ROOM);
    await sleep(40);
    await bench.rooms.state(ROOM);
    expect(bench.log.openings).toHaveLength(3);
    await expect(bench.rooms.state('no room')).rejects.toThrow('There is nothing here that you may see.');
  });
});

describe('stopping', () => {
  it('writes down what is on its way, acknowledges it, and says when to come back [R26]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    bench.log.hold();
    comment(maya, 'on its way');
    await settle();
    const stopped = bench.rooms.stop();
    comment(maya, 'too late');
    await settle();
    expect(maya.socket.ended).toBeNull();
    bench.log.flow();
    await stopped;
    await settle();
    expect([maya, ito].map(({ socket }) => socket.ended?.code)).toEqual([1012, 1012]);
    expect(maya.acknowledged).toBe(2);
    expect(comments(ito)).toEqual(['on its way']);
    expect(comments({ ydoc: bench.log.document(ROOM) })).toEqual(['on its way']);
    const late = await bench.join('late');
    expect(late.socket.ended).toEqual({ code: 1012, reason: 'The server is restarting.' });
    await bench.rooms.stop(); // again is the same
  });

  it('is told also to who waits for a document [R26]', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    bench.log.onOpen = () => promise;
    const maya = bench.enter('maya');
    const stopped = bench.rooms.stop();
    resolve();
    await stopped;
    await settle();
    expect(maya.socket.ended?.code).toBe(1012);
  });
});
