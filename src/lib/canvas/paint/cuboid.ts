/** Draws cuboids: the front face as other outlines are drawn, what lies behind it fainter. */
import { CUBOID_EDGES, type Cuboid } from '#lib/model/shapes/cuboid.ts';
import type { Path } from '#lib/model/shapes/path.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

/** Share of the strength of the front. */
const BEHIND = 0.55;

export const paintCuboid: Painter<Cuboid> = (outlines, _viewport, { points }, look) => {
  const pick = (corners: readonly number[]): Path => corners.flatMap((n) => points[n] ?? []);
  const behind = { ...look, alpha: look.alpha * BEHIND };
  for (const edge of CUBOID_EDGES.between) paintPath(outlines, pick(edge), false, { ...behind, outset: 0 });
  paintPath(outlines, pick(CUBOID_EDGES.back), true, behind);
  paintPath(outlines, pick(CUBOID_EDGES.front), true, look);
};
