import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { positionAt, tickCaption, ticksOf, timeAt } from './ticks.ts';
import { TimelineView } from './view.ts';

const even = new FrameIndex(
  { num: 1, den: 25 },
  Float64Array.from({ length: 1000 }, (_, n) => n),
  1,
);
/** A second's hole after frame 9. */
const holed = new FrameIndex(
  { num: 1, den: 1000 },
  Float64Array.from({ length: 20 }, (_, n) => n * 40 + (n > 9 ? 1000 : 0)),
  40,
);

const captions = (ticks: ReturnType<typeof ticksOf>) =>
  ticks.flatMap(({ at, caption }) => (caption === null ? [] : [[at, caption]]));

describe('ticks', () => {
  it('stand at round times', () => {
    const view = new TimelineView({ count: 1000 });
    expect(captions(ticksOf(view, even, 'time', 500))).toEqual([
      [0, '00:00'],
      [250, '00:10'],
      [500, '00:20'],
      [750, '00:30'],
      [1000, '00:40'],
    ]);
  });

  it('stand at every frame when one looks closely, and never between frames', () => {
    const view = new TimelineView({ count: 1000 });
    view.show(100, 120);
    const ticks = ticksOf(view, even, 'frames', 800);
    expect(ticks.map(({ at }) => at)).toContain(107);
    expect(captions(ticks)).toContainEqual([105, '105']);
    expect(ticks.every(({ at }) => Number.isInteger(at))).toBe(true);
  });

  it('keep captions apart and ticks within sight, at any zoom', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 999, noNaN: true }),
        fc.double({ min: 1, max: 1000, noNaN: true }),
        fc.constantFrom('time' as const, 'frames' as const),
        (start, span, unit) => {
          const view = new TimelineView({ count: 1000 });
          view.show(start, start + span);
          const ticks = ticksOf(view, even, unit, 900);
          const x = captions(ticks).map(([at]) => view.frameToX(at as number, 900));
          x.forEach((here, index) => expect(index === 0 || here - x[index - 1]! > 60).toBe(true));
          expect(ticks.length).toBeLessThan(150);
        },
      ),
    );
  });

  it('fall into the frame that shows at their time, also where the rate is not constant', () => {
    expect(positionAt(holed, 200)).toBe(5);
    expect(Math.floor(positionAt(holed, 900))).toBe(9);
    expect(positionAt(holed, 1400)).toBeCloseTo(10);
    expect(timeAt(holed, positionAt(holed, 777))).toBeCloseTo(777);
  });
});

it('captions have the decimals that their step needs', () => {
  expect(tickCaption(3_723_000, 1000)).toBe('1:02:03');
  expect(tickCaption(61_500, 500)).toBe('01:01.5');
  expect(tickCaption(1040, 20)).toBe('00:01.04');
});
