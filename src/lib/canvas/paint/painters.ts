/** The table of painters, one per kind of shape. A new kind is one file here and one line below. */
import type { Viewport } from '#lib/editor/viewport.ts';
import type { Shape, ShapeKind } from '#lib/model/shape.ts';
import type { Strokes } from '../strokes.ts';
import { paintBox } from './box.ts';
import type { Look, Painter } from './look.ts';

const painters: { readonly [K in ShapeKind]: Painter<Extract<Shape, { kind: K }>> } = { box: paintBox };

/** Draws the outline of a shape. */
export function paintShape(strokes: Strokes, viewport: Viewport, shape: Shape, look: Look): void {
  painters[shape.kind](strokes, viewport, shape, look);
}
