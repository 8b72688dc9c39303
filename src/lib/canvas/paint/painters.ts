/** The table of painters, one per kind of shape. A new kind is one file here and one line below. */
import type { Viewport } from '#lib/editor/viewport.ts';
import type { Shape, ShapeKind } from '#lib/model/shape.ts';
import type { Outlines } from '../outlines.ts';
import { paintBox } from './box.ts';
import { paintCuboid } from './cuboid.ts';
import { paintEllipse } from './ellipse.ts';
import type { Look, Painter } from './look.ts';
import { paintMask } from './mask.ts';
import { paintPoints } from './points.ts';
import { paintPolygon } from './polygon.ts';
import { paintPolyline } from './polyline.ts';
import { paintRotatedBox } from './rotated-box.ts';
import { paintSkeleton } from './skeleton.ts';

const painters: { readonly [K in ShapeKind]: Painter<Extract<Shape, { kind: K }>> } = {
  box: paintBox,
  ellipse: paintEllipse,
  'rotated-box': paintRotatedBox,
  polygon: paintPolygon,
  polyline: paintPolyline,
  point: paintPoints,
  cuboid: paintCuboid,
  skeleton: paintSkeleton,
  mask: paintMask,
};

/** Draws the outline of a shape. */
export function paintShape(outlines: Outlines, viewport: Viewport, shape: Shape, look: Look): void {
  painterOf(shape.kind)(outlines, viewport, shape, look);
}

function painterOf(kind: ShapeKind): Painter<Shape> {
  return painters[kind] as Painter<Shape>;
}
