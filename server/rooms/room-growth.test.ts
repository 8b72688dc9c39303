/** A document grows to a limit and no further: nothing of it is lost, and who wants to write on is told what to do. */
import { afterEach, expect, it } from 'vitest';
import { openDiscussion } from '#lib/doc/open.ts';
import { comment, comments, ROOM, RoomsBench, settle } from '../../tests/builders/rooms-bench.ts';

const LIMIT = 20_000;
const TEXT = 'x'.repeat(1900);
const GROWN =
  'This document is as large as one may be, and nothing in it is lost; ask a manager to go on in another layer.';

let bench: RoomsBench;
afterEach(() => bench.rooms.stop());

/** Writes until nothing more is taken. */
async function fill(maya: Awaited<ReturnType<RoomsBench['join']>>): Promise<number> {
  for (let n = 0; n < 100; n++) {
    if (maya.rights?.write !== true) return n;
    comment(maya, `${String(n).padStart(3, '0')} ${TEXT}`);
    await settle();
  }
  throw new Error('There was no end.');
}

it('[R45] ends at its limit: who could write is told, what is there stays, and everything else goes on', async () => {
  bench = new RoomsBench({ documentBytes: LIMIT });
  bench.setRole('vera', 'viewer');
  const [maya, ito, vera] = [await bench.join('maya'), await bench.join('ito'), await bench.join('vera')];
  const written = await fill(maya);
  expect(written).toBeGreaterThan(5);
  expect(written).toBeLessThan(15);
  for (const one of [maya, ito]) expect(one.rights).toEqual({ write: false, reason: GROWN });
  expect(vera.rights?.reason).toBe('You are here as viewer.');
  expect(comments(ito)).toHaveLength(written); // also the last one, with which it was full
  expect(bench.said.map(({ text }) => text)).toContain('warn a document is as large as one may be');

  const late = await bench.join('jonas');
  expect(comments(late)).toEqual(comments(ito));
  expect(late.rights?.write).toBe(false);
  comment(ito, 'one more');
  await settle();
  expect(ito.refused?.code).toBe('read-only');
  expect(ito.socket.ended).toMatchObject({ code: 4403 });
  expect(late.socket.ended).toBeNull();
  expect(comments({ ydoc: bench.log.document(ROOM) })).toHaveLength(written);
});

it('[R45] is as full when it is opened again', async () => {
  bench = new RoomsBench({ documentBytes: LIMIT, idleMs: 0 });
  const maya = await bench.join('maya');
  const written = await fill(maya);
  maya.socket.hangUp();
  await settle(50);
  const again = await bench.join('ito');
  await expect.poll(() => comments(again)).toHaveLength(written);
  await expect.poll(() => again.rights).toEqual({ write: false, reason: GROWN });
});

it('[R45] counts what stands, not what was overwritten', async () => {
  bench = new RoomsBench({ documentBytes: LIMIT, edits: { burst: 1000, perSecond: 1000 } });
  const maya = await bench.join('maya');
  const id = comment(maya, TEXT);
  await settle();
  for (let n = 0; n < 40; n++) {
    openDiscussion(maya.ydoc).comments.get(id)?.set('text', `${n} ${TEXT}`);
    await settle(2);
  }
  expect(maya.rights).toEqual({ write: true, reason: null });
  expect(maya.refused).toBeNull();
});
