import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimelineView } from './view.ts';

const window = (view: TimelineView) => [view.window.value.start, view.window.value.end];

describe('window', () => {
  it('begins with the whole video', () => {
    expect(window(new TimelineView({ count: 300 }))).toEqual([0, 300]);
    expect(window(new TimelineView({ count: 0 }))).toEqual([0, 1]);
  });

  it('keeps what is under the pointer in place while zooming', () => {
    const view = new TimelineView({ count: 1000 });
    view.zoomAt(400, 2);
    expect(window(view)).toEqual([200, 700]);
    const before = view.frameToX(420, 900);
    view.zoomAt(420, 3.7);
    expect(view.frameToX(420, 900)).toBeCloseTo(before);
  });

  it('stays within the video and shows at least one frame, whatever is done', () => {
    const steps = fc.oneof(
      fc.record({
        what: fc.constant('zoom' as const),
        a: fc.double({ min: -50, max: 600, noNaN: true }),
        b: fc.double({ min: 0.01, max: 100, noNaN: true }),
      }),
      fc.record({
        what: fc.constant('pan' as const),
        a: fc.double({ min: -900, max: 900, noNaN: true }),
        b: fc.constant(0),
      }),
      fc.record({
        what: fc.constant('follow' as const),
        a: fc.integer({ min: 0, max: 499 }),
        b: fc.constant(0),
      }),
      fc.record({
        what: fc.constant('reveal' as const),
        a: fc.integer({ min: 0, max: 499 }),
        b: fc.constant(0),
      }),
    );
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 40 }), (list) => {
        const view = new TimelineView({ count: 500 });
        for (const { what, a, b } of list) {
          if (what === 'zoom') view.zoomAt(a, b);
          else if (what === 'pan') view.pan(a);
          else if (what === 'follow') view.follow(a, Math.floor(view.window.value.start + view.span / 2));
          else view.reveal(a);
          const { start, end } = view.window.value;
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(500 + 1e-9);
          expect(end - start).toBeGreaterThan(1 - 1e-9);
          const brought = what === 'follow' || what === 'reveal';
          expect(brought && (a < start - 1e-6 || a >= end)).toBe(false);
        }
      }),
    );
  });

  it('turns pages while playing and leaves the page alone while the playhead is on it', () => {
    const view = new TimelineView({ count: 1000 });
    view.show(100, 200);
    view.follow(199, 198);
    expect(window(view)).toEqual([100, 200]);
    view.follow(200, 199);
    expect(window(view)).toEqual([194, 294]);
    view.follow(193, 194);
    expect(window(view)).toEqual([99, 199]);
    view.follow(500, 499);
    expect(window(view)).toEqual([99, 199]);
  });

  it('moves just as far as needed for a near frame, and centres a far one', () => {
    const view = new TimelineView({ count: 1000 });
    view.show(100, 200);
    view.reveal(205);
    expect(window(view)).toEqual([106, 206]);
    view.reveal(600);
    expect(window(view)).toEqual([550.5, 650.5]);
  });

  it('maps pixels and frames both ways', () => {
    const view = new TimelineView({ count: 1000 });
    view.show(100, 200);
    expect(view.frameToX(150, 800)).toBe(400);
    expect(view.xToFrame(400, 800)).toBe(150);
  });
});

describe('rows', () => {
  it('scroll within their height', () => {
    const view = new TimelineView({ count: 10 });
    view.scrollTo(500, 600, 200);
    expect(view.top.value).toBe(400);
    view.scrollTo(-3, 600, 200);
    expect(view.top.value).toBe(0);
    view.revealRow(240, 24, 600, 200);
    expect(view.top.value).toBe(64);
  });
});
