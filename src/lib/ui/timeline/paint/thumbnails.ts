/** The strip of pictures above the rows: cells of one size, each with the thumbnail nearest to its middle. */
import type { ThumbnailsAnswer } from '#lib/protocol/http.ts';
import { perFrame, type Surface } from './surface.ts';
import { STRIP, theme } from './theme.ts';

export type Sprite = { readonly image: CanvasImageSource; readonly sheet: ThumbnailsAnswer };

/** `top` is where the strip begins on the canvas. */
export function paintThumbnails(surface: Surface, sprite: Sprite | null, top: number): void {
  const { context, width, window } = surface;
  context.fillStyle = '#0b0e11';
  context.fillRect(0, top, width, STRIP);
  if (sprite && sprite.sheet.frames.length > 0) {
    const { width: w, height: h } = sprite.sheet;
    const cell = Math.max(24, (STRIP * w) / h);
    // Cells stand on multiples of their own width in frames, so that they travel with the pictures while panning.
    const frames = cell / perFrame(surface);
    for (
      let slot = Math.floor(window.start / frames);
      slot * frames < Math.min(window.end, surface.count);
      slot++
    ) {
      const x = (slot * frames - window.start) * perFrame(surface);
      paintCell(
        surface,
        sprite,
        (slot + 0.5) * frames,
        Math.round(x),
        top,
        Math.round(x + cell) - Math.round(x) - 1,
      );
    }
  }
  context.fillStyle = theme.edge;
  context.fillRect(0, top + STRIP - 1, width, 1);
}

function paintCell(
  { context, count }: Surface,
  { image, sheet }: Sprite,
  at: number,
  x: number,
  top: number,
  w: number,
): void {
  const index = nearest(sheet.frames, Math.min(at, count - 1));
  const column = index % sheet.columns;
  const row = Math.floor(index / sheet.columns);
  context.drawImage(
    image,
    column * sheet.width,
    row * sheet.height,
    sheet.width,
    sheet.height,
    x,
    top,
    w,
    STRIP - 1,
  );
}

function nearest(frames: readonly number[], at: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((frames[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  const before = frames[low - 1];
  const after = frames[low];
  if (before === undefined) return 0;
  return after === undefined || at - before <= after - at ? low - 1 : low;
}
