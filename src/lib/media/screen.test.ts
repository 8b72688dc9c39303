import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Frame } from '#lib/model/time.ts';
import { Animation } from '../../../tests/builders/animation.ts';
import { FakeCodec, FakeFrame } from '../../../tests/builders/fake-codec.ts';
import type { Picture } from './player.ts';
import { Screen } from './screen.ts';

let animation: Animation;
let codec: FakeCodec;
let screen: Screen;
let painted: number[];
beforeEach(() => {
  animation = new Animation();
  animation.install();
  codec = new FakeCodec();
  screen = new Screen();
  painted = [];
  screen.onPicture(({ frame }) => painted.push(frame));
});
afterEach(() => vi.unstubAllGlobals());

function picture(number: number): Picture {
  const from = { timestamp: number, number, codec, place: { users: 0, free: () => undefined } };
  return { frame: number as Frame, image: new FakeFrame(from) as unknown as VideoFrame };
}

const offer = (number: number) => screen.soon(() => screen.show(picture(number)));

it('[M6] paints the first picture of an animation frame at once, and then the last', () => {
  offer(1);
  expect(painted).toEqual([1]);
  for (const number of [2, 3, 4]) offer(number);
  expect(painted).toEqual([1]);
  animation.frame();
  expect(painted).toEqual([1, 4]);
  offer(5);
  expect(painted).toEqual([1, 4]);
  animation.frame();
  animation.frame();
  offer(6);
  expect(painted).toEqual([1, 4, 5, 6]);
});

it('[M6] does not wait for animation frames that do not come', () => {
  animation.hidden = true;
  for (const number of [1, 2, 3]) offer(number);
  expect(painted).toEqual([1, 2, 3]);
});

it('[M21] closes each picture when the next one comes, and the last at its end', () => {
  for (const number of [1, 2, 2, 3]) screen.show(picture(number));
  expect(screen.shown.value).toBe(3);
  expect(codec.open).toBe(1);
  screen.destroy();
  expect(codec.open).toBe(0);
  expect(codec.closedTwice).toBe(0);
});

it('gives who comes later the present picture', () => {
  const late: number[] = [];
  screen.onPicture(({ frame }) => late.push(frame))();
  screen.show(picture(7));
  screen.onPicture(({ frame }) => late.push(frame));
  expect(late).toEqual([7]);
});

it('[M1] [M21] a picture that is overtaken while it is told of is not painted, and closed once', () => {
  screen.shown.subscribe((frame) => frame === 7 && screen.show(picture(2)));
  screen.show(picture(1));
  screen.show(picture(7));
  expect(painted).toEqual([1, 2]);
  expect(screen.shown.value).toBe(2);
  expect([codec.open, codec.closedTwice]).toEqual([1, 0]);
});
