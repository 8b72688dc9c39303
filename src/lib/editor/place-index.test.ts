import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Rect } from '#lib/model/geometry.ts';
import { PlaceIndex } from './place-index.ts';

const place = fc.integer({ min: -50, max: 450 });
const rect: fc.Arbitrary<Rect> = fc.record({
  x: place,
  y: place,
  w: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 500 })),
  h: fc.integer({ min: 0, max: 60 }),
});

it('finds exactly those that a look at each would find, in their order', () => {
  fc.assert(
    fc.property(
      fc.array(rect, { maxLength: 120 }),
      place,
      place,
      fc.nat({ max: 9 }),
      (rects, x, y, slack) => {
        const wanted = rects.flatMap((one, n) =>
          x >= one.x - slack && x <= one.x + one.w + slack && y >= one.y - slack && y <= one.y + one.h + slack
            ? [n]
            : [],
        );
        expect(new PlaceIndex(rects).near({ x, y }, slack)).toEqual(wanted);
      },
    ),
  );
});
