import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { problem } from '#lib/model/problem.ts';
import { CLOSE, MAX_UPDATE_BYTES } from '#lib/protocol/messages.ts';
import { becomes, LineMaker, marks, pause, write, type Tab } from '../../../tests/builders/line-maker.ts';
import { ScriptedRoom, type RoomMember } from '../../../tests/builders/scripted-room.ts';

let server: ScriptedRoom;
let lines: LineMaker;
beforeEach(async () => {
  server = await ScriptedRoom.start();
  lines = new LineMaker(server);
});
afterEach(async () => {
  lines.closeAll();
  await server.down();
  server.assertNoGaps();
});

const editsOf = (member: RoomMember) =>
  member.heard.flatMap((message) => (message.kind === 'edit' ? [message.update] : []));
async function opened(): Promise<Tab> {
  const tab = lines.open();
  await becomes(tab, { status: 'online' });
  await vi.waitFor(() => expect(server.last.edits).toBe(1));
  return tab;
}

describe('going out', () => {
  it('[S11] an edit waits for the answer, and goes out in it', async () => {
    server.script.asks = false;
    const tab = lines.open();
    write(tab, 'a', 1);
    await becomes(tab, { status: 'online', unsaved: 1 });
    write(tab, 'b', 2);
    await pause(20);
    expect(server.last.edits).toBe(0);
    server.ask(server.last);
    await becomes(tab, { unsaved: 0 });
    expect(server.last.heard.at(-1)).toMatchObject({ kind: 'edit', isAnswer: true });
    expect(server.last.edits).toBe(1);
    expect(marks(server.ydoc())).toEqual({ a: 1, b: 2 });
  });

  it('[S12] edits of one turn go out as one, in their order, at its end', async () => {
    const tab = await opened();
    write(tab, 'a', 1);
    write(tab, 'a', 2);
    write(tab, 'b', 3);
    expect(tab.line.state.value.unsaved).toBe(3);
    await becomes(tab, { unsaved: 0 });
    expect(server.last.edits).toBe(2);
    expect(marks(server.ydoc())).toEqual({ a: 2, b: 3 });
  });

  it('[S12] what the others do is not sent back', async () => {
    const [one, two] = [await opened(), await opened()];
    write(one, 'a', 1);
    await vi.waitFor(() => expect(marks(two.ydoc)).toEqual({ a: 1 }));
    await pause(20);
    expect(server.members.map(({ edits }) => edits)).toEqual([2, 1]);
    expect(two.line.state.value.unsaved).toBe(0);
  });

  it('[S13] is unsaved until it is acknowledged, transaction by transaction', async () => {
    const tab = await opened();
    server.script.acknowledges = false;
    tab.ydoc.transact(() => {
      write(tab, 'a', 1);
      write(tab, 'b', 2);
    });
    await pause(0);
    write(tab, 'c', 3);
    await vi.waitFor(() => expect(marks(server.ydoc())).toEqual({ a: 1, b: 2, c: 3 }));
    expect(tab.line.state.value.unsaved).toBe(2);
    server.say({ kind: 'ack', count: 1 });
    await pause(20);
    expect(tab.line.state.value.unsaved).toBe(2);
    server.say({ kind: 'ack', count: 2 });
    await becomes(tab, { unsaved: 1 });
    server.say({ kind: 'ack', count: 3 });
    await becomes(tab, { unsaved: 0 });
  });
});

describe('the answer', () => {
  it('[S14] after a loss holds everything that was not acknowledged, once', async () => {
    const tab = await opened();
    server.script.takes = false; // it is lost on the way
    write(tab, 'a', 1);
    await pause(20);
    server.end();
    await becomes(tab, { status: 'connecting' });
    server.script.takes = true;
    write(tab, 'b', 2);
    await becomes(tab, { status: 'online', unsaved: 0 });
    expect(server.last.edits).toBe(1);
    expect(marks(server.ydoc())).toEqual({ a: 1, b: 2 });
  });

  it('[S14] holds also what was taken and not acknowledged', async () => {
    const tab = await opened();
    server.script.acknowledges = false;
    write(tab, 'a', 1);
    await vi.waitFor(() => expect(marks(server.ydoc())).toEqual({ a: 1 }));
    server.end();
    server.script.acknowledges = true;
    await becomes(tab, { status: 'online', unsaved: 0 });
    expect(server.ydoc().store.clients.get(tab.ydoc.clientID)).toHaveLength(1);
  });

  it('[S15] is empty where nothing is missing, whatever was ever deleted', async () => {
    for (let n = 0; n < 50; n++) {
      write({ ydoc: server.ydoc() }, `a${n}`, 1);
      write({ ydoc: server.ydoc() }, `a${n}`, 2);
    }
    await opened();
    expect(editsOf(server.last)).toEqual([Uint8Array.of(0, 0)]);
  });

  it('[S15] is given once for each question, the last of which gets everything', async () => {
    const tab = await opened();
    server.script.answers = false;
    server.end();
    await vi.waitFor(() => expect(server.members).toHaveLength(2));
    write(tab, 'a', 1);
    server.ask(server.last);
    await pause(20);
    expect(server.last.edits).toBe(0);
    server.say(Uint8Array.of(0, 1, 2, 0, 0));
    await becomes(tab, { unsaved: 0 });
    const [first, second] = editsOf(server.last);
    expect([first?.length, (second?.length ?? 0) > 2]).toEqual([2, true]);
  });

  it('[S15] holds what the room has dropped before it asked again', async () => {
    const tab = await opened();
    server.script.takes = false;
    write(tab, 'a', 1);
    await pause(0);
    write(tab, 'b', 2);
    await vi.waitFor(() => expect(server.last.edits).toBe(3));
    server.script.takes = true;
    server.ask(server.last);
    await becomes(tab, { unsaved: 0 });
    expect(marks(server.ydoc())).toEqual({ a: 1, b: 2 });
  });
});

describe('rights', () => {
  const reason = 'You are here as viewer.';

  it('[S16] nothing is sent while nothing may be written; it goes out when it may', async () => {
    server.script.greets = [{ kind: 'rights', rights: { write: false, reason } }];
    const tab = lines.open();
    await becomes(tab, { status: 'online', readOnly: reason });
    write(tab, 'a', 1);
    await pause(20);
    expect(server.last.edits).toBe(0);
    expect(tab.line.state.value.unsaved).toBe(1);
    server.say({ kind: 'rights', rights: { write: true, reason: null } });
    await becomes(tab, { readOnly: null, unsaved: 0 });
    expect(marks(server.ydoc())).toEqual({ a: 1 });
  });

  it('[S16] taken away and given back, they lose nothing of what was done meanwhile', async () => {
    const tab = await opened();
    server.script.takes = false;
    write(tab, 'a', 1); // on its way when the rights go
    await pause(0);
    server.say({ kind: 'rights', rights: { write: false, reason: null } });
    await becomes(tab, { readOnly: 'You may not edit here.' });
    write(tab, 'b', 2);
    await pause(20);
    expect(server.last.edits).toBe(2);
    server.script.takes = true;
    server.say({ kind: 'rights', rights: { write: true, reason: null } });
    server.ask(server.last);
    await becomes(tab, { unsaved: 0 });
    expect(marks(server.ydoc())).toEqual({ a: 1, b: 2 });
  });
});

describe('what is too large', () => {
  const part = 'x'.repeat(MAX_UPDATE_BYTES / 2 - 1000);

  it('[S17] for one message goes out in several', async () => {
    const tab = lines.open();
    for (const key of ['a', 'b', 'c']) write(tab, key, part + key);
    await becomes(tab, { unsaved: 0 });
    expect(editsOf(server.last).map(({ length }) => length > 1000)).toEqual([false, true, true]);
    expect(Object.keys(marks(server.ydoc()))).toEqual(['a', 'b', 'c']);
  });

  it('[S17] in itself ends the line before it is sent', async () => {
    const tab = await opened();
    write(tab, 'a', 1);
    await becomes(tab, { unsaved: 0 });
    write(tab, 'huge', part.repeat(3));
    const found = problem('too-large', { what: 'An edit', limit: '4 MB' });
    await becomes(tab, { status: 'refused', unsaved: 1, problem: found });
    expect(server.last.edits).toBe(2);
    expect(tab.line.kept()?.update.length).toBeGreaterThan(MAX_UPDATE_BYTES);
  });
});

describe('a refusal', () => {
  it('[S18] ends the line and keeps what was never acknowledged', async () => {
    const tab = await opened();
    write(tab, 'good', 1);
    await becomes(tab, { unsaved: 0 });
    expect(tab.line.kept()).toBeNull();
    const before = Y.encodeStateAsUpdate(server.ydoc());
    server.script.takes = false;
    write(tab, 'bad', 2);
    await pause(20);
    server.say({ kind: 'refused', ordinal: 3, code: 'bad-update', details: { reason: 'it is bad' } });
    server.end(CLOSE.refused);
    await becomes(tab, { status: 'refused', unsaved: 1 });
    expect(tab.line.state.value.problem).toEqual(problem('bad-update', { reason: 'it is bad' }));
    write(tab, 'later', 3);
    const kept = tab.line.kept();
    expect(kept).toMatchObject({ room: 'room' });
    expect(Date.now() - (kept?.atMs ?? 0)).toBeLessThan(5000);
    const again = new Y.Doc();
    Y.applyUpdate(again, before);
    expect(marks(again)).toEqual({ good: 1 });
    Y.applyUpdate(again, kept?.update ?? new Uint8Array());
    expect(marks(again)).toEqual({ good: 1, bad: 2, later: 3 });
    await pause(80);
    expect(server.members).toHaveLength(1);
  });

  it('[S18] of nothing keeps nothing, and what is kept can be let go', async () => {
    const [one, two] = [await opened(), await opened()];
    server.script.takes = false;
    write(two, 'a', 1);
    server.say({ kind: 'refused', ordinal: 1, code: 'read-only', details: { reason: 'x' } });
    await becomes(one, { status: 'refused' });
    await becomes(two, { status: 'refused', unsaved: 1 });
    expect(one.line.kept()).toBeNull();
    two.line.forgetKept();
    expect(two.line.kept()).toBeNull();
    expect(two.line.state.value.unsaved).toBe(0);
  });
});

describe('a document that outlives its line', () => {
  it('[S19] goes on over the next one, with what was not acknowledged', async () => {
    const tab = await opened();
    server.end(CLOSE.signedOut);
    await becomes(tab, { status: 'signed-out' });
    write(tab, 'a', 1);
    write(tab, 'b', 2);
    tab.line.destroy();
    server.script.answers = false;
    const next = lines.open({ ydoc: tab.ydoc });
    expect(next.line.state.value).toMatchObject({ unsaved: 2, synced: false });
    await vi.waitFor(() => expect(server.members).toHaveLength(2));
    server.say(Uint8Array.of(0, 1, 2, 0, 0));
    await becomes(next, { status: 'online', unsaved: 0 });
    expect(marks(server.ydoc())).toEqual({ a: 1, b: 2 });
  });
});
