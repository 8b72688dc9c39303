/**
 * Shapes as one sees them. Geometry lies in stored pixels, which need not be square: a video of 16:11 pixels is shown
 * that much wider. What is turned has to look turned and not sheared, so turned boxes and ellipses turn where pixels
 * are square: their numbers are stretched across, turned there, and what comes of it is brought back.
 */
import type { ImagePoint, Rect } from '../geometry.ts';
import { opsOf, type Handle, type Shape, type ShapeKind, type ShapeOps } from '../shape.ts';

/** What of a kind depends on how wide a pixel is. */
export type SeenOps = Pick<
  ShapeOps<Shape>,
  'bounds' | 'contains' | 'area' | 'handles' | 'dragHandle' | 'resize' | 'outline'
>;

const known = new Map<string, SeenOps>();

/**
 * The functions of a kind of shape on a video of such pixels; in and out are image pixels, as everywhere.
 *
 * @param aspect width of a stored pixel over its height, as it is shown
 */
export function opsSeen(kind: ShapeKind, aspect: number): SeenOps {
  const ops = opsOf(kind);
  if (aspect === 1 || (kind !== 'rotated-box' && kind !== 'ellipse')) return ops;
  const key = `${kind} ${aspect}`;
  const found = known.get(key);
  if (found) return found;
  const made = seen(ops, aspect);
  // Videos on one screen are few; their aspects are not worth more room than this.
  if (known.size < 50) known.set(key, made);
  return made;
}

/** The upright rectangle around a shape as it is seen, in image pixels. */
export function boundsSeen(shape: Shape, aspect: number): Rect {
  return opsSeen(shape.kind, aspect).bounds(shape);
}

/** So many times as wide, not rounded. A mask stays as it is: it has whole pixels. */
export function stretched(shape: Shape, by: number): Shape {
  if (by === 1) return shape;
  switch (shape.kind) {
    case 'box':
    case 'rotated-box':
      return { ...shape, x: shape.x * by, w: shape.w * by };
    case 'ellipse':
      return { ...shape, cx: shape.cx * by, rx: shape.rx * by };
    case 'polygon':
    case 'polyline':
    case 'point':
    case 'cuboid':
      return { ...shape, points: shape.points.map((point) => across(point, by)) };
    case 'skeleton':
      return { ...shape, joints: shape.joints.map((joint) => ({ ...joint, x: joint.x * by })) };
    case 'mask':
      return shape;
  }
}

/** Back from where pixels are square, rounded as it is stored. */
export function relaxed(shape: Shape, aspect: number): Shape {
  return opsOf(shape.kind).move(stretched(shape, 1 / aspect), 0, 0);
}

function across<P extends ImagePoint>(point: P, by: number): P {
  return { ...point, x: point.x * by };
}

function seen(ops: ShapeOps<Shape>, aspect: number): SeenOps {
  const square = (shape: Shape) => stretched(shape, aspect);
  return {
    bounds(shape) {
      const { x, y, w, h } = ops.bounds(square(shape));
      return { x: x / aspect, y, w: w / aspect, h };
    },
    contains: (shape, point, slack) => ops.contains(square(shape), across(point, aspect), slack),
    area: (shape) => ops.area(square(shape)) / aspect,
    handles: (shape) =>
      ops.handles(square(shape)).map((handle): Handle => {
        const at = across(handle.at, 1 / aspect);
        return { ...handle, at, ...(handle.off && { off: across(handle.off, 1 / aspect) }) };
      }),
    dragHandle: (shape, handle, to, keeps) =>
      relaxed(ops.dragHandle(square(shape), handle, across(to, aspect), keeps), aspect),
    resize: (shape, dw, dh) => relaxed(ops.resize(square(shape), dw * aspect, dh), aspect),
    outline: (shape) => ops.outline(square(shape))?.map((point) => across(point, 1 / aspect)) ?? null,
  };
}
