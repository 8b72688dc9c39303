import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { PersonId } from '#lib/model/id.ts';
import { comment, comments, RoomsBench } from '../../tests/builders/rooms-bench.ts';
import type { Limits } from './limits.ts';
import { Work } from './work.ts';

let bench = new RoomsBench();
afterEach(async () => {
  await bench.rooms.stop();
  bench = new RoomsBench();
});

function limited(limits: Partial<Limits>): void {
  bench = new RoomsBench(limits);
}

describe('the work that one person makes', () => {
  it('is waited for by all their sockets [R42]', async () => {
    limited({ work: { burst: 1e-6, perSecond: 0.01 }, longestWaitMs: 1e9 }); // 0.01 ms costs a second
    const [maya, again] = [await bench.join('maya'), await bench.join('maya')];
    expect([maya.socket.paused, again.socket.paused]).toEqual([true, true]);
    expect([maya.socket.ended, again.socket.ended]).toEqual([null, null]);
  });

  it('is that of one person, and is not forgotten before it is paid back [R42]', () => {
    const [maya, ito] = ['maya' as PersonId, 'ito' as PersonId];
    const work = new Work({ burst: 10, perSecond: 10 });
    expect([work.take(maya, 20, 0), work.take(ito, 5, 0)]).toEqual([1000, 0]);
    work.tick(500);
    expect(work.take(maya, 5, 500)).toBe(1000);
    work.tick(60_000);
    expect(work.take(maya, 10, 60_000)).toBe(0);
  });

  it('is paid back by waiting: everything comes in the end [R42]', async () => {
    limited({ work: { burst: 1e-6, perSecond: 100 }, longestWaitMs: 1e9 });
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    for (let n = 0; n < 5; n++) comment(maya, `n ${n}`);
    await expect.poll(() => comments(ito), { timeout: 15_000 }).toHaveLength(5);
    expect(maya.socket.ended).toBeNull();
  });

  it('without end sends them away, also when they come again [R42]', async () => {
    limited({ work: { burst: 1e-6, perSecond: 1e-6 }, longestWaitMs: 1000 });
    const maya = await bench.join('maya');
    expect(maya.socket.ended).toEqual({ code: 1013, reason: 'The server has too much to do just now.' });
    const again = await bench.join('maya');
    expect(again.socket.ended?.code).toBe(1013);
  });

  it('is small for a week offline: it is taken at once, and nobody waits [R42]', async () => {
    const ydoc = new Y.Doc();
    for (let n = 0; n < 3000; n++) comment({ ydoc }, `edit ${n}`);
    const maya = bench.enter('maya', { ydoc });
    const ito = await bench.join('ito');
    await expect.poll(() => comments(ito).length, { timeout: 15_000 }).toBe(3000);
    expect([maya.socket.ended, maya.socket.paused, maya.sent - maya.acknowledged]).toEqual([null, false, 0]);
  });
});
