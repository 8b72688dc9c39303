/** Draws turned boxes: four lines between their corners. */
import type { RotatedBox } from '#lib/model/shapes/rotated-box.ts';
import { opsSeen } from '#lib/model/shapes/stretched.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

export const paintRotatedBox: Painter<RotatedBox> = (outlines, { aspect }, shape, look) => {
  paintPath(outlines, opsSeen(shape.kind, aspect).outline(shape) ?? [], true, look);
};
