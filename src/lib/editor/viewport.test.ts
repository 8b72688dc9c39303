import { expect, it } from 'vitest';
import { Viewport } from './viewport.ts';

it('100 % is one pixel of the screen for each of the picture, however dense the screen is', () => {
  const viewport = new Viewport({ width: 200, height: 100 }, 1);
  viewport.setPane(400, 400, 2);
  expect(viewport.zoomed).toBe(4);
  viewport.actualSize();
  expect(viewport.state.value.scale).toBe(0.5);
});

it('pixels are told apart from two screen pixels on, but not in a picture that fits', () => {
  const viewport = new Viewport({ width: 200, height: 100 }, 1);
  viewport.setPane(1000, 500);
  expect(viewport.showsPixels).toBe(false);
  viewport.zoomTo(1.9);
  expect(viewport.showsPixels).toBe(false);
  viewport.zoomTo(2);
  expect(viewport.showsPixels).toBe(true);
});

it('zooms to the pixel under the pointer, which stays where it is', () => {
  const viewport = new Viewport({ width: 200, height: 100 }, 1);
  viewport.setPane(400, 300);
  const at = { x: 130, y: 120 };
  const before = viewport.toImage(at);
  viewport.zoomToPixels(at);
  expect(viewport.zoomed).toBe(16);
  expect(viewport.toImage(at).x).toBeCloseTo(before.x);
  expect(viewport.toImage(at).y).toBeCloseTo(before.y);
});

it('brings a part of the picture to the middle, whole, also one without size or with wide pixels', () => {
  for (const aspect of [1, 4 / 3])
    for (const rect of [
      { x: 10, y: 10, w: 100, h: 20 },
      { x: 60, y: 50, w: 0, h: 0 },
    ]) {
      const viewport = new Viewport({ width: 200, height: 100 }, aspect);
      viewport.setPane(600, 400, 2);
      viewport.show(rect);
      const middle = viewport.toScreen({ x: rect.x + rect.w / 2, y: rect.y + rect.h / 2 });
      expect(middle.x).toBeCloseTo(300);
      expect(middle.y).toBeCloseTo(200);
      expect(viewport.toScreen({ x: rect.x, y: rect.y }).x).toBeGreaterThanOrEqual(0);
      expect(viewport.zoomed).toBeLessThanOrEqual(16);
    }
});
