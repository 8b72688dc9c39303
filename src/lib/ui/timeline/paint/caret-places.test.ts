import { describe, expect, it } from 'vitest';
import { caretPlaces } from './caret-places.ts';

const at = (...xs: readonly number[]) => xs.map((x) => ({ x, width: 20 }));

describe('the names of the others on the ruler', () => {
  it('stand over their frames, inside the ruler', () => {
    expect(caretPlaces(at(100, 300, 2, 398), [], 400)).toEqual([90, 290, 0, 380]);
  });

  it('stand in a row where they are on one spot', () => {
    expect(caretPlaces(at(100, 100, 100), [], 400)).toEqual([90, 111, 69]);
  });

  it('never lie under one’s own flag, not at the edges either', () => {
    expect(caretPlaces(at(100), [{ left: 60, right: 130 }], 400)).toEqual([131]);
    expect(caretPlaces(at(80), [{ left: 60, right: 130 }], 400)).toEqual([39]);
    expect(caretPlaces(at(2, 5), [{ left: 1, right: 90 }], 400)).toEqual([91, 112]);
    expect(caretPlaces(at(399), [{ left: 310, right: 399 }], 400)).toEqual([289]);
  });

  it('stand where they would when there is no room at all', () => {
    expect(caretPlaces(at(50), [{ left: 0, right: 100 }], 100)).toEqual([40]);
  });
});
