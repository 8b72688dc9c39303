/** The row of what is said of the frames: each value in words, on as many frames as it holds. */
import { ROW, type SaidLane } from '#lib/editor/timeline/lane.ts';
import { fitText, roundRect, setText, xOf, type Surface } from './surface.ts';
import { alpha, theme } from './theme.ts';

/** Narrower (pixels), and there is no room for a word. */
const WORDS = 14;

/** `top` is where the lane begins on the canvas. */
export function paintSaid(surface: Surface, { stretches, color }: SaidLane, top: number): void {
  const { context, window, width } = surface;
  const y = top + 3;
  const height = ROW - 7;
  for (const { start, end, value } of stretches) {
    if (end <= window.start) continue;
    if (start >= window.end) return;
    const left = Math.max(-8, xOf(surface, start));
    const right = Math.max(left + 2, Math.min(width + 8, xOf(surface, end)));
    roundRect(context, left + 0.5, y, Math.max(1, right - left - 1), height, 3);
    context.fillStyle = alpha(color, 0.16);
    context.fill();
    context.strokeStyle = alpha(color, 0.5);
    context.lineWidth = 1;
    context.stroke();
    if (right - left < WORDS) continue;
    setText(surface, 11, 500, theme.text);
    const x = Math.max(4, left + 7);
    fitText(context, value, x, y + height / 2 + 0.5, right - x - 5);
  }
}
