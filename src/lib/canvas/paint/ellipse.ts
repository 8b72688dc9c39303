/** Draws ellipses: as many straight strokes as it takes to look round at this size. */
import { pointsOn, type Ellipse } from '#lib/model/shapes/ellipse.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

/** Strokes of the smallest one and of the largest. */
const FEWEST = 16;
const MOST = 128;

export const paintEllipse: Painter<Ellipse> = (strokes, viewport, shape, look) => {
  const radius = Math.max(shape.rx, shape.ry) * viewport.state.value.scale;
  const count = Math.ceil(Math.min(MOST, Math.max(FEWEST, 5 * Math.sqrt(radius))));
  paintPath(strokes, viewport, pointsOn(shape, count), true, look);
};
