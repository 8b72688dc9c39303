import { beforeEach, expect, it } from 'vitest';
import { Viewport } from '#lib/editor/viewport.ts';
import { Touches } from './touches.ts';

let viewport: Viewport;
let touches: Touches;
beforeEach(() => {
  viewport = new Viewport({ width: 400, height: 400 }, 1);
  viewport.setPane(400, 400);
  touches = new Touches(viewport);
});

it('one finger works the tool; a second one makes it give up, and both move and zoom the picture', () => {
  expect(touches.down(1, { x: 100, y: 200 }, 0)).toBe('tool');
  expect(touches.move(1, { x: 110, y: 200 })).toBe('tool');
  expect(touches.down(2, { x: 210, y: 200 }, 10)).toBe('cancel');
  expect(touches.move(2, { x: 310, y: 200 })).toBe('taken');
  expect(viewport.zoomed).toBeCloseTo(2);
  expect(viewport.toImage({ x: 110, y: 200 }).x).toBeCloseTo(110);
  expect(touches.up(2)).toBe('taken');
  const { x } = viewport.state.value;
  touches.move(1, { x: 130, y: 200 });
  expect(viewport.state.value.x).toBeCloseTo(x + 20);
  expect(touches.up(1)).toBe('taken');
  expect(touches.down(3, { x: 0, y: 0 }, 20)).toBe('tool');
});

it('while a pen is near, what touches is its hand; afterwards one finger moves the picture', () => {
  expect(touches.pen(1000, false)).toBe('tool');
  expect(touches.down(1, { x: 100, y: 100 }, 1200)).toBe('taken');
  const before = viewport.state.value;
  touches.move(1, { x: 180, y: 150 });
  expect(viewport.state.value).toEqual(before);
  touches.up(1);
  touches.pen(1300, true);
  expect(touches.down(2, { x: 100, y: 100 }, 9000)).toBe('taken');
  touches.move(2, { x: 180, y: 150 });
  expect(viewport.state.value).toEqual(before);
  touches.up(2);
  touches.pen(9000, false);
  expect(touches.down(3, { x: 100, y: 100 }, 9800)).toBe('taken');
  touches.move(3, { x: 130, y: 110 });
  expect(viewport.state.value).toEqual({ ...before, x: before.x + 30, y: before.y + 10 });
});

it('a pen that comes while a finger draws takes over', () => {
  touches.down(1, { x: 100, y: 100 }, 0);
  expect(touches.pen(50, true)).toBe('cancel');
  expect(touches.move(1, { x: 120, y: 100 })).toBe('taken');
  expect(touches.up(1)).toBe('taken');
});
