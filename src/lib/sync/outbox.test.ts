import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/protocol/messages.ts';
import { becomes, FAST, LineMaker, marks, write, type Tab } from '../../../tests/builders/line-maker.ts';
import { ScriptedRoom } from '../../../tests/builders/scripted-room.ts';
import { Keeper } from './keeper.ts';
import { Outbox, unsentIn, wipeOutbox } from './outbox.ts';

let server: ScriptedRoom;
let lines: LineMaker;
beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  server = await ScriptedRoom.start();
  lines = new LineMaker(server);
});
afterEach(async () => {
  lines.closeAll();
  await server.down();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  server.assertNoGaps();
});

const keeps = (person: string, count: number) =>
  vi.waitFor(async () => expect(await unsentIn(person)).toBe(count), { timeout: 3000, interval: 5 });
async function opened(person = 'maya'): Promise<Tab> {
  const tab = lines.open({ person });
  await becomes(tab, { status: 'online' });
  return tab;
}
/** Works without a server, and closes the page. */
async function workAlone(keys: readonly string[], person = 'maya'): Promise<Tab> {
  const tab = await opened(person);
  server.script.takes = false;
  for (const key of keys) write(tab, key, 1);
  await keeps(person, keys.length);
  tab.line.destroy();
  server.script.takes = true;
  return tab;
}
const full = () =>
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });

describe('a sign-out', () => {
  it('[S28] in another page leaves nothing in the browser, also of what is done after it', async () => {
    const [here, there] = [await opened(), await opened()];
    server.script.acknowledges = false;
    write(here, 'a', 1);
    write(there, 'b', 1);
    await keeps('maya', 2);
    await wipeOutbox('maya');
    write(there, 'c', 1);
    await becomes(there, { keeps: false, unsaved: 2 });
    write(there, 'd', 1);
    await new Promise((done) => setTimeout(done, 50));
    expect(await unsentIn('maya')).toBe(0);
  });

  it('[S28] while something is being written leaves nothing either', async () => {
    const tab = await opened();
    server.script.acknowledges = false;
    for (let n = 0; n < 30; n++) {
      write(tab, `k${n}`, n);
      if (n % 10 === 9) await wipeOutbox('maya');
      await new Promise((done) => setImmediate(done));
    }
    await wipeOutbox('maya');
    await becomes(tab, { keeps: false });
    await new Promise((done) => setTimeout(done, 50));
    expect(await unsentIn('maya')).toBe(0);
  });

  it('[S28] of somebody else concerns nobody here', async () => {
    const tab = await opened();
    server.script.acknowledges = false;
    write(tab, 'a', 1);
    await keeps('maya', 1);
    await wipeOutbox('tom');
    write(tab, 'b', 1);
    await keeps('maya', 2);
    expect(tab.line.state.value.keeps).toBe(true);
  });

  it('[S28] is over when the person is signed in again: what waits is kept, and goes out', async () => {
    const tab = await opened();
    server.script.acknowledges = false;
    write(tab, 'a', 1);
    await keeps('maya', 1);
    await wipeOutbox('maya');
    server.end(CLOSE.signedOut);
    await becomes(tab, { status: 'signed-out' });
    write(tab, 'b', 1);
    await becomes(tab, { keeps: false, unsaved: 2 });
    tab.line.reconnect();
    await becomes(tab, { status: 'online', keeps: true });
    await keeps('maya', 2);
    server.script.acknowledges = true;
    write(tab, 'c', 1);
    await becomes(tab, { unsaved: 0 });
    await keeps('maya', 0);
    expect(marks(server.ydoc())).toEqual({ a: 1, b: 1, c: 1 });
  });
});

describe('what is not acknowledged', () => {
  it('[S20] lies in the browser until it is', async () => {
    const tab = await opened();
    server.script.acknowledges = false;
    write(tab, 'a', 1);
    write(tab, 'b', 2);
    await keeps('maya', 2);
    expect(tab.line.state.value.unsaved).toBe(2);
    server.say({ kind: 'ack', count: 2 });
    await becomes(tab, { unsaved: 0 });
    await keeps('maya', 0);
  });

  it('[S20] goes out at the next opening, and is unsaved until it is acknowledged', async () => {
    await workAlone(['a', 'b']);
    server.script.acknowledges = false;
    const next = lines.open({ person: 'maya' });
    await becomes(next, { synced: true, unsaved: 2 });
    expect(marks(next.ydoc)).toEqual({ a: 1, b: 1 });
    await vi.waitFor(() => expect(marks(server.ydoc())).toEqual({ a: 1, b: 1 }));
    expect(next.line.state.value.unsaved).toBe(2);
    server.say({ kind: 'ack', count: 1 });
    await becomes(next, { unsaved: 0 });
    await keeps('maya', 0);
  });

  it('[S20] is there before anybody sees the document as whole', async () => {
    await workAlone(['a']);
    const next = lines.open({ person: 'maya' });
    const seen: unknown[] = [];
    next.line.state.subscribe(({ synced }) => synced && seen.push(marks(next.ydoc)));
    await becomes(next, { synced: true });
    expect(seen[0]).toEqual({ a: 1 });
  });

  it('[S21] is its person’s alone', async () => {
    await workAlone(['a'], 'maya');
    const other = await opened('tom');
    expect(marks(other.ydoc)).toEqual({});
    expect([await unsentIn('maya'), await unsentIn('tom'), await unsentIn('may')]).toEqual([1, 0, 0]);
    await wipeOutbox('tom');
    expect(await unsentIn('maya')).toBe(1);
  });

  it('[S21] is counted in all rooms, and forgotten at sign-out', async () => {
    await workAlone(['a', 'b']);
    const elsewhere = lines.open({ person: 'maya', room: 'elsewhere' });
    await becomes(elsewhere, { status: 'online' });
    expect(marks(elsewhere.ydoc)).toEqual({});
    server.script.takes = false;
    write(elsewhere, 'c', 1);
    await keeps('maya', 3);
    elsewhere.line.destroy();
    await wipeOutbox('maya');
    expect(await unsentIn('maya')).toBe(0);
    server.script.takes = true;
    await opened();
    expect(marks(server.ydoc())).toEqual({});
  });

  it('[S22] may be sent by two pages, and is done once', async () => {
    const one = await opened();
    server.script.acknowledges = false;
    server.script.takes = false;
    write(one, 'a', 1);
    await keeps('maya', 1);
    const two = lines.open({ person: 'maya' });
    await becomes(two, { synced: true, unsaved: 1 });
    server.script.takes = server.script.acknowledges = true;
    server.end();
    await Promise.all([one, two].map((tab) => becomes(tab, { status: 'online', unsaved: 0 })));
    await keeps('maya', 0);
    expect(marks(server.ydoc())).toEqual({ a: 1 });
    expect(server.ydoc().store.clients.get(two.ydoc.clientID)).toBeUndefined();
    expect(server.most).toBe(2);
  });
});

describe('what was found', () => {
  it('[S23] and does not fit stays where it is, and holds nothing up', async () => {
    await workAlone(['mine']);
    const outbox = new Outbox();
    const stranger = new Y.Doc();
    const updates: Uint8Array[] = [];
    stranger.on('update', (update: Uint8Array) => updates.push(update));
    write({ ydoc: stranger }, 'first', 1);
    write({ ydoc: stranger }, 'second', 2);
    const damaged = Uint8Array.of(9, 9, 9);
    await outbox.put([
      { key: ['maya', 'room', 'a', 1], update: updates[1] ?? damaged, asideMs: null },
      { key: ['maya', 'room', 'b', 0], update: damaged, asideMs: null },
    ]);
    const tab = await opened();
    await becomes(tab, { unsaved: 0 });
    expect(marks(server.ydoc())).toEqual({ mine: 1 });
    expect(await unsentIn('maya')).toBe(2);
    await outbox.close();
  });

  it('[S23] of several lines of one document goes out in the order that fits', async () => {
    const outbox = new Outbox();
    const ydoc = new Y.Doc();
    const updates: Uint8Array[] = [];
    ydoc.on('update', (update: Uint8Array) => updates.push(update));
    for (const key of ['a', 'b', 'c', 'd']) write({ ydoc }, key, 1);
    await outbox.put(
      updates.map((update, n) => ({ key: ['maya', 'room', 'zyxw'[n] ?? '', n], update, asideMs: null })),
    );
    const tab = await opened();
    await becomes(tab, { unsaved: 0 });
    expect(marks(server.ydoc())).toEqual({ a: 1, b: 1, c: 1, d: 1 });
    await keeps('maya', 0);
    await outbox.close();
  });

  it('[S23] late is taken in late', async () => {
    await workAlone(['a']);
    const outbox = new Outbox();
    const entries = await outbox.read('maya', 'room');
    await outbox.close();
    let release: () => void = () => undefined;
    vi.spyOn(Outbox.prototype, 'read').mockImplementation(async () => {
      await new Promise<void>((done) => (release = done));
      return entries;
    });
    const tab = lines.open({ person: 'maya', pace: { ...FAST, outboxMs: 10 } });
    await becomes(tab, { status: 'online', unsaved: 0 });
    await vi.waitFor(() => expect(server.last.edits).toBe(1));
    release();
    await vi.waitFor(() => expect(marks(server.ydoc())).toEqual({ a: 1 }));
    await becomes(tab, { unsaved: 0 });
    await keeps('maya', 0);
  });
});

describe('a browser that keeps nothing', () => {
  it('[S24] edits all the same, and says what is unsaved', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const tab = await opened();
    server.script.takes = false;
    write(tab, 'a', 1);
    await becomes(tab, { status: 'online', unsaved: 1, keeps: false });
    server.script.takes = true;
    server.end();
    await becomes(tab, { status: 'online', unsaved: 0 });
    expect(await unsentIn('maya')).toBe(0);
    await wipeOutbox('maya');
  });

  it('[S25] that is full keeps no change without those before it', async () => {
    const tab = await opened();
    server.script.takes = false;
    write(tab, 'a', 1);
    await keeps('maya', 1);
    const put = full();
    write(tab, 'b', 2);
    await vi.waitFor(() => expect(put).toHaveBeenCalled());
    await becomes(tab, { status: 'online', unsaved: 2, keeps: false });
    put.mockRestore();
    write(tab, 'c', 3);
    await becomes(tab, { unsaved: 3, keeps: true });
    expect(await unsentIn('maya')).toBe(3);
    tab.line.destroy();
    server.script.takes = true;
    await becomes(await opened(), { unsaved: 0 });
    expect(marks(server.ydoc())).toEqual({ a: 1, b: 2, c: 3 });
  });

  it('[S25] keeps up to its limit, and goes on when there is room', async () => {
    const told: boolean[] = [];
    const keeper: Keeper = new Keeper(
      'maya',
      'room',
      { told: () => told.push(keeper.keeps), unacknowledged: () => [] },
      100,
    );
    const change = (bytes: number) => ({
      update: new Uint8Array(bytes),
      key: keeper.nextKey(),
      ordinal: null,
    });
    const [a, b, c, d] = [60, 30, 30, 5].map(change) as [never, never, never, never];
    keeper.keep([a, b, c, d]);
    await keeps('maya', 2);
    keeper.forget([a]);
    await keeps('maya', 3);
    keeper.forget([b, c]);
    await keeps('maya', 1);
    const outbox = new Outbox();
    expect((await outbox.read('maya', 'room')).map(({ update }) => update.length)).toEqual([5]);
    await outbox.close();
    expect(told).toEqual([false, true]);
    keeper.close();
  });
});

describe('what was refused', () => {
  async function refused(): Promise<Tab> {
    const tab = await opened();
    server.script.takes = false;
    write(tab, 'bad', 1);
    await keeps('maya', 1);
    server.end(CLOSE.refused, 'it is bad');
    await becomes(tab, { status: 'refused', unsaved: 1 });
    server.script.takes = true;
    return tab;
  }

  it('[S26] is never sent again, and still there at the next visit', async () => {
    const tab = await refused();
    write(tab, 'later', 2);
    await keeps('maya', 2);
    const atMs = tab.line.kept()?.atMs;
    await vi.waitFor(async () => {
      const entries = await new Outbox().read('maya', 'room');
      expect(entries.map(({ asideMs }) => asideMs)).toEqual([atMs, atMs]);
    });
    tab.line.destroy();
    const next = await opened();
    expect(next.line.state.value.unsaved).toBe(0);
    expect(marks(server.ydoc())).toEqual({});
    const kept = next.line.kept();
    expect(kept).toMatchObject({ room: 'room', atMs });
    const copy = new Y.Doc();
    Y.applyUpdate(copy, kept?.update ?? new Uint8Array());
    expect(marks(copy)).toEqual({ bad: 1, later: 2 });
    next.line.forgetKept();
    expect(next.line.kept()).toBeNull();
    await keeps('maya', 0);
  });

  it('[S26] of one page leaves the others alone', async () => {
    const one = await opened();
    const two = await opened();
    server.script.acknowledges = false;
    write(two, 'good', 1);
    await keeps('maya', 1);
    server.script.takes = false;
    write(one, 'bad', 1);
    await keeps('maya', 2);
    server.say({ kind: 'refused', ordinal: 2, code: 'bad-update', details: { reason: 'x' } }, [
      server.members[0]!,
    ]);
    await becomes(one, { status: 'refused' });
    server.say({ kind: 'ack', count: 2 }, [server.members[1]!]);
    await becomes(two, { status: 'online', unsaved: 0 });
    expect(marks(server.ydoc())).toEqual({ good: 1 });
    await keeps('maya', 1);
  });
});

it('[S20] a change that waits for rights waits in the browser too', async () => {
  server.script.greets = [{ kind: 'rights', rights: { write: false, reason: 'No.' } }];
  const tab = await opened();
  write(tab, 'a', 1);
  await keeps('maya', 1);
  tab.line.destroy();
  server.script.greets = [];
  await becomes(await opened(), { unsaved: 0 });
  expect(marks(server.ydoc())).toEqual({ a: 1 });
});
