import { expect, it } from 'vitest';
import { frame } from '#lib/model/time.ts';
import { thumbnailOf } from './thumbnails.ts';

const sprite = { url: '/thumbs.jpg', columns: 2, rows: 2, width: 160, height: 90, frames: [0, 10, 20] };

it('shows the last small picture at or before a frame', () => {
  expect(thumbnailOf(sprite, frame(0))).toEqual({ x: 0, y: 0, width: 160, height: 90, frame: 0 });
  expect(thumbnailOf(sprite, frame(9))).toMatchObject({ frame: 0 });
  expect(thumbnailOf(sprite, frame(10))).toMatchObject({ x: 160, y: 0, frame: 10 });
  expect(thumbnailOf(sprite, frame(999))).toMatchObject({ x: 0, y: 90, frame: 20 });
});

it('shows nothing where there are none', () => {
  expect(thumbnailOf({ ...sprite, frames: [] }, frame(5))).toBeUndefined();
});
