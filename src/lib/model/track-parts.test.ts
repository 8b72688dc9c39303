import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Keyframe } from './keyframe.ts';
import type { Frame } from './time.ts';
import { stateAt } from './track.ts';
import { bridged, gapAround, held, merged, splitAt } from './track-parts.ts';
import { rounds } from '../../../tests/builders/random-edits.ts';

const COUNT = 40;
const at = (frame: number) => frame as Frame;
const frames = Array.from({ length: COUNT }, (_, frame) => at(frame));

function box(frame: number, x: number, flags: Partial<Keyframe> = {}): Keyframe {
  return {
    frame: at(frame),
    shape: { kind: 'box', x, y: 1, w: 5, h: 5 },
    outside: false,
    occluded: false,
    ...flags,
  };
}

const anyTrack: fc.Arbitrary<readonly Keyframe[]> = fc
  .uniqueArray(
    fc.record({ frame: fc.nat(COUNT - 1), x: fc.nat(500), outside: fc.boolean(), occluded: fc.boolean() }),
    { selector: ({ frame }) => frame, minLength: 1, maxLength: 8 },
  )
  .map((all) => all.map(({ frame, x, ...flags }) => box(frame, x, flags)).sort((a, b) => a.frame - b.frame));

/** Left side and whether it is occluded; undefined where it is not there. */
function seen(keyframes: readonly Keyframe[], frame: Frame) {
  const state = stateAt(keyframes, frame);
  return state && { x: (state.shape as { x: number }).x, occluded: state.occluded };
}

function expectSame(is: ReturnType<typeof seen>, was: ReturnType<typeof seen>): void {
  expect(is === undefined, 'there').toBe(was === undefined);
  if (!is || !was) return;
  expect(is.occluded).toBe(was.occluded);
  expect(Math.abs(is.x - was.x)).toBeLessThan(0.05); // each keyframe is rounded to 1/100
}

describe('a track split', () => {
  it('is on every frame what it was: in the first part before the cut, in the second from it on', () => {
    fc.assert(
      fc.property(anyTrack, fc.nat(COUNT - 1), (keyframes, cut) => {
        const parts = splitAt(keyframes, at(cut));
        if (!parts) return;
        for (const frame of frames) {
          expectSame(seen(parts.before, frame), frame < cut ? seen(keyframes, frame) : undefined);
          expectSame(seen(parts.from, frame), frame >= cut ? seen(keyframes, frame) : undefined);
        }
      }),
      rounds(200),
    );
  });

  it('needs something on both sides', () => {
    expect(splitAt([box(5, 1)], at(5))).toBeUndefined();
    expect(splitAt([box(5, 1), box(8, 1, { outside: true })], at(9))).toBeUndefined();
    expect(splitAt([box(5, 1)], at(6))).toBeDefined();
  });
});

describe('tracks merged', () => {
  it('are on every frame the first of them that is there', () => {
    fc.assert(
      fc.property(fc.array(anyTrack, { minLength: 2, maxLength: 4 }), (all) => {
        const whole = merged(all, COUNT);
        for (const [index, { frame }] of whole.entries())
          if (index > 0) expect(frame).toBeGreaterThan(whole[index - 1]!.frame);
        for (const frame of frames)
          expectSame(seen(whole, frame), seen(all.find((one) => stateAt(one, frame)) ?? [], frame));
      }),
      rounds(200),
    );
  });

  it('what was split is one again', () => {
    const track = [box(2, 0), box(12, 100), box(20, 100, { outside: true })];
    const { before, from } = splitAt(track, at(7))!;
    for (const frame of frames) expectSame(seen(merged([before, from], COUNT), frame), seen(track, frame));
  });
});

describe('gaps', () => {
  const track = [box(2, 0), box(6, 0, { outside: true }), box(16, 100), box(20, 100, { outside: true })];

  it('are found where it is not there between two frames on which it is', () => {
    expect(gapAround(track, at(6))).toEqual({ start: 6, end: 16 });
    expect(gapAround(track, at(15))).toEqual({ start: 6, end: 16 });
    for (const frame of [0, 2, 16, 20, 30]) expect(gapAround(track, at(frame))).toBeUndefined();
  });

  it('are moved through when they are bridged; the end stays', () => {
    const whole = bridged(track, 6, 16);
    expect([2, 9, 16, 19, 20].map((frame) => seen(whole, at(frame))?.x)).toEqual([
      0,
      50,
      100,
      100,
      undefined,
    ]);
  });
});

describe('a shape held', () => {
  it('is the same on all those frames; beyond the next keyframes all is as it was', () => {
    fc.assert(
      fc.property(anyTrack, fc.nat(COUNT - 1), fc.nat(COUNT - 1), (keyframes, from, to) => {
        const whole = held(keyframes, at(from), at(to), COUNT);
        const shown = seen(keyframes, at(from));
        expect(whole === undefined).toBe(shown === undefined);
        if (!whole) return;
        const [start, end] = [Math.min(from, to), Math.max(from, to)];
        for (const frame of frames) {
          if (frame >= start && frame <= end) expectSame(seen(whole, frame), shown);
          else if (!seen(keyframes, frame) && frame > end) expect(seen(whole, frame)).toBeUndefined();
        }
        for (const one of keyframes)
          if (one.frame < start || one.frame > end)
            expectSame(seen(whole, one.frame), seen(keyframes, one.frame));
      }),
      rounds(200),
    );
  });
});
