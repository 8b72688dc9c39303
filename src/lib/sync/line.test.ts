import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem } from '#lib/model/problem.ts';
import type { PersonId } from '#lib/model/id.ts';
import { CLOSE, writeSync } from '#lib/protocol/messages.ts';
import {
  becomes,
  FakePage,
  FAST,
  LineMaker,
  marks,
  pause,
  write,
} from '../../../tests/builders/line-maker.ts';
import { ScriptedRoom } from '../../../tests/builders/scripted-room.ts';
import type { Line, LineState } from './line.ts';
import type { Pace } from './pace.ts';

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

/** Everything a line shows, from now on. */
function follow(line: Line): LineState[] {
  const seen: LineState[] = [];
  line.state.subscribe((state) => seen.push(state));
  return seen;
}

describe('being reached', () => {
  it('[S1] is connecting until the whole document has come, then online', async () => {
    server.script.answers = false;
    write({ ydoc: server.ydoc() }, 'a', 1);
    const { line, ydoc } = lines.open();
    await vi.waitFor(() => expect(server.present).toHaveLength(1));
    await pause(30);
    expect(line.state.value).toMatchObject({ status: 'connecting', synced: false });
    expect(server.last.url).toBe('/sync/room?loupe=1');
    server.say(writeSync('missing', new Uint8Array([0, 0])));
    await becomes({ line }, { status: 'online', synced: true });
    expect(marks(ydoc)).toEqual({});
  });

  it('[S1] [S2] is connecting after a loss, offline when it lasts, and stays whole', async () => {
    const { line } = lines.open();
    await becomes({ line }, { status: 'online' });
    const seen = follow(line);
    await server.down();
    await becomes({ line }, { status: 'offline' });
    await server.up();
    await becomes({ line }, { status: 'online' });
    expect(seen.map(({ status }) => status)).toEqual([
      'online',
      'connecting',
      'offline',
      'connecting',
      'online',
    ]);
    expect(seen.every(({ synced }) => synced)).toBe(true);
  });

  it('[S1] is offline at once where the browser knows that there is no network', async () => {
    await server.down();
    const page = new FakePage();
    page.offline = true;
    const { line } = lines.open({ surroundings: page, pace: { ...FAST, offlineMs: 60_000 } });
    await becomes({ line }, { status: 'offline' });
    page.offline = false;
    page.tell('wake');
    await becomes({ line }, { status: 'connecting' });
    expect(line.state.value.synced).toBe(false);
    await server.up();
  });

  it('[S3] waits longer after each failure, longer at once for a busy server, and anew after a good connection', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    let asked = 0;
    const random = () => {
      asked = timers.mock.calls.length; // the next timer is the wait
      return 0.5;
    };
    const pace = { ...FAST, firstWaitMs: 20, longestWaitMs: 4000, steadyMs: 300 };
    const { line } = lines.open({ pace, random });
    await becomes({ line }, { status: 'online' });
    const waitAfter = async (end: () => void) => {
      const count = server.members.length;
      end();
      await vi.waitFor(() => expect(server.members).toHaveLength(count + 1), { timeout: 3000, interval: 5 });
      await becomes({ line }, { status: 'online' });
      return timers.mock.calls[asked]?.[1];
    };
    await pause(310);
    expect(await waitAfter(() => server.end())).toBe(10);
    server.script.closes = 1011;
    server.end();
    await vi.waitFor(() => expect(timers.mock.calls[asked]?.[1]).toBeGreaterThanOrEqual(40), { interval: 1 });
    server.script.closes = null;
    await becomes({ line }, { status: 'online' });
    await pause(310);
    expect(await waitAfter(() => server.end())).toBe(10);
    await pause(310);
    expect(await waitAfter(() => server.end(CLOSE.overloaded))).toBe(80);
    timers.mockRestore();
  });

  it('[S33] knows why it was sent away and when it calls again, until it is here', async () => {
    const slow = { ...FAST, firstWaitMs: 60_000, longestWaitMs: 60_000 };
    const page = new FakePage();
    const { line } = lines.open({ surroundings: page, pace: slow, random: () => 0.5 });
    await becomes({ line }, { status: 'online', away: null });
    const before = Date.now();
    server.end(CLOSE.overloaded, 'There is too much to do.');
    await becomes({ line }, { status: 'connecting' });
    const { away } = line.state.value;
    expect(away?.reason).toBe('There is too much to do.');
    expect(away?.againAtMs).toBeGreaterThanOrEqual(before + 30_000);
    page.tell('wake');
    await becomes({ line }, { status: 'online', away: null });
    server.end(CLOSE.overloaded);
    await becomes({ line }, { status: 'connecting', away: null }); // one that says nothing is like any other loss
  });

  it('[S4] calls at once when the network is back or somebody looks', async () => {
    const page = new FakePage();
    const slow = { ...FAST, firstWaitMs: 60_000, longestWaitMs: 60_000 };
    const { line } = lines.open({ surroundings: page, pace: slow, random: () => 1 });
    await becomes({ line }, { status: 'online' });
    server.end();
    await becomes({ line }, { status: 'connecting' });
    await pause(50);
    expect(server.members).toHaveLength(1);
    page.tell('wake');
    await becomes({ line }, { status: 'online' });
    expect(server.members).toHaveLength(2);
  });

  it('[S4] gives an open socket up when the network is gone, and finds out', async () => {
    const page = new FakePage();
    const { line } = lines.open({ surroundings: page });
    await becomes({ line }, { status: 'online' });
    page.tell('lost');
    await becomes({ line }, { status: 'connecting' });
    await becomes({ line }, { status: 'online' });
    expect(server.members).toHaveLength(2);
  });

  it('[S4] gives up a call that nobody takes', async () => {
    const { createServer } = await import('node:net');
    const deaf = createServer(() => undefined).listen(0, '127.0.0.1');
    const calls = vi.fn<() => void>();
    deaf.on('connection', (socket) => (calls(), socket.on('error', () => undefined)));
    await new Promise((done) => deaf.once('listening', done));
    const { port } = deaf.address() as { port: number };
    const { line } = lines.open({ url: `ws://127.0.0.1:${port}/sync`, pace: { ...FAST, ringMs: 40 } });
    await vi.waitFor(() => expect(calls.mock.calls.length).toBeGreaterThan(1));
    await becomes({ line }, { status: 'offline' });
    line.destroy();
    deaf.close();
  });

  it('[S4] ends a line on which nothing comes, with more patience while the document is awaited', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const lookAround = () => vi.advanceTimersByTime(3000); // as the provider does, by the true clock
    const [patient, hasty] = [90_000, -30_000].map((wholeMs) => ({ ...FAST, wholeMs })) as [Pace, Pace];
    server.script.answers = false;
    lines.open({ pace: patient, room: 'patient' });
    await vi.waitFor(() => expect(server.members[0]?.heard).toHaveLength(1));
    const { line } = lines.open({ pace: hasty });
    await vi.waitFor(() => expect(server.members[1]?.heard).toHaveLength(1));
    await pause(20);
    server.script.answers = true;
    lookAround();
    await becomes({ line }, { status: 'online' });
    lookAround();
    await pause(50);
    expect(server.members.map(({ room }) => room)).toEqual(['patient', 'room', 'room']);
    vi.useRealTimers();
  });

  it('[S5] has one socket at a time, whatever is told', async () => {
    const page = new FakePage();
    const { line } = lines.open({ surroundings: page });
    for (let n = 0; n < 10; n++) {
      page.tell('wake');
      await pause(2);
    }
    await becomes({ line }, { status: 'online' });
    page.tell('wake');
    await pause(30);
    expect(server.members).toHaveLength(1);
    for (let n = 0; n < 5; n++) {
      server.end();
      page.tell('wake');
      await becomes({ line }, { status: 'online' });
    }
    expect(server.most).toBe(1);
  });
});

describe('ends', () => {
  it.each([
    [CLOSE.signedOut, 'signed-out', null],
    [CLOSE.gone, 'gone', null],
    [CLOSE.refused, 'refused', 'by the script'],
    [4499, 'refused', 'by the script'],
    [CLOSE.tooLarge, 'refused', problem('too-large', { what: 'An edit', limit: '4 MB' }).sentence],
    [1009, 'refused', problem('too-large', { what: 'An edit', limit: '4 MB' }).sentence],
  ] as const)('[S6] %i is an end: %s', async (code, status, sentence) => {
    server.script.closes = code;
    const { line } = lines.open();
    await becomes({ line }, { status });
    expect(line.state.value.problem?.sentence ?? null).toBe(sentence);
    server.script.closes = null;
    await pause(80);
    expect(server.members).toHaveLength(0);
    expect(line.state.value.status).toBe(status);
  });

  it.each([CLOSE.resync, CLOSE.restarting, CLOSE.overloaded, 1011, 1000])('[S6] %i is none', async (code) => {
    const { line } = lines.open();
    await becomes({ line }, { status: 'online' });
    server.end(code);
    await vi.waitFor(() => expect(server.members).toHaveLength(2), { timeout: 3000 });
    await becomes({ line }, { status: 'online' });
  });

  it('[S7] calls again after signing in, and everything goes out', async () => {
    const { line, ydoc } = lines.open();
    await becomes({ line }, { status: 'online' });
    server.end(CLOSE.signedOut);
    await becomes({ line }, { status: 'signed-out' });
    write({ ydoc }, 'a', 1);
    expect(line.state.value.unsaved).toBe(1);
    line.reconnect();
    await becomes({ line }, { status: 'online', unsaved: 0 });
    expect(marks(server.ydoc())).toEqual({ a: 1 });
  });

  it('[S8] leaves nothing running when it is let go', async () => {
    const running = followTimers();
    const page = new FakePage();
    const tab = lines.open({ surroundings: page, presence: true, outbox: 'maya' as PersonId });
    const observers = () => tab.ydoc._observers.get('update')?.size ?? 0;
    await becomes(tab, { status: 'online' });
    tab.line.presence?.set({ frame: 1 as never, playing: false, cursor: null, selection: [], draft: null });
    server.end();
    await becomes(tab, { status: 'connecting' });
    expect([running.count() > 0, page.followers, observers()]).toEqual([true, 1, 1]);
    tab.line.destroy();
    await pause(20);
    expect([running.count(), page.followers, observers()]).toEqual([0, 0, 0]);
    await pause(100);
    expect(server.present).toHaveLength(0);
    running.stop();
  });

  it('[S8] calls nobody when it is let go before its outbox is read', async () => {
    lines.open({ outbox: 'maya' as PersonId }).line.destroy();
    await pause(50);
    expect(server.members).toHaveLength(0);
  });

  it.each([
    ['a sync step of no kind', Uint8Array.of(0, 7, 0)],
    ['an update that is none', writeSync('update', Uint8Array.of(9, 9, 9, 9))],
    ['an acknowledgement cut short', Uint8Array.of(100)],
    ['rights that are no JSON', Uint8Array.of(102, 2, 123, 123)],
  ])('[S9] %s ends the socket, not the line', async (_, bytes) => {
    const { line } = lines.open();
    await becomes({ line }, { status: 'online' });
    server.say(bytes);
    await vi.waitFor(() => expect(server.members).toHaveLength(2));
    await becomes({ line }, { status: 'online' });
  });
});

it('[S10] the authors of all that was ever written are known', async () => {
  const [maya, tom] = ['Maya', 'Tom'].map((name) => ({ id: name as PersonId, name, color: '#112233' })) as [
    never,
    never,
  ];
  server.script.greets = [{ kind: 'authors', authors: [[7, maya]] }];
  const { line } = lines.open();
  await becomes({ line }, { status: 'online' });
  expect([...line.authors.value]).toEqual([[7, maya]]);
  server.say({ kind: 'authors', authors: [[8, tom]] });
  await vi.waitFor(() =>
    expect([...line.authors.value]).toEqual([
      [7, maya],
      [8, tom],
    ]),
  );
});

/** Timers of the page that are set and neither done nor taken back. */
function followTimers(): { count(): number; stop(): void } {
  const running = new Set<unknown>();
  const real = { setTimeout, setInterval, clearTimeout, clearInterval };
  const start =
    (set: typeof setTimeout | typeof setInterval, once: boolean) =>
    (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
      const timer: unknown = set(() => {
        if (once) running.delete(timer);
        run(...args);
      }, ms);
      running.add(timer);
      return timer;
    };
  const end = (clear: (timer: never) => void) => (timer: never) => {
    running.delete(timer);
    clear(timer);
  };
  vi.stubGlobal('setTimeout', start(real.setTimeout, true));
  vi.stubGlobal('setInterval', start(real.setInterval, false));
  vi.stubGlobal('clearTimeout', end(real.clearTimeout));
  vi.stubGlobal('clearInterval', end(real.clearInterval));
  return { count: () => running.size, stop: () => vi.unstubAllGlobals() };
}
