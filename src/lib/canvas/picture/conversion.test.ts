import { expect, it } from 'vitest';
import { conversionOf } from './conversion.ts';

/** Red, green and blue, 0 to 255, of what a file holds. */
function colorOf(held: readonly [number, number, number], colorSpace: VideoColorSpaceInit): number[] {
  const { offset, toRed, toGreen, toBlue } = conversionOf(colorSpace)!;
  const moved = held.map((value, n) => value / 255 - offset[n]!);
  return [toRed, toGreen, toBlue].map((weights) =>
    Math.round(255 * weights.reduce((sum, weight, n) => sum + weight * moved[n]!, 0)),
  );
}

/** Whether a colour is another one, but for rounding. */
const near = (wanted: readonly number[]) => (color: readonly number[]) =>
  color.every((value, n) => Math.abs(value - wanted[n]!) <= 2);

// What BT.601 and BT.709 give for the bars of 100 % white, black, red, green and blue.
const BARS = [
  [
    [255, 255, 255],
    [235, 128, 128],
    [235, 128, 128],
  ],
  [
    [0, 0, 0],
    [16, 128, 128],
    [16, 128, 128],
  ],
  [
    [255, 0, 0],
    [81, 90, 240],
    [63, 102, 240],
  ],
  [
    [0, 255, 0],
    [145, 54, 34],
    [173, 42, 26],
  ],
  [
    [0, 0, 255],
    [41, 240, 110],
    [32, 240, 118],
  ],
] as const;

it('gives the bars their colours, by either standard', () => {
  for (const [color, held601, held709] of BARS) {
    expect(colorOf(held601, { matrix: 'smpte170m', fullRange: false })).toSatisfy(near(color));
    expect(colorOf(held601, { matrix: 'bt470bg', fullRange: false })).toSatisfy(near(color));
    expect(colorOf(held709, { matrix: 'bt709', fullRange: false })).toSatisfy(near(color));
  }
});

it('stretches nothing where all values are used', () => {
  const full = { matrix: 'bt709', fullRange: true } as const;
  for (const grey of [0, 1, 128, 254, 255])
    expect(colorOf([grey, 128, 128], full)).toEqual([grey, grey, grey]);
});

it('leaves other kinds of colours to the browser', () => {
  expect(conversionOf({ matrix: 'rgb' })).toBeNull();
  expect(conversionOf({ matrix: null })).toBeNull();
  expect(conversionOf({ matrix: 'bt709', transfer: 'iec61966-2-1' })).toBeNull();
  expect(conversionOf({ matrix: 'bt709', primaries: 'smpte170m' })).toBeNull();
});
