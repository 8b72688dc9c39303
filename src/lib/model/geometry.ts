/**
 * Places on the picture and on the screen. Image space is stored source pixels in display orientation, origin at
 * the top-left corner of the top-left pixel; screen space is CSS pixels of the picture's pane.
 */

declare const space: unique symbol;
/** Stored source pixels, rounded to 1/100. */
export type ImagePoint = { readonly x: number; readonly y: number; readonly [space]?: 'image' };
/** CSS pixels from the top-left corner of the picture's pane. */
export type ScreenPoint = { readonly x: number; readonly y: number; readonly [space]?: 'screen' };
/** An upright rectangle in image space: top-left corner, width, height; both sizes ≥ 0. */
export type Rect = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
/** Width and height of a video's pictures, in image pixels. */
export type Size = { readonly width: number; readonly height: number };

/** No coordinate from outside goes beyond this (pixels): far over any video, small enough to pack. */
export const MAX_COORDINATE = 1_000_000;

/** Rounded to 1/100 pixel, the resolution in which geometry is stored. */
export function hundredth(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}

/** Rounded to 1/100 pixel, and no further out than a coordinate may be. */
export function coordinate(value: number): number {
  return hundredth(Math.min(MAX_COORDINATE, Math.max(-MAX_COORDINATE, value)));
}

/** The upright rectangle between two corners given in any order. */
export function rectBetween(a: ImagePoint, b: ImagePoint): Rect {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y) };
}

/** Whether two rectangles share a point; touching counts. */
export function rectsMeet(a: Rect, b: Rect): boolean {
  return a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h;
}

/** `a` at `t` = 0, `b` at `t` = 1. */
export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
