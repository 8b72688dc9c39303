/** What only both ends together can show of src/lib/protocol/SPEC.md: edits are counted and answered, closes are heeded. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { VideoId } from '#lib/model/id.ts';
import { CLOSE, writeSync } from '#lib/protocol/messages.ts';
import { becomes, LineMaker, write } from './builders/line-maker.ts';
import { comment, ROOM, RoomsBench, settle } from './builders/rooms-bench.ts';
import { ScriptedRoom } from './builders/scripted-room.ts';

describe('a room', () => {
  let bench = new RoomsBench();
  afterEach(async () => {
    bench.log.flow();
    await bench.rooms.stop();
    bench = new RoomsBench();
  });

  it('numbers the edits of each socket from 1, answers and updates alike [P4]', async () => {
    const first = await bench.join('maya'); // its answer is edit 1
    comment(first, 'edit 2');
    first.edit(Uint8Array.of(0, 0), 'missing');
    await settle();
    expect([first.sent, first.acknowledged]).toEqual([3, 3]);
    const second = await bench.join('maya');
    second.edit(Uint8Array.of(9, 9));
    await settle();
    expect(second.refused?.ordinal).toBe(2);
  });

  it('acknowledges so many that are on the disk, and never fewer than before [P5]', async () => {
    const maya = await bench.join('maya');
    const counts: number[] = [];
    for (let n = 0; n < 6; n++) {
      if (n % 2 === 0) bench.log.hold();
      else bench.log.flow();
      comment(maya, `n ${n}`);
      await settle();
      counts.push(maya.acknowledged);
      expect([...bench.log.rows(ROOM)].length).toBeGreaterThanOrEqual(maya.acknowledged - 1);
    }
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(maya.acknowledged).toBe(7);
  });

  it('says nothing of ours to who has not asked for it [P9]', async () => {
    const [stock, ours] = [await bench.join('maya', { loupe: false }), await bench.join('ito')];
    comment(stock, 'one');
    comment(ours, 'two');
    await settle();
    bench.setRole('maya', 'viewer');
    comment(stock, 'refused');
    await settle();
    expect(new Set(stock.came)).toEqual(new Set(['presence', 'state-vector', 'missing', 'update']));
    expect(new Set(ours.came)).toEqual(
      new Set(['rights', 'authors', 'presence', 'state-vector', 'missing', 'update', 'ack']),
    );
    expect(stock.socket.ended?.code).toBe(4403);
  });

  it('tells news of a video to all who are in its rooms and asked for ours, and to nobody else [P17]', async () => {
    const [stock, ours] = [await bench.join('maya', { loupe: false }), await bench.join('ito')];
    const heard = () => [stock, ours].map(({ came }) => came.filter((one) => one === 'news').length);
    bench.rooms.tellNews('another' as VideoId, 'work');
    await settle();
    expect(heard()).toEqual([0, 0]);
    bench.rooms.tellNews('video' as VideoId, 'work');
    await settle();
    expect(heard()).toEqual([0, 1]);
  });
});

describe('a line', () => {
  let room: ScriptedRoom;
  let make: LineMaker;
  beforeEach(async () => {
    room = await ScriptedRoom.start();
    make = new LineMaker(room);
  });
  afterEach(async () => {
    make.closeAll();
    await room.down();
  });

  it('answers each state vector with one edit, and says nothing of its own before the first [P6]', async () => {
    const ydoc = new Y.Doc();
    write({ ydoc }, 'offline', 1);
    const tab = make.open({ ydoc });
    write(tab, 'early', 2);
    await becomes(tab, { synced: true, unsaved: 0 });
    for (let n = 0; n < 3; n++) room.say(writeSync('stateVector', Y.encodeStateVector(room.ydoc())));
    write(tab, 'between', 3);
    await becomes(tab, { unsaved: 0 });
    const edits = () => room.last.heard.flatMap((said) => (said.kind === 'edit' ? [said] : []));
    await expect.poll(() => edits().filter(({ isAnswer }) => isAnswer).length).toBe(4);
    expect(edits()[0]?.isAnswer).toBe(true);
    expect(room.ydoc().getMap('marks').size).toBe(3);
    room.assertNoGaps();
  });

  it.each([
    [CLOSE.signedOut, 'signed-out'],
    [CLOSE.gone, 'gone'],
    [CLOSE.refused, 'refused'],
    [CLOSE.tooLarge, 'refused'],
    [1009, 'refused'],
  ] as const)('closed with %i stays away: it is %s [P10]', async (code, status) => {
    const tab = make.open();
    await becomes(tab, { status: 'online' });
    room.end(code, 'why');
    await becomes(tab, { status });
    await settle(100);
    expect(room.members).toHaveLength(1);
  });

  it.each([CLOSE.restarting, CLOSE.overloaded, CLOSE.resync, 1011])(
    'closed with %i comes back [P10]',
    async (code) => {
      const tab = make.open();
      await becomes(tab, { status: 'online' });
      room.end(code);
      await expect.poll(() => room.members.length, { timeout: 4000 }).toBe(2);
      await becomes(tab, { status: 'online' });
    },
  );
});
