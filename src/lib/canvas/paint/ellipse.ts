/** Draws ellipses: as many straight lines as it takes to look round at this size. */
import { pointsOn, type Ellipse } from '#lib/model/shapes/ellipse.ts';
import type { Painter } from './look.ts';

/** Lines of the smallest one and of the largest. */
const FEWEST = 16;
const MOST = 128;

export const paintEllipse: Painter<Ellipse> = (outlines, viewport, shape, look) => {
  const radius = Math.max(shape.rx * viewport.aspect, shape.ry) * zoomStep(viewport.state.value.scale);
  const count = Math.ceil(Math.min(MOST, Math.max(FEWEST, 5 * Math.sqrt(radius))));
  const { aspect } = viewport;
  const points = pointsOn({ ...shape, cx: shape.cx * aspect, rx: shape.rx * aspect }, count);
  outlines.begin(look, true);
  for (const { x, y } of points) outlines.to(x / aspect, y);
  outlines.end();
};

/** The next larger of a few zooms: outlines that depend on the zoom are made anew only from one to the next. */
export function zoomStep(scale: number): number {
  return 2 ** Math.ceil(Math.log2(scale));
}
