import { expect, it } from 'vitest';
import { PaceMeter, UNKNOWN } from './pace.ts';

it('[I33] says how fast it goes and how long it will take, once there is something to measure', () => {
  const meter = new PaceMeter();
  const at = (ms: number, frames: number) => meter.measure(ms, frames / 1000, { frames, ahead: 0.5 });
  expect(at(0, 0)).toEqual(UNKNOWN);
  expect(at(500, 20)).toEqual(UNKNOWN);
  // 40 a second: of 1000 pictures 900 are left, and then half as long again as all of them took.
  expect(at(2500, 100)).toEqual({ fps: 40, remainingMs: 35_000 });
});

it('[I33] forgets how fast it once was', () => {
  const meter = new PaceMeter();
  let pace = UNKNOWN;
  for (let ms = 0; ms <= 60_000; ms += 200) {
    const frames = ms <= 30_000 ? ms / 10 : 3000 + (ms - 30_000) / 100;
    pace = meter.measure(ms, frames / 10_000, { frames, ahead: 0 });
  }
  expect(pace).toEqual({ fps: 10, remainingMs: 670_000 });
});
