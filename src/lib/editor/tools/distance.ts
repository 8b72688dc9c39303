/** When a press becomes a drag: measured on the screen, so that a trembling hand does not move things. */
import type { ScreenPoint } from '#lib/model/geometry.ts';

/** CSS pixels a pointer may move and still have clicked; the least width and height of what is drawn, too. */
export const CLICK_PX = 3;

export function hasMoved(from: ScreenPoint, to: ScreenPoint): boolean {
  return Math.abs(to.x - from.x) > CLICK_PX || Math.abs(to.y - from.y) > CLICK_PX;
}
