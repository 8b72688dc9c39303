import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as decoding from 'lib0/decoding';
import { MESSAGE } from '#lib/protocol/messages.ts';
import type { OwnPresence } from '#lib/protocol/presence.ts';
import type { Frame } from '#lib/model/time.ts';
import { becomes, LineMaker, pause, type Tab } from '../../../tests/builders/line-maker.ts';
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
});

const at = (frame: number): OwnPresence => ({
  frame: frame as Frame,
  playing: false,
  cursor: { x: 1, y: 2 },
  selection: [],
  draft: null,
});
const person = { id: 'tom', name: 'Tom', color: '#112233' };
const others = ({ line }: Tab) => line.presence?.others.value.map(({ client, frame }) => [client, frame]);

async function opened(presence = true): Promise<Tab> {
  const tab = lines.open({ presence });
  await becomes(tab, { status: 'online' });
  return tab;
}

/** Each state that a member has sent, with its client. */
function said(member: RoomMember): [client: number, state: unknown][] {
  return member.heard.flatMap((message) => {
    if (message.kind !== 'presence') return [];
    const decoder = decoding.createDecoder(message.states);
    return Array.from({ length: decoding.readVarUint(decoder) }, (): [number, unknown] => {
      const client = decoding.readVarUint(decoder);
      decoding.readVarUint(decoder);
      return [client, JSON.parse(decoding.readVarString(decoder))];
    });
  });
}

it('[S30] tells where we are at most 15 times a second, and the last of it', async () => {
  const tab = await opened();
  const begunMs = performance.now();
  for (let n = 0; n < 60; n++) {
    tab.line.presence?.set(at(n));
    await pause(4);
  }
  await vi.waitFor(() => expect(said(server.last).at(-1)?.[1]).toMatchObject({ frame: 59 }));
  const frames = said(server.last).map(([client, state]) => {
    expect(client).toBe(tab.ydoc.clientID);
    return (state as OwnPresence).frame;
  });
  expect(frames[0]).toBe(0);
  expect(frames.length).toBeGreaterThan(2);
  expect(frames.length).toBeLessThanOrEqual(2 + ((performance.now() - begunMs) * 15) / 1000);
  expect(frames).toEqual([...frames].sort((a, b) => a - b));
});

it('[S30] tells it again on a new socket, when asked, and at the end that we are gone', async () => {
  const tab = await opened();
  server.end();
  tab.line.presence?.set(at(7));
  await vi.waitFor(() => expect(server.members).toHaveLength(2));
  await vi.waitFor(() => expect(said(server.last)).toEqual([[tab.ydoc.clientID, at(7)]]));
  server.say(Uint8Array.of(MESSAGE.queryPresence));
  await vi.waitFor(() => expect(said(server.last)).toHaveLength(2));
  tab.line.destroy();
  await vi.waitFor(() => expect(said(server.last).at(-1)).toEqual([tab.ydoc.clientID, null]));
});

it('[S30] never says anything of the others', async () => {
  const tab = await opened();
  server.presence([[5, { ...at(3), person }]]);
  await vi.waitFor(() => expect(others(tab)).toEqual([[5, 3]]));
  await pause(50);
  expect(said(server.last)).toEqual([]);
});

it('[S31] believes only what is a presence', async () => {
  const tab = await opened();
  server.presence([
    [5, { ...at(3), person }],
    [6, { ...at(4), person }],
    [tab.ydoc.clientID, { ...at(5), person }],
    [7, { frame: -1, person }],
    [8, { ...at(1), person: { ...person, color: 'red;}' } }],
    [9, '{"frame":'],
    [10, ''],
    [11, [1, 2]],
  ]);
  await vi.waitFor(() =>
    expect(others(tab)).toEqual([
      [5, 3],
      [6, 4],
    ]),
  );
  server.presence([
    [5, '{'],
    [6, { ...at(8), person }],
  ]);
  await vi.waitFor(() => expect(others(tab)).toEqual([[6, 8]]));
  server.presence([[6, null]]);
  await vi.waitFor(() => expect(others(tab)).toEqual([]));
  expect(tab.line.state.value.status).toBe('online');
});

it('[S31] a message that is none ends the socket, not the line', async () => {
  const tab = await opened();
  server.say(Uint8Array.of(MESSAGE.presence, 2, 3, 9));
  await vi.waitFor(() => expect(server.members).toHaveLength(2));
  await becomes(tab, { status: 'online' });
});

it('[S32] the others are gone when the line is', async () => {
  const tab = await opened();
  server.presence([[5, { ...at(3), person }]]);
  await vi.waitFor(() => expect(others(tab)).toHaveLength(1));
  server.end();
  await becomes(tab, { status: 'connecting' });
  expect(others(tab)).toEqual([]);
});

it('[S30] a line without presence says and hears nothing of it', async () => {
  const tab = await opened(false);
  expect(tab.line.presence).toBeNull();
  server.presence([[5, { ...at(3), person }]]);
  server.say(Uint8Array.of(MESSAGE.queryPresence));
  await pause(30);
  expect(said(server.last)).toEqual([]);
});
