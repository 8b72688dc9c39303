import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AnnotatedFrames } from './annotated-frames.ts';

const anyRanges = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }))
    .map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 12 },
);

it('lists every frame of the ranges once, ascending, each with its place', () => {
  fc.assert(
    fc.property(anyRanges, (ranges) => {
      const frames = new AnnotatedFrames(ranges);
      const all = Array.from({ length: 100 }, (_, frame) => frame);
      const expected = all.filter((frame) => ranges.some(({ start, end }) => start <= frame && frame < end));
      expect([...frames]).toEqual(expected);
      expect(frames.count).toBe(expected.length);
      expect(all.map((frame) => frames.placeOf(frame))).toEqual(all.map((frame) => expected.indexOf(frame)));
    }),
  );
});
