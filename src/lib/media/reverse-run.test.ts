import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FrameIndex } from '#lib/model/frame-index.ts';
import type { Frame } from '#lib/model/time.ts';
import { Animation } from '../../../tests/builders/animation.ts';
import { ReverseRun } from './reverse-run.ts';

/** Ten frames a second. */
const index = new FrameIndex(
  { num: 1, den: 10 },
  Float64Array.from({ length: 100 }, (_, n) => n),
  1,
);

let animation: Animation;
beforeEach(() => {
  animation = new Animation();
  animation.install();
  vi.spyOn(performance, 'now').mockImplementation(() => animation.now);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('[M14] goes back by the clock, at its speed', () => {
  const wanted: number[] = [];
  const run = new ReverseRun(index, 50 as Frame, 2, (frame) => {
    wanted.push(frame);
    return frame;
  });
  for (let n = 0; n < 4; n++) animation.frame(100);
  expect(wanted).toEqual([48, 46, 44, 42]);
  run.stop();
  animation.frame(100);
  expect(wanted).toHaveLength(4);
  expect(animation.waiting).toBe(0);
});

it('[M14] stands still while no pictures come, and goes on from where it was', () => {
  let shown = 50 as Frame;
  let comes = true;
  const wanted: number[] = [];
  const run = new ReverseRun(index, shown, 1, (frame) => {
    wanted.push(frame);
    if (comes) shown = frame;
    return shown;
  });
  animation.frame(100);
  expect(shown).toBe(49);
  comes = false;
  for (let n = 0; n < 50; n++) animation.frame(100);
  comes = true;
  animation.frame(100);
  expect(shown).toBeGreaterThan(42);
  expect(Math.min(...wanted)).toBeGreaterThan(42);
  run.stop();
});

it('may be stopped by what it shows', () => {
  const run = new ReverseRun(index, 1 as Frame, 1, (frame) => {
    if (frame === 0) run.stop();
    return frame;
  });
  for (let n = 0; n < 5; n++) animation.frame(100);
  expect(animation.waiting).toBe(0);
});
