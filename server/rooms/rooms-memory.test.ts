/** Memory over all documents: what nobody needs goes first, then no more is opened, and what is open goes on. */
import { afterEach, expect, it } from 'vitest';
import type { VideoId } from '#lib/model/id.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { comment, comments, RoomsBench, settle } from '../../tests/builders/rooms-bench.ts';

const rooms = [0, 1, 2, 3].map((n) => roomName({ kind: 'discussion', video: `video${n}` as VideoId }));
const [first = '', second = '', third = '', fourth = ''] = rooms;

let bench: RoomsBench;
afterEach(() => bench.rooms.stop());

it('closes what was left first, keeps what was left last, and loses nothing of either [R43]', async () => {
  bench = new RoomsBench({ memoryBytes: 150_000, idleMs: 1e8 }); // two or three with a line in each
  for (const room of [first, second, third]) {
    const maya = await bench.join('maya', { room });
    comment(maya, `in ${room}`);
    await settle();
    maya.socket.hangUp();
    await settle(20);
  }
  const held = await bench.join('maya', { room: fourth });
  const again = await bench.join('ito', { room: third });
  expect(bench.log.openings).toEqual([first, second, third, fourth]); // the third was still there
  expect(comments(again)).toEqual([`in ${third}`]);
  again.socket.hangUp();
  const back = bench.enter('ito', { room: first });
  await expect.poll(() => comments(back)).toEqual([`in ${first}`]);
  expect(held.socket.ended).toBeNull();
  expect(bench.log.snapshots.length).toBeGreaterThan(0);
});

it('opens no more when all are needed, and says so; what is open goes on [R43]', async () => {
  bench = new RoomsBench({ memoryBytes: 100_000 });
  const [maya, ito] = [await bench.join('maya', { room: first }), await bench.join('ito', { room: first })];
  const other = await bench.join('maya', { room: second });
  const late = bench.enter('ito', { room: third });
  await expect.poll(() => late.socket.ended).not.toBeNull();
  expect(late.socket.ended).toEqual({ code: 1013, reason: 'The server has too much to do just now.' });
  await expect(bench.rooms.state(third)).rejects.toMatchObject({ problem: { code: 'server-busy' } });
  expect(bench.said.map(({ text }) => text)).toContain('error there is no memory for another document');
  comment(maya, 'goes on');
  await expect.poll(() => comments(ito)).toEqual(['goes on']);

  other.socket.hangUp();
  maya.socket.hangUp();
  ito.socket.hangUp();
  const now = bench.enter('ito', { room: third });
  await expect.poll(() => now.acknowledged).toBeGreaterThan(0);
  expect(now.socket.ended).toBeNull();
});

it('opens any number that come at once, each for who waits for it [R1]', async () => {
  bench = new RoomsBench();
  const names = Array.from({ length: 40 }, (_, n) =>
    roomName({ kind: 'discussion', video: `many${n}` as VideoId }),
  );
  const people = names.map((room) => bench.enter('maya', { room }));
  const gone = bench.enter('ito', { room: names[39] ?? '' });
  gone.socket.hangUp(); // before its turn
  for (const one of people) await expect.poll(() => one.acknowledged).toBeGreaterThan(0);
  expect(bench.log.openings).toHaveLength(40);
});

it('weighs a document by what is in it [R43]', async () => {
  bench = new RoomsBench({ memoryBytes: 400_000 });
  const maya = await bench.join('maya', { room: first });
  const before = await bench.join('ito', { room: second });
  expect(before.socket.ended).toBeNull();
  for (let n = 0; n < 60; n++) comment(maya, 'x'.repeat(4000));
  await settle(20);
  const late = bench.enter('vera', { room: third });
  await expect.poll(() => late.socket.ended?.code).toBe(1013);
});
