import { describe, expect, it } from 'vitest';
import type { VideoId } from '#lib/model/id.ts';
import { checkDrive, fitted, mediaTimeAt, restMs, type Drive } from './transport.ts';

const drive: Drive = {
  video: 'v' as VideoId,
  playing: true,
  rate: 2,
  frame: null,
  atMs: 1000,
  sinceMs: 50_000,
  loop: null,
};

describe('time in the video by the server’s clock [P15]', () => {
  it('runs at its speed from where it was, and stands while it is paused', () => {
    expect(mediaTimeAt(drive, 51_000, 10_000)).toBe(3000);
    expect(mediaTimeAt({ ...drive, playing: false }, 99_000, 10_000)).toBe(1000);
    expect(mediaTimeAt(drive, 49_000, 10_000)).toBe(1000);
  });

  it('stops at either end', () => {
    expect(mediaTimeAt(drive, 99_000, 10_000)).toBe(10_000);
    expect(mediaTimeAt({ ...drive, rate: -1 }, 99_000, 10_000)).toBe(0);
    expect(restMs(drive, 50_000, 10_000)).toBe(4500);
    expect(restMs({ ...drive, rate: -0.5 }, 50_000, 10_000)).toBe(2000);
    expect(restMs({ ...drive, playing: false }, 50_000, 10_000)).toBeNull();
  });

  it('goes round in a loop, either way', () => {
    const loop = { startMs: 800, endMs: 1800 };
    expect(mediaTimeAt({ ...drive, loop }, 50_300, 10_000)).toBe(1600);
    expect(mediaTimeAt({ ...drive, loop }, 50_500, 10_000)).toBe(1000);
    expect(mediaTimeAt({ ...drive, loop, rate: -1 }, 50_300, 10_000)).toBe(1700);
    expect(restMs({ ...drive, loop }, 50_000, 10_000)).toBeNull();
  });
});

describe('a drive from outside [P15]', () => {
  it('is taken as it is when it is one', () => {
    expect(checkDrive(JSON.parse(JSON.stringify(drive)))).toEqual(drive);
  });

  it.each([
    { ...drive, video: '../x' },
    { ...drive, rate: 0 },
    { ...drive, rate: 1000 },
    { ...drive, rate: Number.NaN },
    { ...drive, atMs: -1 },
    { ...drive, atMs: '5' },
    { ...drive, sinceMs: Infinity },
    { ...drive, frame: 1.5 },
    { ...drive, loop: { startMs: 5, endMs: 5 } },
    { ...drive, loop: 'all' },
    null,
    7,
  ])('is none: %j', (value) => {
    expect(checkDrive(value)).toBeUndefined();
  });

  it('is brought inside the video and the present', () => {
    const far = { ...drive, frame: 900 as never, atMs: 99_000, loop: { startMs: 9999.5, endMs: 20_000 } };
    const extent = { frames: 250, durationMs: 10_000 };
    expect(fitted(far, extent, 60_000)).toMatchObject({
      frame: 249,
      atMs: 10_000,
      sinceMs: 59_500,
      loop: null,
    });
  });
});
