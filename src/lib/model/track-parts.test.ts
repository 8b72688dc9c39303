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

function isSame(is: ReturnType<typeof seen>, was: ReturnType<typeof seen>): boolean {
  if (!is || !was) return is === was;
  return is.occluded === was.occluded && Math.abs(is.x - was.x) < 0.05; // each keyframe is rounded to 1/100
}

describe('a track split', () => {
  it('is on every frame what it was: in the first part before the cut, in the second from it on', () => {
    fc.assert(
      fc.property(anyTrack, fc.nat(COUNT - 1), (keyframes, cut) => {
        const parts = splitAt(keyframes, at(cut));
        if (!parts) return;
        for (const frame of frames) {
          expect(isSame(seen(parts.before, frame), frame < cut ? seen(keyframes, frame) : undefined)).toBe(
            true,
          );
          expect(isSame(seen(parts.from, frame), frame >= cut ? seen(keyframes, frame) : undefined)).toBe(
            true,
          );
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
        const keyed = whole.map(({ frame }) => frame);
        expect(keyed).toEqual([...new Set(keyed)].sort((a, b) => a - b));
        for (const frame of frames)
          expect(isSame(seen(whole, frame), seen(all.find((one) => stateAt(one, frame)) ?? [], frame))).toBe(
            true,
          );
      }),
      rounds(200),
    );
  });

  it('what was split is one again', () => {
    const track = [box(2, 0), box(12, 100), box(20, 100, { outside: true })];
    const { before, from } = splitAt(track, at(7))!;
    for (const frame of frames)
      expect(isSame(seen(merged([before, from], COUNT), frame), seen(track, frame))).toBe(true);
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
        const inside = frames.filter((frame) => frame >= start && frame <= end);
        for (const frame of inside) expect(isSame(seen(whole, frame), shown)).toBe(true);
        const gone = frames.filter((frame) => frame > end && !seen(keyframes, frame));
        for (const frame of gone) expect(seen(whole, frame)).toBeUndefined();
        const beyond = keyframes.filter(({ frame }) => frame < start || frame > end);
        for (const { frame } of beyond) expect(isSame(seen(whole, frame), seen(keyframes, frame))).toBe(true);
      }),
      rounds(200),
    );
  });
});
