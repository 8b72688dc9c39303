import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VideoId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Transport } from '#lib/protocol/transport.ts';
import { FakePlayer } from '../../../../tests/builders/fake-player.ts';
import { Follower } from './follower.ts';
import { Pacer } from './pace.ts';

/** 25 pictures a second. */
const FRAME_MS = 40;
let now = 0;
let player: FakePlayer;
let follower: Follower;
let stays = false;

const shows: Transport = {
  video: 'v' as VideoId,
  playing: true,
  rate: 1,
  frame: null,
  atMs: 0,
  sinceMs: 0,
  loop: null,
  epoch: 1,
};

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  stays = false;
  player = new FakePlayer(2000);
  follower = new Follower({ player, nowMs: () => now, far: () => stays });
});
afterEach(() => {
  follower.destroy();
  vi.useRealTimers();
});

/** So many pictures come, each so late for the server's clock, at the speed that the player was bent to. */
function run(pictures: number, lateMs: number): void {
  for (let n = 0; n < pictures; n++) {
    const next = player.shown.value + 1;
    now = next * FRAME_MS + lateMs;
    player.shown.set(next as Frame);
  }
}

describe('a follower', () => {
  it('rests on the very frame [L5]', () => {
    follower.follow({ ...shows, playing: false, frame: 77 as Frame, atMs: 3080 });
    expect(player.shown.value).toBe(77);
    follower.follow({ ...shows, playing: false, frame: null, atMs: 3081, epoch: 2 });
    expect(player.shown.value).toBe(77);
  });

  it('lands where it will be when the pictures run [L5]', () => {
    now = 4000;
    follower.follow(shows);
    expect(player.state.value).toMatchObject({ playing: true, rate: 1 });
    expect(player.shown.value).toBeGreaterThanOrEqual(100);
    expect(player.shown.value).toBeLessThanOrEqual(105);
  });

  it('runs a little faster where it is behind, a little slower where it is ahead, and then as told', () => {
    follower.follow(shows);
    run(20, 130);
    expect(player.bent).toBeGreaterThan(1);
    expect(player.bent).toBeLessThanOrEqual(1.12);
    run(20, -60);
    expect(player.bent).toBeLessThan(1);
    run(20, 16);
    expect(player.bent).toBe(1);
    expect(Math.abs(follower.lagMs.value!)).toBeLessThan(FRAME_MS);
  });

  it('jumps where it is far behind, and only then', async () => {
    follower.follow(shows);
    run(30, 0);
    const jump = vi.spyOn(player, 'seek');
    now += 200;
    await vi.advanceTimersByTimeAsync(2000);
    expect(jump).not.toHaveBeenCalled();
    now += 3000;
    await vi.advanceTimersByTimeAsync(2000);
    expect(jump).toHaveBeenCalledOnce();
    expect(player.shown.value * FRAME_MS).toBeGreaterThan(now - 100);
  });

  it('does not carry off who leads', async () => {
    follower.adopt(shows);
    player.play(1);
    run(30, 0);
    stays = true;
    const jump = vi.spyOn(player, 'seek');
    now += 5000;
    await vi.advanceTimersByTimeAsync(2000);
    expect(jump).not.toHaveBeenCalled();
  });

  it('lets go where it is', () => {
    follower.follow(shows);
    run(20, 130);
    follower.follow(null);
    expect(player.bent).toBe(1);
    expect(follower.expectedMs).toBeNull();
    expect(follower.lagMs.value).toBeNull();
  });
});

describe('the pace', () => {
  it('goes by the middle of several pictures: one that is late means nothing', () => {
    const pacer = new Pacer();
    const factors = [2, 1, 400, 3, 0, 2, 1].map((lag, n) => pacer.look(lag, FRAME_MS, 1, n * FRAME_MS));
    expect(factors).toEqual([undefined, undefined, undefined, undefined, undefined, undefined, 1]);
    expect(pacer.lagMs).toBe(2);
  });
});
