import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { frame } from '#lib/model/time.ts';
import { Seeking } from './seeking.ts';

const index = new FrameIndex(
  { num: 1, den: 10 },
  Float64Array.from({ length: 50 }, (_, n) => n),
  1,
);

/** A media element that seeks when it is told to. */
class Element extends EventTarget {
  readonly seeks: number[] = [];
  seeking = false;
  set currentTime(seconds: number) {
    this.seeks.push(Math.round(seconds * 1000));
    this.seeking = true;
  }
  land(): void {
    this.seeking = false;
    this.dispatchEvent(new Event('seeked'));
  }
}

let video: Element;
let seeking: Seeking;
let taken: number;
beforeEach(() => {
  vi.useFakeTimers();
  video = new Element();
  taken = 0;
  seeking = new Seeking(video as unknown as HTMLVideoElement, index, 200, () => taken++);
});
afterEach(() => {
  seeking.destroy();
  vi.useRealTimers();
});

const settled = (promise: Promise<void>) =>
  Promise.race([
    promise.then(() => true),
    Promise.resolve(false).then(async (no) => (await Promise.resolve(), no)),
  ]);

it('goes to the middle of the frame and settles when it is there', async () => {
  const done = seeking.to(frame(7));
  expect(video.seeks).toEqual([950]);
  expect(seeking.arrived(frame(3))).toBe(false);
  expect(await settled(done)).toBe(false);
  video.land();
  expect(seeking.arrived(frame(7))).toBe(true);
  expect(await settled(done)).toBe(true);
  expect(seeking.target).toBeNull();
});

it('follows only the last of the wishes that came meanwhile', async () => {
  const wishes = [1, 2, 3, 4].map((n) => seeking.to(frame(n)));
  expect(seeking.target).toBe(4);
  video.land();
  expect(seeking.arrived(frame(1))).toBe(true);
  expect(video.seeks).toEqual([350, 650]);
  expect(await settled(wishes[2]!)).toBe(true);
  expect(await settled(wishes[3]!)).toBe(false);
  video.land();
  expect(seeking.arrived(frame(4))).toBe(true);
  expect(await settled(wishes[3]!)).toBe(true);
});

it('tries once more where another picture came, then takes what there is', () => {
  void seeking.to(frame(7));
  video.land();
  expect(seeking.arrived(frame(6))).toBe(false);
  expect(video.seeks).toHaveLength(2);
  video.land();
  expect(seeking.arrived(frame(6))).toBe(true);
  expect(seeking.target).toBeNull();
});

it('asks for the picture where none is announced', () => {
  void seeking.to(frame(7));
  video.land();
  vi.advanceTimersByTime(200);
  expect(taken).toBe(1);
});

it('drops a seek that waits for bytes when a newer wish comes', async () => {
  const first = seeking.to(frame(40));
  vi.advanceTimersByTime(1000);
  void seeking.to(frame(2));
  expect(video.seeks).toEqual([4250, 450]);
  expect(await settled(first)).toBe(true);
  expect(seeking.target).toBe(2);
});
