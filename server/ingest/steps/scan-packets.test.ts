import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeTimes } from './scan-packets.ts';

it('takes the decode times that the file gives, if they can be', () => {
  const order = [0, 4, 2, 1, 3, 8, 6, 5, 7];
  const pts = order.toSorted((a, b) => a - b);
  const latest = [-2, -1, 0, 1, 2, 3, 4, 5, 6];
  const early: readonly (number | undefined)[] = latest.map((time) => time - 1);
  expect(decodeTimes({ pts, order, decoded: early })).toEqual(early);
  expect(decodeTimes({ pts, order, decoded: early.with(0, undefined) })).toEqual(latest);
  expect(decodeTimes({ pts, order, decoded: early.with(3, -3) })).toEqual(latest);
  expect(decodeTimes({ pts, order, decoded: pts })).toEqual(latest);
  expect(decodeTimes({ pts, order: pts, decoded: pts })).toEqual(pts);
  expect(decodeTimes({ pts: [], order: [], decoded: [] })).toEqual([]);
});

it('decodes each picture before it is shown, one after the other, whatever the file says', () => {
  const time = fc.integer({ min: -1000, max: 100_000 });
  const pictures = fc.uniqueArray(fc.tuple(time, fc.option(time, { nil: undefined })), {
    selector: ([pts]) => pts,
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(pictures, (found) => {
      const order = found.map(([pts]) => pts);
      const pts = order.toSorted((a, b) => a - b);
      const times = decodeTimes({ pts, order, decoded: found.map(([, dts]) => dts) });
      expect(times.every((dts, n) => dts <= order[n]!)).toBe(true);
      expect(times.every((dts, n) => n === 0 || dts > times[n - 1]!)).toBe(true);
    }),
  );
});
