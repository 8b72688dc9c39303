/** Draws skeletons: lines between joints as the label has them, a dot for each joint; hidden ones are hollow. */
import type { Skeleton } from '#lib/model/shapes/skeleton.ts';
import { DARK } from '../color.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

const DOT_PX = 7;
const DASH_PX = 4;

export const paintSkeleton: Painter<Skeleton> = (outlines, _viewport, { joints }, look) => {
  for (const [from, to] of look.edges ?? []) {
    const [a, b] = [joints[from], joints[to]];
    if (!a || !b || a.state === 'absent' || b.state === 'absent') continue;
    const sure = a.state === 'visible' && b.state === 'visible';
    paintPath(outlines, [a, b], false, { ...look, outset: 0, dash: sure ? look.dash : DASH_PX });
  }
  const size = DOT_PX + look.outset;
  for (const { state, x, y } of joints) {
    if (state === 'absent') continue;
    outlines.dot(x, y, size, look);
    if (state === 'occluded') outlines.dot(x, y, size - 3, { ...look, color: DARK, halo: false });
  }
};
