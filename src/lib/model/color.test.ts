import { describe, expect, it } from 'vitest';
import { ciede2000, furthestColor, labOf, sightsConfused, worstDifference, type Lab } from './color.ts';
import { PALETTE, SMALL_PALETTE } from './label.ts';

/** Sharma, Wu & Dalal 2005, "The CIEDE2000 color-difference formula", table 1: all 34 pairs. */
const PAIRS: readonly (readonly [...Lab, ...Lab, number])[] = [
  [50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425],
  [50, 3.1571, -77.2803, 50, 0, -82.7485, 2.8615],
  [50, 2.8361, -74.02, 50, 0, -82.7485, 3.4412],
  [50, -1.3802, -84.2814, 50, 0, -82.7485, 1],
  [50, -1.1848, -84.8006, 50, 0, -82.7485, 1],
  [50, -0.9009, -85.5211, 50, 0, -82.7485, 1],
  [50, 0, 0, 50, -1, 2, 2.3669],
  [50, -1, 2, 50, 0, 0, 2.3669],
  [50, 2.49, -0.001, 50, -2.49, 0.0009, 7.1792],
  [50, 2.49, -0.001, 50, -2.49, 0.001, 7.1792],
  [50, 2.49, -0.001, 50, -2.49, 0.0011, 7.2195],
  [50, 2.49, -0.001, 50, -2.49, 0.0012, 7.2195],
  [50, -0.001, 2.49, 50, 0.0009, -2.49, 4.8045],
  [50, -0.001, 2.49, 50, 0.001, -2.49, 4.8045],
  [50, -0.001, 2.49, 50, 0.0011, -2.49, 4.7461],
  [50, 2.5, 0, 50, 0, -2.5, 4.3065],
  [50, 2.5, 0, 73, 25, -18, 27.1492],
  [50, 2.5, 0, 61, -5, 29, 22.8977],
  [50, 2.5, 0, 56, -27, -3, 31.903],
  [50, 2.5, 0, 58, 24, 15, 19.4535],
  [50, 2.5, 0, 50, 3.1736, 0.5854, 1],
  [50, 2.5, 0, 50, 3.2972, 0, 1],
  [50, 2.5, 0, 50, 1.8634, 0.5757, 1],
  [50, 2.5, 0, 50, 3.2592, 0.335, 1],
  [60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644],
  [63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.263],
  [61.2901, 3.7196, -5.3901, 61.4292, 2.248, -4.962, 1.8731],
  [35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645],
  [22.7233, 20.0904, -46.694, 23.0331, 14.973, -42.5619, 2.0373],
  [36.4612, 47.858, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146],
  [90.8027, -2.0831, 1.441, 91.1528, -1.6435, 0.0447, 1.4441],
  [90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381],
  [6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377],
  [2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082],
];

describe('CIEDE2000', () => {
  it.each(PAIRS)('%d %d %d and %d %d %d', (l1, a1, b1, l2, a2, b2, expected) => {
    expect(ciede2000([l1, a1, b1], [l2, a2, b2])).toBeCloseTo(expected, 4);
    expect(ciede2000([l2, a2, b2], [l1, a1, b1])).toBeCloseTo(expected, 4);
  });

  it('of sRGB corners, whose L*a*b* are known', () => {
    const rounded = (color: string) => labOf(color).map((part) => Math.round(part * 10) / 10 + 0);
    expect(rounded('#ffffff')).toEqual([100, 0, 0]);
    expect(rounded('#ff0000')).toEqual([53.2, 80.1, 67.2]);
    expect(rounded('#0000ff')).toEqual([32.3, 79.2, -107.9]);
  });
});

type Pair = readonly [one: string, other: string];

function pairsOf(palette: readonly string[]): readonly Pair[] {
  return palette.flatMap((one, at) => palette.slice(at + 1).map((other): Pair => [one, other]));
}

describe('the palettes', () => {
  it.each([SMALL_PALETTE, PALETTE])('stay apart for usual eyes', (...palette) => {
    const differences = pairsOf(palette).map(([one, other]) => ciede2000(labOf(one), labOf(other)));
    expect(Math.min(...differences)).toBeGreaterThan(15);
  });

  it('have these pairs, and no others, that some sight confuses', () => {
    const confused = (palette: readonly string[]) =>
      pairsOf(palette).flatMap((pair) => {
        const by = sightsConfused(...pair);
        return by.length === 0 ? [] : [[...pair, ...by]];
      });
    expect(confused(SMALL_PALETTE)).toEqual([['#f52311', '#979836', 'deutan']]);
    expect(confused(PALETTE)).toEqual([
      ['#62afa0', '#d84497', 'deutan'],
      ['#f52311', '#97871d', 'deutan'],
    ]);
  });

  it('what usual eyes keep well apart may be one colour for others', () => {
    const [red, olive] = ['#f52311', '#97871d'] as const;
    expect(ciede2000(labOf(red), labOf(olive))).toBeGreaterThan(40);
    expect(worstDifference(red, olive)).toBeLessThan(4);
  });

  it('the next colour is the one furthest from those in use', () => {
    expect(furthestColor(PALETTE, [])).toBe(PALETTE[0]);
    expect(furthestColor(PALETTE, PALETTE.slice(0, 11))).toBe(PALETTE[11]);
    expect(furthestColor([], PALETTE)).toBeUndefined();
  });
});
