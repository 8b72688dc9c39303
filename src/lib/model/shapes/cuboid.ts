/** A block seen in perspective, drawn on the picture: two faces with upright edges, as CVAT has it. */
import { mix, type ImagePoint, type Rect } from '../geometry.ts';
import type { Handle, ShapeOps } from '../shape.ts';
import { hullOf } from './hull.ts';
import { areaOfPath, boundsOfPath, isInsidePath, nearestEdge, roundedPath, type Path } from './path.ts';
import { vertexHandle, vertexOf, vertexOps } from './vertices.ts';

/**
 * Eight corners in image pixels, each upright edge from its top to its foot: of the front face the left and the right
 * one, of the back face the right and the left one.
 */
export type Cuboid = { readonly kind: 'cuboid'; readonly points: Path };

const CORNERS = 8;
/** The handle that moves the back face. */
export const DEPTH = 'depth';
/** Share of a rectangle's sides that the front face takes; the back face is as large as this of the front. */
const FRONT = 0.75;

/** Its edges, as pairs of corners: the front face, the back face, and what joins them. */
export const CUBOID_EDGES = {
  front: [0, 2, 3, 1],
  back: [4, 6, 7, 5],
  between: [[0, 6], [1, 7], [2, 4], [3, 5]], // prettier-ignore
} as const;

const make = (points: Path): Cuboid => ({ kind: 'cuboid', points });
const shared = vertexOps(make, CORNERS, null);

/** The corner at the other end of the upright edge. */
function partnerOf(corner: number): number {
  return corner ^ 1;
}

function middleOfBack(points: Path): ImagePoint {
  const { x, y, w, h } = boundsOfPath(points.slice(4));
  return { x: x + w / 2, y: y + h / 2 };
}

/** Upright edges stay as they lean, unless one end is to be moved `alone`. */
function moveCorner(points: Path, corner: number, to: ImagePoint, alone: boolean): Path {
  const from = points[corner];
  if (!from) return points;
  const dx = alone ? 0 : to.x - from.x;
  return points.map((at, n) =>
    n === corner ? to : n === partnerOf(corner) ? { x: at.x + dx, y: at.y } : at,
  );
}

/** The front face at the lower left, the back face smaller at the upper right. */
function inRect({ x, y, w, h }: Rect): Cuboid {
  const face = (left: number, top: number, width: number, height: number): Path => [
    { x: left, y: top },
    { x: left, y: top + height },
    { x: left + width, y: top },
    { x: left + width, y: top + height },
  ];
  const [fw, fh] = [w * FRONT, h * FRONT];
  const front = face(x, y + h - fh, fw, fh);
  const [a, b, c, d] = face(x + w - fw * FRONT, y, fw * FRONT, fh * FRONT) as [
    ImagePoint,
    ImagePoint,
    ImagePoint,
    ImagePoint,
  ];
  return make(roundedPath([...front, c, d, a, b]));
}

export const cuboid: ShapeOps<Cuboid> = {
  kind: 'cuboid',
  code: 7,
  name: 'cuboid',
  ...shared,
  handles: ({ points }): Handle[] => [
    ...points.map((at, n): Handle => ({ id: vertexHandle(n), at, cursor: 'move', minor: n > 3 })),
    { id: DEPTH, at: middleOfBack(points), cursor: 'move', minor: true },
  ],
  /** `square` moves a corner without the other end of its upright edge. */
  dragHandle({ points }, handle, to, square) {
    if (handle === DEPTH) {
      const from = middleOfBack(points);
      return make(
        roundedPath(
          points.map(({ x, y }, n) => (n < 4 ? { x, y } : { x: x + to.x - from.x, y: y + to.y - from.y })),
        ),
      );
    }
    const corner = vertexOf(handle);
    return corner === undefined ? make(points) : make(roundedPath(moveCorner(points, corner, to, square)));
  },
  contains({ points }, p, slack) {
    const hull = hullOf(points);
    return isInsidePath(hull, p) || (slack > 0 && nearestEdge(hull, true, p).distance <= slack);
  },
  area: ({ points }) => areaOfPath(hullOf(points)),
  interpolate: (a, b, t) =>
    make(
      roundedPath(
        a.points.map(({ x, y }, n) => {
          const to = b.points[n] ?? { x, y };
          return { x: mix(x, to.x, t), y: mix(y, to.y, t) };
        }),
      ),
    ),
  inRect,
  outline: ({ points }) => hullOf(points),
  fromNumbers: (numbers) => (numbers.length === 2 * CORNERS ? shared.fromNumbers(numbers) : undefined),
  vertices: {
    ...shared.vertices,
    fixed: true,
    of: (points) => (points.length === CORNERS ? make(roundedPath(points)) : undefined),
    remove: () => undefined,
    sketch: (shape) => shape,
  },
};
