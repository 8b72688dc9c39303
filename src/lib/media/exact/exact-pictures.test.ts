import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Frame } from '#lib/model/time.ts';
import { FakeCodec, type FakeFrame } from '../../../../tests/builders/fake-codec.ts';
import { RangeServer } from '../../../../tests/builders/range-server.ts';
import { indexOf, renditionBytes } from '../../../../tests/builders/rendition-bytes.ts';
import { ExactPictures } from './exact-pictures.ts';
import type { LoaderState } from './piece-loader.ts';

/** Ten groups of 30 frames, each triple after the sync sample reordered: I P B B … */
const fragments = Array.from({ length: 10 }, (_, group) => {
  const frames = [group * 30];
  for (let n = 1; n < 29; n += 3) frames.push(group * 30 + n + 2, group * 30 + n, group * 30 + n + 1);
  return frames.filter((frame) => frame < group * 30 + 30).concat(group * 30 + 29);
}).map((frames) => [...new Set(frames)]);
const times = Array.from({ length: 300 }, (_, n) => n * 40 + (n % 3));
/** Of this size 67 pictures are held. */
const plan = { fragments, times, delay: 200, size: { width: 1920, height: 1080 } };

let codec: FakeCodec;
let server: RangeServer;
let exact: ExactPictures;
let came: number[];
let states: LoaderState[];

beforeEach(async () => {
  vi.stubGlobal('addEventListener', () => undefined);
  codec = new FakeCodec();
  codec.install();
  server = await RangeServer.serve(renditionBytes(plan));
});
afterEach(async () => {
  exact.destroy();
  if (codec.open !== 0 || codec.closedTwice !== 0)
    throw new Error(`${codec.open} pictures were not closed, ${codec.closedTwice} were closed twice.`);
  await server.close();
  vi.unstubAllGlobals();
});

function start(size: { width: number; height: number } | null = null): void {
  came = [];
  states = [];
  exact = new ExactPictures(
    { url: server.url, index: indexOf(plan), size, budgetBytes: 200 * 1024 * 1024 },
    {
      changed: () => undefined,
      picture: (frame) => came.push(frame),
      state: (state) => states.push(state),
    },
  );
}

const until = (condition: () => boolean, timeout = 8000) => vi.waitUntil(condition, { timeout, interval: 2 });
const opened = () => until(() => exact.can(0 as Frame));
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const numberOf = (frame: number) => (exact.get(frame as Frame) as unknown as FakeFrame | undefined)?.number;

/** Goes to a frame and waits for its picture. */
async function go(frame: number): Promise<void> {
  exact.aim(frame as Frame);
  await until(() => numberOf(frame) !== undefined);
  expect(numberOf(frame)).toBe(frame);
}

/** The frames of which there are wrong pictures. */
const wrong = () => times.map((_, frame) => frame).filter((frame) => (numberOf(frame) ?? frame) !== frame);

describe('going about', () => {
  it('[M1] gives the picture of each frame, forwards, backwards and anywhere', async () => {
    start();
    await opened();
    for (let frame = 0; frame < 100; frame++) await go(frame);
    for (let frame = 299; frame > 180; frame--) await go(frame);
    let seed = 5;
    for (let n = 0; n < 60; n++) {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      await go(seed % 300);
    }
    expect(wrong()).toEqual([]);
  });

  it('[M8] has what lies ahead before it is asked for', async () => {
    start();
    await opened();
    for (let frame = 60; frame < 66; frame++) await go(frame);
    await until(() =>
      Array.from({ length: 24 }, (_, n) => 66 + n).every((frame) => numberOf(frame) === frame),
    );
    const { decoded } = codec;
    for (let frame = 66; frame < 72; frame++) {
      exact.aim(frame as Frame);
      expect(numberOf(frame)).toBe(frame);
    }
    expect(codec.decoded).toBeLessThan(decoded + 60);
  });

  it('[M8] has the last pictures of a group too when the hand stays before them', async () => {
    start();
    await opened();
    await go(60);
    await pause(120);
    for (let frame = 61; frame < 66; frame++) await go(frame);
    await until(() => numberOf(88) !== undefined && numberOf(89) !== undefined);
    expect(wrong()).toEqual([]);
  });

  it('[M9] a hand that nudges to and fro has the next few on both sides, though it never rests', async () => {
    start();
    await opened();
    await go(150);
    let frame = 151;
    await until(() => {
      frame = frame === 151 ? 152 : 151;
      exact.aim(frame as Frame);
      return [146, 149, 154, 157].every((near) => numberOf(near) === near);
    });
    expect(wrong()).toEqual([]);
  });

  it('[M13] going backwards decodes each group about once', async () => {
    start();
    await opened();
    await go(290);
    const { decoded } = codec;
    for (let frame = 289; frame >= 30; frame--) await go(frame);
    expect(codec.decoded - decoded).toBeLessThan(2 * 290);
  });

  it('[M12] a hand that moves without rest sees pictures on the way', async () => {
    start();
    await opened();
    await go(0);
    const groups = new Set<number>();
    for (let frame = 0; frame < 300; frame += 3) {
      exact.aim(frame as Frame);
      await pause(8);
      for (const one of came.splice(0)) groups.add(Math.floor(one / 30));
    }
    expect(groups.size).toBeGreaterThan(5);
    await go(299);
  });

  it('[M8] keeps no more pictures than it may, and none that it does not own', async () => {
    start();
    await opened();
    let most = 0;
    for (const frame of [10, 100, 200, 299, 0, 150]) {
      await go(frame);
      await pause(120);
      most = Math.max(most, codec.open);
    }
    expect(came.length).toBeGreaterThan(2 * 67);
    expect(most).toBe(67);
    exact.destroy();
    expect(codec.open).toBe(0);
  });

  it('[M8] holds half as many on a machine with little memory', async () => {
    vi.stubGlobal('navigator', { deviceMemory: 2 });
    start();
    await opened();
    for (const frame of [100, 200]) {
      await go(frame);
      await pause(120);
    }
    expect(codec.open).toBe(33);
  });

  it('[M25] does nothing while it is idle', async () => {
    start();
    await opened();
    await go(10);
    exact.idle();
    await pause(50);
    const { decoded } = codec;
    await pause(150);
    expect(codec.decoded).toBe(decoded);
  });

  it('[M21] cuts pictures to the stored size, and closes the uncut ones', async () => {
    start({ width: 63, height: 47 });
    await opened();
    await go(40);
    expect(exact.get(40 as Frame)!.displayWidth).toBe(63);
  });
});

describe('trouble', () => {
  it('[M22] a decoder that is taken away is replaced, and counts for nothing', async () => {
    start();
    await opened();
    for (const frame of [0, 40, 80, 120, 160, 200, 240]) {
      await go(frame);
      codec.reclaim();
      await go(frame + 20);
    }
    // More often than what breaks may break; some of the places may have been ready before the decoder went.
    expect(codec.decoders.length).toBeGreaterThan(5);
    expect(exact.can(0 as Frame)).toBe(true);
  });

  it('[M23] decoders that are taken away before they give anything are not asked for for ever', async () => {
    codec.pool = 0;
    start();
    await opened();
    for (let frame = 0; exact.can(299 as Frame); frame += 30) {
      exact.aim(frame as Frame);
      await pause(20);
      codec.reclaim();
    }
    expect(codec.decoders.length).toBeLessThan(8);
    await pause(50);
    expect(codec.decoders.every(({ state }) => state === 'closed')).toBe(true);
  });

  it('[M23] a group that cannot be decoded is given up; the others go on', async () => {
    codec.poisoned.add(95);
    start();
    await opened();
    exact.aim(100 as Frame);
    await until(() => !exact.can(100 as Frame));
    expect(exact.can(89 as Frame)).toBe(true);
    expect(exact.can(120 as Frame)).toBe(true);
    for (const frame of [89, 120, 30, 299]) await go(frame);
  });

  it('[M23] a picture that the decoder swallows makes its group one that cannot be decoded', async () => {
    codec.swallowed.add(100);
    start();
    await opened();
    exact.aim(100 as Frame);
    await until(() => !exact.can(100 as Frame));
    await go(130);
    expect(wrong()).toEqual([]);
  });

  it('[M23] a decoder that breaks down everywhere is given up altogether', async () => {
    for (let frame = 0; frame < 300; frame += 30) codec.poisoned.add(frame);
    start();
    await opened();
    for (const frame of [0, 60, 120, 180]) {
      exact.aim(frame as Frame);
      await until(() => !exact.can(frame as Frame));
    }
    expect(exact.can(299 as Frame)).toBe(false);
  });

  it('[M24] a decoder with a small pool is left the places that it needs', async () => {
    codec.pool = 10;
    start();
    await opened();
    exact.aim(10 as Frame);
    await until(() => numberOf(10) === 10);
    exact.aim(250 as Frame);
    await until(() => numberOf(250) === 250, 15_000);
    for (const frame of [251, 252, 253, 100]) {
      exact.aim(frame as Frame);
      await until(() => numberOf(frame) === frame, 15_000);
    }
    expect(codec.decoders).toHaveLength(1);
  });

  it('a decoder that does not say when it has room is asked', async () => {
    codec.saysRoom = false;
    codec.delay = 5;
    start();
    await opened();
    for (const frame of [0, 1, 2, 100, 99]) await go(frame);
    expect(wrong()).toEqual([]);
  });

  it('[M4] without WebCodecs, or without the codec, it can nothing', async () => {
    codec.supported = () => false;
    start();
    await pause(150);
    expect(exact.can(0 as Frame)).toBe(false);
    exact.destroy();
    vi.stubGlobal('VideoDecoder', undefined);
    start();
    await pause(150);
    expect(exact.can(0 as Frame)).toBe(false);
  });

  it('[M18] a line that fails while it opens is tried again', async () => {
    let failures = 3;
    server.fault = () => (failures-- > 0 ? 503 : undefined);
    start();
    await opened();
    await go(7);
    expect(failures).toBeLessThan(0);
  });

  it('[M18] a line that fails later makes it wait, and it goes on by itself', async () => {
    start();
    await opened();
    await go(7);
    let failures = 2;
    server.fault = () => (failures-- > 0 ? 503 : undefined);
    await go(200);
    expect(states.some(({ stalled }) => stalled)).toBe(true);
    expect(states.at(-1)).toEqual({ stalled: false, problem: null });
  });
});

it('[M1] [M21] whatever one does, every picture is of its frame and is closed once', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1e6);
  let state = seed;
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  codec.delay = random(6);
  start();
  await opened();
  let at = 0;
  for (let n = 0; n < 400; n++) {
    const act = random(20);
    if (act === 0) codec.reclaim();
    else if (act === 1) exact.idle();
    else if (act < 4) at = random(300);
    else at = Math.max(0, Math.min(299, at + (act < 12 ? 1 : -1) * (1 + random(3))));
    if (act > 1) exact.aim(at as Frame);
    if (random(3) === 0) await pause(random(8));
    if (random(40) === 0 && exact.can(at as Frame)) {
      exact.aim(at as Frame);
      await until(() => !exact.can(at as Frame) || numberOf(at) === at);
    }
  }
  expect(
    came.every((frame) => frame >= 0 && frame < 300),
    `seed ${seed}`,
  ).toBe(true);
  expect(wrong(), `seed ${seed}`).toEqual([]);
});
