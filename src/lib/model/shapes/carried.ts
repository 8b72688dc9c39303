/** A shape taken along by a movement of what it lies on: an object that is followed from picture to picture. */
import { growthOf, moved, turnOf, type Similarity } from '../similarity.ts';
import { opsOf, type Shape } from '../shape.ts';
import { skeletonOf } from './skeleton.ts';
import { relaxed, stretched } from './stretched.ts';

/**
 * What an upright kind cannot follow it leaves out: a box does not turn, a mask neither turns nor changes its outline.
 * The middle of each goes where the movement takes it.
 *
 * @param by how it moves as one sees it: in the picture whose pixels are square, `aspect` times as wide
 * @param aspect width of a stored pixel over its height, as it is shown
 */
export function carried(shape: Shape, by: Similarity, aspect = 1): Shape {
  if (aspect === 1) return carriedSquare(shape, by);
  if (shape.kind !== 'mask') return relaxed(carriedSquare(stretched(shape, aspect), by), aspect);
  const { x, y } = middleOf(shape);
  const to = moved(by, { x: x * aspect, y });
  return opsOf(shape.kind).move(shape, to.x / aspect - x, to.y - y);
}

function carriedSquare(shape: Shape, by: Similarity): Shape {
  switch (shape.kind) {
    case 'box':
    case 'mask':
      return resized(shape, by);
    case 'rotated-box':
    case 'ellipse': {
      const turned = opsOf(shape.kind).setField(shape, 'rotation', shape.rotation + turnOf(by));
      return resized(turned, by, shape);
    }
    case 'skeleton':
      return skeletonOf(shape.joints.map((joint) => ({ ...joint, ...moved(by, joint) }))) ?? shape;
    case 'polygon':
    case 'polyline':
    case 'point':
    case 'cuboid':
      return opsOf(shape.kind).vertices?.of(shape.points.map((point) => moved(by, point))) ?? shape;
  }
}

/** As many times as large, its middle where the middle of `before` is taken. */
function resized(shape: Shape, by: Similarity, before = shape): Shape {
  const ops = opsOf(shape.kind);
  const growth = growthOf(by);
  const { w, h } = sizeOf(shape);
  const grown = ops.resize(shape, w * (growth - 1), h * (growth - 1));
  const [from, is] = [middleOf(before), middleOf(grown)];
  const to = moved(by, from);
  return ops.move(grown, to.x - is.x, to.y - is.y);
}

/** Along its own sides. */
function sizeOf(shape: Shape): { readonly w: number; readonly h: number } {
  if (shape.kind === 'rotated-box') return shape;
  if (shape.kind === 'ellipse') return { w: 2 * shape.rx, h: 2 * shape.ry };
  return opsOf(shape.kind).bounds(shape);
}

function middleOf(shape: Shape): { readonly x: number; readonly y: number } {
  const { x, y, w, h } = opsOf(shape.kind).bounds(shape);
  return { x: x + w / 2, y: y + h / 2 };
}
