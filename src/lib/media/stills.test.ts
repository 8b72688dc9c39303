import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Frame } from '#lib/model/time.ts';
import { Animation } from '../../../tests/builders/animation.ts';
import { FakeCodec, type FakeFrame } from '../../../tests/builders/fake-codec.ts';
import { RangeServer } from '../../../tests/builders/range-server.ts';
import { indexOf, renditionBytes } from '../../../tests/builders/rendition-bytes.ts';
import { Screen } from './screen.ts';
import { Stills } from './stills.ts';

const fragments = Array.from({ length: 20 }, (_, n) => Array.from({ length: 30 }, (__, at) => n * 30 + at));
const times = Array.from({ length: 600 }, (_, n) => n * 40);
const full = { fragments, times, size: { width: 1920, height: 1080 } };
const small = { fragments, times, size: { width: 640, height: 360 } };

let animation: Animation;
let codec: FakeCodec;
let server: RangeServer;
let lightServer: RangeServer;
let screen: Screen;
let stills: Stills;
/** Frames that were painted, and the numbers in their pictures. */
let painted: { frame: number; number: number }[];
let arrived: number[];

beforeEach(async () => {
  vi.stubGlobal('addEventListener', () => undefined);
  animation = new Animation();
  animation.install();
  codec = new FakeCodec();
  codec.install();
  server = await RangeServer.serve(renditionBytes(full));
  lightServer = await RangeServer.serve(renditionBytes(small));
  screen = new Screen();
  painted = [];
  arrived = [];
  screen.onPicture(({ frame, image }) =>
    painted.push({ frame, number: (image as unknown as FakeFrame).number }),
  );
  await begin();
});
afterEach(async () => {
  stills.destroy();
  screen.destroy();
  if (codec.open !== 0 || codec.closedTwice !== 0)
    throw new Error(`${codec.open} pictures were not closed, ${codec.closedTwice} were closed twice.`);
  await server.close();
  await lightServer.close();
  vi.unstubAllGlobals();
});

/** @param memoryShare of the memory for decoded pictures */
async function begin(memoryShare = 1): Promise<void> {
  const options = { index: indexOf(full), fileUrl: server.url, lightUrl: lightServer.url, memoryShare };
  stills = new Stills(options, screen, {
    changed: () => undefined,
    arrived: () => arrived.push(screen.shown.value),
    state: () => undefined,
  });
  await until(() => stills.can(0 as Frame));
}

/** Animation frames come meanwhile. */
const until = (condition: () => boolean) =>
  vi.waitUntil(() => (animation.frame(), condition()), { timeout: 8000, interval: 4 });

async function arriveAt(frame: number): Promise<void> {
  stills.seek(frame as Frame);
  await until(() => arrived.at(-1) === frame);
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const frames = () => painted.map(({ frame }) => frame);

it('[M11] a jump shows the frame itself, in no rendition another', async () => {
  for (const frame of [100, 400, 17]) {
    await arriveAt(frame);
    await pause(220);
  }
  expect(frames().filter((frame, n) => frame !== frames()[n - 1])).toEqual([100, 400, 17]);
  expect(painted.every(({ frame, number }) => frame === number)).toBe(true);
});

it('[M11] a jump to a picture that is quickly decoded shows nothing before it', async () => {
  await arriveAt(0);
  await until(() => lightServer.asked.length > 1);
  await arriveAt(32);
  await pause(220);
  for (const frame of [31, 34, 37]) {
    await arriveAt(frame);
    await pause(220);
  }
  expect(frames().slice(-3)).toEqual([31, 34, 37]);
});

it('[M5] a jump that follows another at once arrives, whichever rendition is first', async () => {
  await arriveAt(0);
  for (const frame of [200, 41, 590, 300]) await arriveAt(frame);
  expect(frames().at(-1)).toBe(300);
});

it('[M12] a moving hand sees what is near on the way, each picture nearer to where it is', async () => {
  await arriveAt(0);
  for (let frame = 20; frame <= 580; frame += 40) {
    stills.seek(frame as Frame);
    await pause(20);
    animation.frame();
  }
  await until(() => arrived.at(-1) === 580);
  expect(new Set(frames()).size).toBeGreaterThan(5);
  expect(painted.every(({ frame, number }) => frame === number)).toBe(true);
});

it('[M12] a scrubbing hand sees the light rendition; where it rests comes the picture itself', async () => {
  await arriveAt(0);
  server.holding = true;
  for (const frame of [100, 200, 300, 400, 500]) {
    stills.seek(frame as Frame);
    await until(() => screen.shown.value === frame);
  }
  expect(arrived).toEqual([0]);
  expect(
    frames()
      .slice(1)
      .filter((frame) => frame % 100 === 0),
  ).toEqual([100, 200, 300, 400, 500]);
  const before = painted.length;
  server.release();
  await until(() => arrived.at(-1) === 500);
  expect(frames().slice(before)).toEqual([500]);
  expect(painted.every(({ frame, number }) => frame === number)).toBe(true);
});

it('[M12] of the places that a scrubbing hand comes by nothing is fetched in full', async () => {
  await arriveAt(0);
  await until(() => lightServer.asked.length > 1);
  await pause(220);
  for (const frame of [100, 200, 300, 400, 500]) stills.seek(frame as Frame);
  await until(() => arrived.at(-1) === 500);
  // All pieces are about as long as each other: where one begins says which frames it has.
  const framesAsked = server.asked.map(
    (range) => (Number(/=(\d+)-/.exec(range)?.[1] ?? 0) / renditionBytes(full).length) * times.length,
  );
  expect(framesAsked.some((frame) => frame > 440)).toBe(true);
  expect(framesAsked.filter((frame) => frame > 160 && frame < 420)).toEqual([]);
});

it('[M11] [M6] of two that are here the light picture is seen first, and at once the picture itself', async () => {
  for (const frame of [0, 300, 590, 100]) {
    await arriveAt(frame);
    await pause(220);
  }
  const before = painted.length;
  await arriveAt(316);
  expect(frames().slice(before)).toEqual([316, 316]);
});

it('[M10] a step that follows a jump at once waits for no light picture', async () => {
  stills.destroy();
  // So few pictures are held that the light ones that are here go, too.
  await begin(0.01);
  for (const frame of [0, 300, 590, 100]) {
    await arriveAt(frame);
    await pause(220);
  }
  // No time passes: what only comes when a hand rests does not come.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  stills.seek(302 as Frame);
  stills.seek(304 as Frame);
  for (let turn = 0; turn < 2000 && arrived.at(-1) !== 304; turn++) {
    animation.frame();
    await new Promise((done) => setImmediate(done));
  }
  vi.useRealTimers();
  expect(arrived.at(-1)).toBe(304);
  expect(frames().at(-1)).toBe(304);
});

it('[M11] a picture that takes long is seen in the light rendition first', async () => {
  await arriveAt(0);
  await pause(250);
  server.holding = true;
  stills.seek(450 as Frame);
  await until(() => screen.shown.value === 450);
  expect(arrived).toEqual([0]);
  server.release();
  await until(() => arrived.at(-1) === 450);
});

it('[M10] steps and a held key never show another frame than the next one', async () => {
  await arriveAt(100);
  for (let frame = 101; frame < 200; frame++) {
    stills.seek(frame as Frame);
    await pause(4);
    animation.frame();
  }
  await until(() => arrived.at(-1) === 199);
  expect(frames()).toEqual(frames().toSorted((a, b) => a - b));
  // It is opened for jumps to come; none of its pictures is asked for.
  expect(lightServer.asked.slice(2)).toEqual([]);
});

it('shows what is before the present frame, for running backwards', async () => {
  await arriveAt(120);
  for (let frame = 119; frame > 60; frame -= 2) {
    stills.showBefore(frame as Frame);
    await pause(4);
  }
  await until(() => {
    stills.showBefore(60 as Frame);
    return screen.shown.value === 60;
  });
  expect(frames()).toEqual(frames().toSorted((a, b) => b - a));
});
