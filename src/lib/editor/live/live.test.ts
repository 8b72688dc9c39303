import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cell } from '#lib/cell/cell.ts';
import type { VideoId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import type { FromLive, LiveSession, Seat } from '#lib/protocol/live.ts';
import type { Transport } from '#lib/protocol/transport.ts';
import { Decisions } from '#lib/sync/decisions.ts';
import type { LiveLineState } from '#lib/sync/live-line.ts';
import { ServerClock } from '#lib/sync/server-clock.ts';
import { FakePlayer } from '../../../../tests/builders/fake-player.ts';
import { Live } from './live.ts';

const video = 'v1' as VideoId;
const rests: Transport = {
  video,
  playing: false,
  rate: 1,
  frame: 20 as Frame,
  atMs: 800,
  sinceMs: 0,
  loop: null,
  epoch: 1,
};
const seat = (id: string, name: string): Seat => ({
  id,
  person: { id: name as never, name, color: '#6fb3ff' },
  role: 'annotator',
  report: null,
  asks: false,
  mayLead: true,
});

/** A line to a server that the test plays. */
class FakeLine {
  readonly state = new Cell<LiveLineState>({ status: 'online', session: null, seat: null, mayLead: true });
  readonly transport = new Cell<Transport | null>(null);
  readonly follows = new Cell(true);
  readonly decisions = new Decisions((message) => this.say(message));
  readonly clock = new ServerClock(() => performance.now());
  readonly said: FromLive[] = [];

  say(message: FromLive): void {
    this.said.push(message);
  }

  /** In the session; `mine` leads it, or `theirs`. */
  sits(lead: 'mine' | 'theirs', transport = rests): void {
    const session: LiveSession = {
      id: 's',
      study: 'st' as never,
      begunAt: 0,
      begunBy: seat('theirs', 'Ito').person,
      lead,
      transport,
      seats: [seat('mine', 'Maya'), seat('theirs', 'Ito')],
    };
    this.state.set({ ...this.state.value, status: 'online', session, seat: 'mine' });
    this.transport.set(transport);
  }

  get drives() {
    return this.said.flatMap((one) => (one.kind === 'drive' ? [one.drive] : []));
  }
}

let line: FakeLine;
let player: FakePlayer;
let live: Live;
const words: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  words.length = 0;
  line = new FakeLine();
  player = new FakePlayer(250);
  live = new Live({ line, player, video, loop: () => null, say: (text) => words.push(text) });
  live.start();
});
afterEach(() => {
  live.destroy();
  vi.useRealTimers();
});

describe('following', () => {
  it('goes where the session is, and no farther than a hand at this screen lets it', () => {
    line.sits('theirs');
    expect(live.place.value).toBe('following');
    expect(player.shown.value).toBe(20);
    void live.player.seek(90 as Frame);
    expect(live.place.value).toBe('looking');
    expect(words.at(-1)).toContain('Back to Ito');
    line.transport.set({ ...rests, frame: 30 as Frame, epoch: 2 });
    expect(player.shown.value).toBe(90);
    live.follow();
    expect(player.shown.value).toBe(30);
    expect(line.drives).toEqual([]);
  });

  it('says when the session is at another video, and not while one looks around', () => {
    line.sits('theirs', { ...rests, video: 'v2' as VideoId });
    expect(live.elsewhere.value).toBe('v2');
    live.lookAround();
    expect(live.elsewhere.value).toBeNull();
  });
});

describe('leading', () => {
  beforeEach(() => line.sits('mine'));

  it('tells what the hand does: a step, a run, its speed, a stop', () => {
    void live.player.seek(40 as Frame);
    expect(line.drives.at(-1)).toMatchObject({ playing: false, frame: 40, atMs: 1600, video });
    live.player.play(2);
    expect(line.drives.at(-1)).toMatchObject({ playing: true, frame: null, atMs: 1600, rate: 2 });
    player.run(5);
    live.player.pause();
    expect(line.drives.at(-1)).toMatchObject({ playing: false, frame: 45 });
  });

  it('is not moved by the answer to what it did, but by what the server decides', () => {
    void live.player.seek(40 as Frame);
    const moves = vi.spyOn(player, 'seek');
    line.transport.set({ ...line.drives.at(-1)!, epoch: 2 });
    expect(moves).not.toHaveBeenCalled();
    line.transport.set({ ...rests, frame: 249 as Frame, epoch: 3 });
    expect(player.shown.value).toBe(249);
  });

  it('tells of a hand that scrubs 15 times a second, and of where it rests', async () => {
    for (let frame = 50; frame < 100; frame++) void live.player.seek(frame as Frame);
    expect(line.drives.map(({ frame }) => frame)).toEqual([50]);
    await vi.advanceTimersByTimeAsync(100);
    expect(line.drives.map(({ frame }) => frame)).toEqual([50, 99]);
  });

  it('takes the session along to another video', () => {
    const other = new Live({ line, player, video: 'v2' as VideoId, loop: () => null, say: () => undefined });
    other.start();
    expect(line.drives.at(-1)).toMatchObject({ video: 'v2', playing: false });
    other.destroy();
  });

  it('tells again what the hand did while the line was gone', () => {
    line.state.set({ ...line.state.value, status: 'connecting', seat: null });
    void live.player.seek(77 as Frame);
    expect(line.drives).toEqual([]);
    line.sits('mine', { ...rests, epoch: 5 });
    expect(line.drives.at(-1)).toMatchObject({ frame: 77 });
    expect(player.shown.value).toBe(77);
  });
});

it('says how it does when that changes, and now and then that it is still here', async () => {
  line.sits('theirs');
  await vi.advanceTimersByTimeAsync(1000);
  const reports = () => line.said.flatMap((one) => (one.kind === 'report' ? [one.report] : []));
  expect(reports().at(-1)).toMatchObject({ follows: true, health: 'ready', lagMs: 0, frame: 20 });
  const before = reports().length;
  await vi.advanceTimersByTimeAsync(2000);
  expect(reports()).toHaveLength(before);
  live.setSeen(false);
  expect(reports().at(-1)?.health).toBe('away');
});
