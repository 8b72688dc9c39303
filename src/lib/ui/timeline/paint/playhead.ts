/** What moves over the rows without changing them: playheads, the line a drag is drawn to, the marquee. */
import { caretPlaces, type Span } from './caret-places.ts';
import { initialsOf } from './comment.ts';
import { crisp, perFrame, roundRect, setText, xOf, type Surface } from './surface.ts';
import { alpha, inkOn, RULER, theme } from './theme.ts';

export type OtherPlayhead = { readonly name: string; readonly color: string; readonly frame: number };

/** My playhead: a line through the middle of its frame, the frame itself tinted where it is wide enough to see. */
export function paintPlayhead(surface: Surface, frame: number, caption: string): void {
  const { context, height } = surface;
  const flag = flagOf(surface, frame, caption);
  if (!flag) return;
  const wide = perFrame(surface);
  const x = xOf(surface, frame + 0.5);
  if (wide >= 4) {
    context.fillStyle = alpha(theme.accent, 0.1);
    context.fillRect(xOf(surface, frame), RULER, wide, height - RULER);
  }
  context.fillStyle = theme.accent;
  context.fillRect(Math.round(x - 0.75), RULER - 4, 1.5, height - RULER + 4);
  setText(surface, 10.5, 600, theme.ink);
  roundRect(context, flag.left, 2, flag.right - flag.left, 16, 4);
  context.fillStyle = theme.accent;
  context.fill();
  context.beginPath();
  context.moveTo(x - 4.5, 17.5);
  context.lineTo(x + 4.5, 17.5);
  context.lineTo(x, 23.5);
  context.closePath();
  context.fill();
  context.fillStyle = theme.ink;
  context.fillText(caption, flag.left + 6, 10.5);
}

/** What the flag of my playhead takes of the ruler; undefined where it is out of sight. */
export function flagOf(surface: Surface, frame: number, caption: string): Span | undefined {
  const { context, width } = surface;
  const x = xOf(surface, frame + 0.5);
  if (x < -60 || x > width + 60) return undefined;
  setText(surface, 10.5, 600, theme.ink);
  const half = context.measureText(caption).width / 2 + 6;
  const left = Math.max(1, Math.min(width - 2 * half - 1, x - half));
  return { left, right: left + 2 * half };
}

/**
 * The others: a caret at the foot of the ruler and a quiet line, and initials over it, or beside what stands there
 * already: my own flag, and those of others on one spot.
 */
export function paintOthers(
  surface: Surface,
  others: readonly OtherPlayhead[],
  flag: Span | undefined,
): void {
  const { context, height, width } = surface;
  setText(surface, 9, 700, theme.ink);
  const shown = [...others]
    .sort((a, b) => a.frame - b.frame)
    .map((one) => ({ ...one, x: xOf(surface, one.frame + 0.5), text: initialsOf(one.name) }))
    .filter(({ x }) => x >= -20 && x <= width + 20)
    .map((one) => ({ ...one, width: context.measureText(one.text).width + 8 }));
  const lefts = caretPlaces(shown, flag ? [flag] : [], width);
  for (const [at, { x, width: own, text, color }] of shown.entries()) {
    const left = lefts[at] ?? 0;
    context.fillStyle = alpha(color, 0.55);
    context.fillRect(crisp(x) - 0.5, RULER, 1, height - RULER);
    setText(surface, 9, 700, inkOn(color));
    roundRect(context, left, RULER - 13, own, 12, 3);
    context.fillStyle = color;
    context.fill();
    context.fillStyle = inkOn(color);
    context.fillText(text, left + 4, RULER - 6.5);
    caret(surface, x, color);
  }
}

function caret({ context }: Surface, x: number, color: string): void {
  context.beginPath();
  context.moveTo(x - 4, RULER - 1.5);
  context.lineTo(x + 4, RULER - 1.5);
  context.lineTo(x, RULER + 3);
  context.closePath();
  context.fillStyle = color;
  context.fill();
}

/** Where a drag comes to rest. */
export function paintSnapLine(surface: Surface, at: number, top: number): void {
  const { context, height } = surface;
  context.strokeStyle = '#feed8c';
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  const x = crisp(xOf(surface, at));
  context.moveTo(x, top);
  context.lineTo(x, height);
  context.stroke();
  context.setLineDash([]);
}

/** The frame a thing is being dragged to, beside the pointer's line. */
export function paintDragCaption(surface: Surface, at: number, y: number, caption: string): void {
  const { context, width } = surface;
  setText(surface, 10.5, 600, theme.text);
  const w = context.measureText(caption).width + 12;
  const x = xOf(surface, at);
  const left = Math.max(2, Math.min(width - w - 2, x + 8));
  roundRect(context, left, y, w, 18, 4);
  context.fillStyle = '#2a333b';
  context.fill();
  context.strokeStyle = theme.border;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = theme.text;
  context.fillText(caption, left + 6, y + 9.5);
}

/** Corners in canvas pixels. */
export function paintMarquee({ context }: Surface, x1: number, y1: number, x2: number, y2: number): void {
  const [x, y] = [Math.min(x1, x2), Math.min(y1, y2)];
  const [w, h] = [Math.abs(x1 - x2), Math.abs(y1 - y2)];
  context.fillStyle = alpha(theme.accent, 0.12);
  context.fillRect(x, y, w, h);
  context.strokeStyle = theme.accent;
  context.lineWidth = 1;
  context.strokeRect(crisp(x), crisp(y), Math.round(w), Math.round(h));
}
