import { expect, it } from 'vitest';
import { widenedLuma } from './widened-luma.ts';

it('mixes each pixel from the two it lies between', () => {
  const luma = { width: 2, height: 2, data: Uint8Array.from([0, 100, 200, 0]) };
  expect(widenedLuma(luma, 2)).toEqual({
    width: 4,
    height: 2,
    data: Uint8Array.from([0, 25, 75, 100, 200, 150, 50, 0]),
  });
});

it('leaves a picture of square pixels alone, and one of a single column', () => {
  const luma = { width: 1, height: 2, data: Uint8Array.from([7, 9]) };
  expect(widenedLuma(luma, 1)).toBe(luma);
  expect(widenedLuma(luma, 3).data).toEqual(Uint8Array.from([7, 7, 7, 9, 9, 9]));
});

it('has the same places again where it is narrowed back', () => {
  const data = Uint8Array.from({ length: 330 }, (_, n) => 128 + 100 * Math.sin(n / 9));
  const luma = { width: 330, height: 1, data };
  const back = widenedLuma(widenedLuma(luma, 16 / 11), 11 / 16);
  expect(back.width).toBe(330);
  for (const [n, value] of back.data.entries()) expect(Math.abs(value - (data[n] as number))).toBeLessThan(4);
});
