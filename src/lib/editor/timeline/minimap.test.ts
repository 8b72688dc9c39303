import { expect, it } from 'vitest';
import { MinimapDrag, minimapPart } from './minimap.ts';
import { TimelineView } from './view.ts';

const window = (view: TimelineView) => [view.window.value.start, view.window.value.end];

it('pans by its body and zooms by its ends', () => {
  const view = new TimelineView({ count: 1000 });
  view.show(200, 400);
  expect([150, 201, 300, 399].map((x) => minimapPart(view, x, 1000))).toEqual([
    'beside',
    'start',
    'body',
    'end',
  ]);
  new MinimapDrag(view, 'body', 300).move(350);
  expect(window(view)).toEqual([250, 450]);
  new MinimapDrag(view, 'start', 250).move(200);
  expect(window(view)).toEqual([200, 450]);
  new MinimapDrag(view, 'end', 450).move(100);
  expect(window(view)).toEqual([200, 201]);
});

it('comes to where one presses beside it', () => {
  const view = new TimelineView({ count: 1000 });
  view.show(200, 400);
  const drag = new MinimapDrag(view, 'beside', 700);
  expect(window(view)).toEqual([600, 800]);
  drag.move(650);
  expect(window(view)).toEqual([550, 750]);
});
