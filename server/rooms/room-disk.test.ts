import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { comment, comments, ROOM, RoomsBench, settle } from '../../tests/builders/rooms-bench.ts';

let bench = new RoomsBench();
afterEach(async () => {
  bench.log.flow();
  bench.log.inner.fill(false);
  await bench.rooms.stop();
  bench = new RoomsBench();
});

const onDisk = () => comments({ ydoc: bench.log.document(ROOM) });

describe('a full disk', () => {
  it('makes the room read only for who could write, with the reason [R11]', async () => {
    const [maya, vera] = [await bench.join('maya'), await bench.join('vera')];
    bench.setRole('vera', 'viewer');
    await settle();
    vera.came.length = 0;
    bench.log.inner.fill(true);
    await settle();
    expect(maya.rights?.write).toBe(false);
    expect(maya.rights?.reason).toMatch(/^The server’s disk is full\./);
    expect(vera.rights?.reason).toBe('You are here as viewer.');
    expect(vera.came).toEqual([]);
    const late = await bench.join('ito');
    expect(late.rights?.write).toBe(false);
    bench.log.inner.fill(false);
    await settle();
    expect([maya.rights, late.rights]).toEqual(Array(2).fill({ write: true, reason: null }));
    expect(vera.rights?.write).toBe(false);
  });

  it('takes nothing that it cannot keep: it is neither acknowledged nor shown [R11]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    comment(maya, 'kept');
    await settle();
    bench.log.hold();
    comment(maya, 'on its way'); // applied in memory when the disk turns out to be full
    await settle();
    comment(maya, 'behind it');
    comment(ito, 'of somebody else');
    bench.log.inner.fill(true);
    bench.log.flow();
    await settle();
    comment(maya, 'while full');
    await settle();
    expect([maya.acknowledged, ito.acknowledged]).toEqual([2, 1]);
    const vera = await bench.join('vera');
    expect([comments(vera), onDisk()]).toEqual([['kept'], ['kept']]);
    expect(comments(ito)).toEqual(['kept', 'of somebody else']);
    expect([maya, ito, vera].map(({ socket }) => socket.ended)).toEqual([null, null, null]);
  });

  it('drops an edit whole: what is said behind it is not acknowledged in its place [R11]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'kept');
    await settle();
    const known = Y.encodeStateAsUpdate(maya.ydoc);
    bench.log.hold();
    comment(maya, 'lost');
    await settle();
    bench.log.inner.fill(true);
    bench.log.flow();
    await settle();
    maya.edit(known); // nothing that the document does not have
    await settle();
    expect([maya.sent, maya.acknowledged]).toEqual([4, 2]);
    expect(bench.log.openings).toEqual([ROOM, ROOM]);
    const ito = await bench.join('ito');
    comment(ito, 'while full');
    await settle();
    expect(bench.log.openings).toEqual([ROOM, ROOM]);
  });

  it('refuses no answer to a question from before: it builds on what was lost meanwhile [R12]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'kept');
    await settle();
    bench.log.hold();
    comment(maya, 'lost');
    await settle();
    maya.socket.reading = false;
    for (const role of ['viewer', 'annotator'] as const) bench.setRole('maya', role); // she is asked again
    await settle();
    bench.log.inner.fill(true);
    bench.log.flow();
    await settle();
    comment(maya, 'behind it');
    maya.socket.reading = true;
    maya.take();
    await settle();
    expect([maya.socket.ended, maya.refused]).toEqual([null, null]);
    bench.log.inner.fill(false);
    await settle();
    expect(new Set(onDisk())).toEqual(new Set(['kept', 'lost', 'behind it']));
    expect(maya.acknowledged).toBe(maya.sent);
  });

  it('with space again asks everybody for what they have, and nothing is lost [R12]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    bench.log.hold();
    comment(maya, 'on its way');
    await settle();
    comment(ito, 'behind it');
    bench.log.inner.fill(true);
    bench.log.flow();
    await settle();
    comment(maya, 'while full');
    comment(ito, 'while full too');
    await settle();
    bench.log.inner.fill(false);
    await settle();
    const all = ['behind it', 'on its way', 'while full', 'while full too'];
    expect([maya, ito].map(comments)).toEqual([all, all]);
    expect(onDisk()).toEqual(all);
    expect([maya, ito].map(({ sent, acknowledged }) => sent - acknowledged)).toEqual([0, 0]);
    comment(maya, 'later');
    await settle();
    expect(comments(ito)).toContain('later');
  });

  it('that had space again before anybody noticed is no different [R12]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    bench.log.hold();
    comment(maya, 'one');
    await settle();
    bench.log.flow();
    bench.log.inner.fill(true);
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    comment(maya, 'two');
    bench.log.inner.fill(false);
    await settle();
    expect([onDisk(), comments(ito)]).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
    expect(maya.sent - maya.acknowledged).toBe(0);
  });

  it('changes nothing for what needs no writing [R11]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'one');
    await settle();
    bench.log.inner.fill(true);
    const back = await bench.join('maya', { ydoc: maya.ydoc });
    expect([back.sent, back.acknowledged]).toEqual([1, 1]);
    expect((await bench.rooms.state(ROOM)).head).toBe(1);
  });

  it('while a document is asked for whole answers with what is on the disk [R3]', async () => {
    const maya = await bench.join('maya');
    bench.log.hold();
    comment(maya, 'lost');
    await settle();
    const state = bench.rooms.state(ROOM);
    bench.log.inner.fill(true);
    bench.log.flow();
    const { head, state: bytes } = await state;
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, bytes);
    expect([head, comments({ ydoc })]).toEqual([0, []]);
  });
});

describe('a broken disk', () => {
  it('acknowledges nothing and ends every line: the server comes back with what is on it [R13]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    bench.log.hold();
    comment(maya, 'lost');
    await settle();
    bench.log.inner.breakDown('EIO');
    bench.log.flow();
    await settle();
    expect([maya, ito].map(({ socket }) => socket.ended?.code)).toEqual([1012, 1012]);
    expect([maya.acknowledged, comments(ito)]).toEqual([1, []]);
  });
});

describe('a snapshot', () => {
  it('is kept after so many rows, and a document opened from it is the same [R24]', async () => {
    bench = new RoomsBench({ snapshotRows: 10 });
    const maya = await bench.join('maya');
    for (let n = 10; n < 35; n++) {
      comment(maya, `n ${n}`);
      await settle(1);
    }
    await settle();
    expect(bench.log.snapshots).toEqual([10, 20]);
    const again = new RoomsBench({}, bench.log);
    const ito = await again.join('ito');
    expect(comments(ito)).toEqual(comments(maya));
    expect((await bench.log.inner.open(ROOM)).rows).toHaveLength(5);
    await again.rooms.stop();
  });

  it('is kept after so many bytes [R24]', async () => {
    bench = new RoomsBench({ snapshotBytes: 10_000 });
    const maya = await bench.join('maya');
    comment(maya, 'short');
    await settle();
    expect(bench.log.snapshots).toEqual([]);
    comment(maya, 'x'.repeat(5000));
    comment(maya, 'y'.repeat(5000));
    await settle();
    expect(bench.log.snapshots).toEqual([3]);
  });

  it('holds nothing that is not on the disk [R24]', async () => {
    bench = new RoomsBench({ snapshotRows: 1 });
    const maya = await bench.join('maya');
    comment(maya, 'one');
    await settle();
    bench.log.hold();
    comment(maya, 'two');
    await settle();
    comment(maya, 'three');
    bench.log.flow();
    await settle();
    for (const seq of bench.log.snapshots) expect(seq).toBeLessThanOrEqual(3);
    const { snapshot } = await bench.log.inner.open(ROOM);
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, snapshot!.state);
    const expected = new Y.Doc();
    for (const { seq, update } of bench.log.rows(ROOM))
      if (seq <= snapshot!.seq) Y.applyUpdate(expected, update);
    expect(comments({ ydoc })).toEqual(comments({ ydoc: expected }));
  });
});
