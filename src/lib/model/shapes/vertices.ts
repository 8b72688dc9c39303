/** What all kinds have in common that consist of points one can take hold of one by one. */
import { coordinate, type ImagePoint, type Rect } from '../geometry.ts';
import type { Handle, ShapeOps, VertexOps } from '../shape.ts';
import {
  boundsOfPath,
  fitPath,
  MAX_VERTICES,
  nearestEdge,
  numbersOfPath,
  pathFromNumbers,
  roundedPath,
  thinPath,
  type Path,
} from './path.ts';

type Points = { readonly kind: string; readonly points: Path };

const MARK = 'v';

/** The id of the handle of a vertex. */
export function vertexHandle(index: number): string {
  return `${MARK}${index}`;
}

/** The vertex that a handle is of; undefined for another handle. */
export function vertexOf(handle: string): number | undefined {
  return handle.startsWith(MARK) ? Number(handle.slice(MARK.length)) : undefined;
}

type Shared =
  | 'handles'
  | 'dragHandle'
  | 'bounds'
  | 'move'
  | 'resize'
  | 'fields'
  | 'setField'
  | 'toNumbers'
  | 'fromNumbers';

/**
 * The functions that depend on nothing but the points.
 *
 * @param make a shape of the kind from points that are rounded
 * @param least fewest points of one
 * @param closed whether an edge leads from the last point to the first; null: there are no edges
 */
export function vertexOps<S extends Points>(
  make: (points: Path) => S,
  least: number,
  closed: boolean | null,
): Pick<ShapeOps<S>, Shared> & { readonly vertices: VertexOps<S> } {
  const from = (points: Path) => make(roundedPath(points));
  return {
    bounds: ({ points }) => boundsOfPath(points),
    handles: ({ points }) =>
      points.map((at, n): Handle => ({ id: vertexHandle(n), at, cursor: 'move', minor: n > 0 })),
    dragHandle: ({ points }, handle, to) =>
      from(points.map((at, n) => (vertexHandle(n) === handle ? to : at))),
    move: ({ points }, dx, dy) => from(points.map(({ x, y }) => ({ x: x + dx, y: y + dy }))),
    resize: ({ points }, dw, dh) => {
      const { x, y, w, h } = boundsOfPath(points);
      return make(fitPath(points, { x, y, w: Math.max(0, w + dw), h: Math.max(0, h + dh) }));
    },
    fields: ({ points }) => fieldsOf(boundsOfPath(points)),
    setField: ({ points }, id, value) => {
      const to: Rect = { ...boundsOfPath(points), [id]: value };
      return make(fitPath(points, { ...to, w: Math.max(0, to.w), h: Math.max(0, to.h) }));
    },
    toNumbers: ({ points }) => numbersOfPath(points),
    fromNumbers(numbers) {
      const points = pathFromNumbers(numbers, least);
      return points && make(points);
    },
    vertices: {
      least,
      closed: closed === true,
      points: ({ points }) => points,
      of: (points) => (points.length >= least && points.length <= MAX_VERTICES ? from(points) : undefined),
      insert({ points }, place, slack) {
        if (closed === null || points.length >= MAX_VERTICES) return undefined;
        const { edge, distance, at } = nearestEdge(points, closed, place);
        if (distance > slack) return undefined;
        return {
          shape: from([...points.slice(0, edge + 1), at, ...points.slice(edge + 1)]),
          vertex: edge + 1,
        };
      },
      remove: ({ points }, vertex) =>
        points.length > least && vertex in points ? make(points.filter((_, n) => n !== vertex)) : undefined,
      sketch: ({ points }, most) => make(thinPath(points, most)),
    },
  };
}

function fieldsOf({ x, y, w, h }: Rect): ReturnType<ShapeOps<Points>['fields']> {
  const place = [
    { id: 'x', name: 'Left', caption: 'X', value: x },
    { id: 'y', name: 'Top', caption: 'Y', value: y },
  ];
  const size = [
    { id: 'w', name: 'Width', caption: 'W', value: w, least: 0 },
    { id: 'h', name: 'Height', caption: 'H', value: h, least: 0 },
  ];
  return w === 0 && h === 0 ? place : [...place, ...size];
}

/** `count` corners evenly around the middle of a rectangle, as many as it takes to begin with. */
export function cornersIn({ x, y, w, h }: Rect, count: number): readonly ImagePoint[] {
  return Array.from({ length: count }, (_, n) => {
    const angle = (2 * Math.PI * (n + 0.5)) / count - Math.PI / 2;
    return {
      x: coordinate(x + (w / 2) * (1 + Math.cos(angle))),
      y: coordinate(y + (h / 2) * (1 + Math.sin(angle))),
    };
  });
}
