import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { RoomClient } from '../../tests/builders/room-client.ts';
import { comment, comments, rewrite, ROOM, RoomsBench, settle } from '../../tests/builders/rooms-bench.ts';

let bench = new RoomsBench();
afterEach(async () => {
  bench.log.flow();
  await bench.rooms.stop();
  bench = new RoomsBench();
});

/** An update that a stock library makes without knowing the document. */
function foreign(run: (ydoc: Y.Doc) => void): Uint8Array {
  const ydoc = new Y.Doc();
  run(ydoc);
  return Y.encodeStateAsUpdate(ydoc);
}

describe('opening', () => {
  it('is done once, and whoever joins meanwhile waits for the whole document [R1]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'first');
    await settle();
    const again = new RoomsBench({}, bench.log);
    bench.log.openings.length = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    bench.log.onOpen = () => promise;
    const all = [again.enter('ito'), again.enter('vera'), again.enter('maya', { ydoc: maya.ydoc })];
    await settle();
    expect(all.map(({ synced }) => synced)).toEqual([false, false, false]);
    resolve();
    await settle();
    expect(bench.log.openings).toEqual([ROOM]);
    expect(all.map(comments)).toEqual([['first'], ['first'], ['first']]);
    expect(all.every(({ socket }) => socket.ended === null)).toBe(true);
    await again.rooms.stop();
  });

  it('that fails ends the lines for now, and the next to come tries again [R1]', async () => {
    let damaged = true;
    bench.log.onOpen = () => {
      if (damaged) throw new Error('damaged');
    };
    const maya = await bench.join('maya');
    expect(maya.socket.ended?.code).toBe(1013);
    expect(bench.said.some(({ text }) => text === 'error a document could not be opened')).toBe(true);
    damaged = false;
    const ito = await bench.join('ito');
    expect(ito.synced).toBe(true);
  });
});

describe('an edit', () => {
  it('is shown and acknowledged only after its row is on the disk [R2]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    const before = maya.acknowledged;
    bench.log.hold();
    comment(maya, 'waits');
    await settle();
    expect(comments(ito)).toEqual([]);
    expect(maya.acknowledged).toBe(before);
    bench.log.flow();
    await settle();
    expect(comments(bench.log.document(ROOM) && { ydoc: bench.log.document(ROOM) })).toEqual(['waits']);
    expect(comments(ito)).toEqual(['waits']);
    expect(maya.acknowledged).toBe(maya.sent);
  });

  it('is kept with its person, and with the clients that are new [R2]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'one');
    await settle();
    comment(maya, 'two');
    await settle();
    expect([...bench.log.rows(ROOM)].map(({ seq, person }) => [seq, person])).toEqual([
      [1, 'maya'],
      [2, 'maya'],
    ]);
    expect([...(await bench.log.open(ROOM)).clients]).toEqual([[maya.ydoc.clientID, 'maya']]);
  });

  it('reaches every other once and its sender never, also when many commit together [R4]', async () => {
    const members = [await bench.join('maya'), await bench.join('ito'), await bench.join('vera')];
    const [maya, ito, vera] = members as [RoomClient, RoomClient, RoomClient];
    for (const member of members) member.heard.length = 0;
    bench.log.hold();
    comment(maya, 'a');
    await settle();
    comment(maya, 'b');
    comment(ito, 'c');
    comment(maya, 'd');
    bench.log.flow();
    await settle();
    expect(members.map(comments)).toEqual(Array(3).fill(['a', 'b', 'c', 'd']));
    // The first went alone, the rest as one batch: to vera as one update, to its senders without their own.
    expect([maya.heard.length, ito.heard.length, vera.heard.length]).toEqual([1, 3, 2]);
    expect(maya.heard.map((update) => clientsOf(update))).toEqual([[ito.ydoc.clientID]]);
    expect(ito.heard.flatMap((update) => clientsOf(update))).not.toContain(ito.ydoc.clientID);
  });

  it('of several rooms does not mix [R4]', async () => {
    const other = ROOM.replace('video', 'other');
    const maya = await bench.join('maya');
    const ito = await bench.join('ito', { room: other });
    comment(maya, 'here');
    await settle();
    expect(comments(ito)).toEqual([]);
    expect(bench.log.names()).toEqual([ROOM]);
  });
});

describe('an acknowledgement', () => {
  it('counts the edits of its own socket that are on the disk, in order [R5]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    bench.log.hold();
    comment(maya, 'a');
    await settle();
    comment(maya, 'b');
    comment(ito, 'c');
    await settle();
    expect([maya.acknowledged, ito.acknowledged]).toEqual([1, 1]); // their answers when they joined
    bench.log.flow();
    await settle();
    expect([maya.acknowledged, ito.acknowledged]).toEqual([3, 2]);
  });

  it('of what the document has already waits for what that stands on [R5]', async () => {
    const maya = await bench.join('maya');
    const tab = await bench.join('maya');
    bench.log.hold();
    comment(maya, 'twice');
    const update = Y.encodeStateAsUpdate(maya.ydoc);
    tab.edit(update); // from the outbox that both tabs share
    await settle();
    expect(tab.acknowledged).toBe(1);
    bench.log.flow();
    await settle();
    expect([tab.acknowledged, tab.sent]).toEqual([2, 2]);
    expect([...bench.log.rows(ROOM)]).toHaveLength(1);
  });

  it('comes for an answer that had nothing, and nothing is written for it [R5]', async () => {
    const maya = await bench.join('maya');
    expect([maya.sent, maya.acknowledged]).toEqual([1, 1]);
    expect(bench.log.names()).toEqual([]);
  });

  it('is told only to who understands it [R6]', async () => {
    const stock = await bench.join('maya', { loupe: false });
    comment(stock, 'one');
    await settle();
    expect(stock.came.filter((name) => !['presence', 'state-vector', 'missing'].includes(name))).toEqual([]);
    expect(comments({ ydoc: bench.log.document(ROOM) })).toEqual(['one']);
  });
});

describe('an answer', () => {
  it('holds nothing that is not on the disk [R3]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'safe');
    await settle();
    bench.log.hold();
    comment(maya, 'not yet');
    await settle();
    const ito = await bench.join('ito');
    const state = bench.rooms.state(ROOM);
    let early = false;
    void state.then(() => (early = true));
    await settle();
    expect([ito.synced, early]).toEqual([false, false]);
    bench.log.flow();
    await settle();
    expect(ito.synced).toBe(true);
    expect(comments(ito)).toEqual(['not yet', 'safe']);
    expect((await state).head).toBe(2);
  });

  it('and what comes after it leave no gap, whatever commits in between [R3]', async () => {
    const maya = await bench.join('maya');
    bench.log.hold();
    comment(maya, 'before');
    await settle();
    const ito = bench.enter('ito');
    await settle();
    comment(maya, 'after');
    await settle();
    bench.log.flow();
    await settle();
    expect(comments(ito)).toEqual(['after', 'before']);
    const shown = ito.came.filter((name) => name === 'missing' || name === 'update');
    expect(shown).toEqual(['missing', 'update']); // nothing before the whole
    expect(ito.ydoc.store.pendingStructs).toBeNull();
  });

  it('is made once for all who have nothing yet [R3]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'one');
    await settle();
    const first = (await bench.rooms.state(ROOM)).state;
    expect((await bench.rooms.state(ROOM)).state).toBe(first);
    comment(maya, 'two');
    await settle();
    expect((await bench.rooms.state(ROOM)).state).not.toBe(first);
  });
});

describe('who wrote', () => {
  it('is told at the door, and before the first edit of a new client is shown [R6]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'one');
    await settle();
    const ito = await bench.join('ito');
    expect([...ito.authors]).toEqual([[maya.ydoc.clientID, 'maya']]);
    maya.came.length = 0;
    comment(ito, 'two');
    await settle();
    expect(maya.came).toEqual(['authors', 'update']);
    expect(maya.authors.get(ito.ydoc.clientID)).toBe('ito');
    maya.came.length = 0;
    comment(ito, 'three');
    await settle();
    expect(maya.came).toEqual(['update']);
  });

  it('stays who it was: nobody else may write with that client [R6]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'mine');
    await settle();
    const thief = await bench.join('ito');
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(maya.ydoc));
    ydoc.clientID = maya.ydoc.clientID;
    comment({ ydoc }, 'forged');
    thief.edit(Y.encodeStateAsUpdate(ydoc));
    await settle();
    expect(thief.socket.ended?.code).toBe(4403);
    expect(comments(maya)).toEqual(['mine']);
  });
});

describe('a refused edit', () => {
  it('ends its line with a reason, and nothing of it is applied, shown or written [R7]', async () => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    comment(maya, 'good');
    maya.edit(foreign((ydoc) => ydoc.getMap('loot').set('a', 1)));
    comment(maya, 'dropped');
    await settle();
    expect(maya.refused).toEqual({ ordinal: 3, code: 'bad-update' });
    expect(maya.socket.ended?.code).toBe(4403);
    expect(maya.socket.ended?.reason).toMatch(/^An edit was refused: /);
    await settle();
    expect(comments(ito)).toEqual(['good']);
    expect(ito.ydoc.share.has('loot')).toBe(false);
    expect([...bench.log.rows(ROOM)]).toHaveLength(1);
  });

  it('that is too large ends it with another code [R7]', async () => {
    const maya = await bench.join('maya');
    maya.edit(new Uint8Array(5 * 1024 * 1024));
    await settle();
    expect(maya.refused?.code).toBe('too-large');
    expect(maya.socket.ended?.code).toBe(4413);
  });

  it('is logged with ids and a code, never what it said [R8]', async () => {
    const vera = await bench.join('vera');
    bench.setRole('vera', 'viewer');
    comment(vera, 'the patient’s name');
    await settle();
    const line = bench.said.find(({ text }) => text === 'warn an edit was refused');
    expect(line?.fields).toEqual({ document: ROOM, person: 'vera', ordinal: 2, code: 'read-only' });
  });

  it.each([
    ['no message', [9]],
    ['cut short', [0, 2, 100, 1]],
    ['more than a message', [3, 3]],
    ['a server’s message', [2, 0]],
    ['an update that is none', [0, 2, 3, 255, 255, 255]],
    ['a state vector that is none', [0, 0, 2, 5, 1]],
    ['presence that is none', [1, 2, 5, 1]],
    ['nothing at all', []],
  ])('%s ends the line and nothing else [R7]', async (_, bytes) => {
    const [maya, ito] = [await bench.join('maya'), await bench.join('ito')];
    maya.socket.say(Uint8Array.from(bytes));
    await settle();
    expect(maya.socket.ended?.code).toBe(4403);
    comment(ito, 'goes on');
    await settle();
    expect([ito.acknowledged, ito.socket.ended]).toEqual([2, null]);
  });
});

describe('an edit sent before the room was answered', () => {
  it('lies behind a gap: it is dropped, and is in the answer [R10]', async () => {
    const maya = await bench.join('maya');
    comment(maya, 'known');
    await settle();
    maya.leave();
    comment(maya, 'offline');
    const ito = await bench.join('ito');
    const back = bench.enter('maya', { ydoc: maya.ydoc });
    comment(back, 'too early'); // a stock client sends it at once, before it has heard the room
    await settle();
    expect(back.socket.ended).toBeNull();
    expect(comments(ito)).toEqual(['known', 'offline', 'too early']);
    expect(back.acknowledged).toBe(back.sent);
  });

  it('is asked for, when nothing is owed any more [R10]', async () => {
    const maya = await bench.join('maya');
    const id = comment(maya, 'one');
    await settle();
    const lost = maya.sent;
    // A line that loses one message of several is none of ours, yet a program may do so.
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(maya.ydoc), maya);
    rewrite({ ydoc }, id, 'two');
    const vector = Y.encodeStateVector(ydoc);
    comment({ ydoc }, 'three');
    Y.applyUpdate(maya.ydoc, Y.encodeStateAsUpdate(ydoc), maya); // not sent by itself
    maya.edit(Y.encodeStateAsUpdate(ydoc, vector));
    await settle();
    expect(maya.socket.ended).toBeNull();
    expect(maya.sent).toBe(lost + 2);
    expect(comments({ ydoc: bench.log.document(ROOM) })).toEqual(['three', 'two']);
  });

  it('is refused when the answer itself has a gap [R10]', async () => {
    const maya = await bench.join('maya');
    const ydoc = new Y.Doc();
    comment({ ydoc }, 'one');
    const vector = Y.encodeStateVector(ydoc);
    comment({ ydoc }, 'two');
    maya.edit(Y.encodeStateAsUpdate(ydoc, vector), 'missing');
    await settle();
    expect(maya.refused?.code).toBe('bad-update');
  });
});

function clientsOf(update: Uint8Array): readonly number[] {
  return [...new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client))];
}
