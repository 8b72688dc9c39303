/** What every painter gets: where it paints, and how frames become pixels. One CSS pixel is one unit. */
import type { FrameWindow } from '#lib/editor/timeline/view.ts';
import { theme } from './theme.ts';

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export type Surface = {
  readonly context: Context;
  readonly width: number;
  readonly height: number;
  readonly window: FrameWindow;
  /** Frames in the video. */
  readonly count: number;
  /** CSS font family. */
  readonly family: string;
};

/** Pixel of a position in frames. */
export function xOf({ window, width }: Surface, at: number): number {
  return ((at - window.start) * width) / (window.end - window.start);
}

/** Pixels that one frame is wide. */
export function perFrame({ window, width }: Surface): number {
  return width / (window.end - window.start);
}

/** The half pixel on which a 1 px line is sharp. */
export function crisp(x: number): number {
  return Math.floor(x) + 0.5;
}

/** A rectangle with rounded corners as the current path; none when it is too small to be seen. */
export function roundRect(
  context: Context,
  x: number,
  y: number,
  w: number,
  h: number,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(x, y, Math.max(0, w), Math.max(0, h), Math.max(0, Math.min(radius, w / 2, h / 2)));
}

export function setText({ context, family }: Surface, size: number, weight: number, color: string): void {
  context.font = `${weight} ${size}px ${family}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillStyle = color;
}

/** Writes as much of a text as fits, with an ellipsis; nothing where not even a letter would. */
export function fitText(context: Context, text: string, x: number, y: number, room: number): void {
  if (room < 8) return;
  if (context.measureText(text).width <= room) {
    context.fillText(text, x, y);
    return;
  }
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  if (low > 0) context.fillText(`${text.slice(0, low).trimEnd()}…`, x, y);
}

let hatching: { readonly context: Context; readonly pattern: CanvasPattern } | undefined;

/** Diagonal lines that say "hidden behind something", to be laid over a bar. */
export function hatch(context: Context): CanvasPattern | string {
  if (hatching?.context === context) return hatching.pattern;
  const tile = new OffscreenCanvas(6, 6);
  const pen = tile.getContext('2d');
  if (!pen) return theme.ground;
  pen.strokeStyle = theme.ground;
  pen.lineWidth = 1.8;
  pen.beginPath();
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift - 1, 7);
    pen.lineTo(shift + 7, -1);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  if (!pattern) return theme.ground;
  hatching = { context, pattern };
  return pattern;
}
