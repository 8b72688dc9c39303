/** Draws skeletons: lines between joints as the label has them, a dot for each joint; hidden ones are hollow. */
import type { Skeleton } from '#lib/model/shapes/skeleton.ts';
import { DARK } from '../color.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

const DOT_PX = 7;
const DASH_PX = 4;

export const paintSkeleton: Painter<Skeleton> = (strokes, viewport, { joints }, look) => {
  for (const [from, to] of look.edges ?? []) {
    const [a, b] = [joints[from], joints[to]];
    if (!a || !b || a.state === 'absent' || b.state === 'absent') continue;
    const sure = a.state === 'visible' && b.state === 'visible';
    paintPath(strokes, viewport, [a, b], false, { ...look, outset: 0, dash: sure ? look.dash : DASH_PX });
  }
  const size = DOT_PX + look.outset;
  for (const { state, ...place } of joints) {
    if (state === 'absent') continue;
    const { x, y } = viewport.toScreen(place);
    if (look.halo) strokes.square(x, y, size + 2, DARK, look.alpha * 0.6);
    strokes.square(x, y, size, look.color, look.alpha);
    if (state === 'occluded') strokes.square(x, y, size - 3, DARK, look.alpha);
  }
};
