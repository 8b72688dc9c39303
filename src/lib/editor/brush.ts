/** How masks are painted just now: with what, how thick, and how far a region grows. Mine alone. */
import { Cell } from '#lib/cell/cell.ts';

export type BrushMode = 'brush' | 'eraser' | 'fill' | 'grow';
export const BRUSH_MODES: readonly BrushMode[] = ['brush', 'eraser', 'fill', 'grow'];

export const SMALLEST_BRUSH = 1;
export const LARGEST_BRUSH = 500;
export const MOST_TOLERANCE = 128;
/** One press makes it so much thicker. */
const STEP = 1.2;

export class Brush {
  readonly mode = new Cell<BrushMode>('brush');
  /** Across, in image pixels. */
  readonly size = new Cell(24);
  /** How far the brightness may be from that of the pixel where a region begins to grow, of 255. */
  readonly tolerance = new Cell(16);

  setSize(size: number): void {
    this.size.set(Math.min(LARGEST_BRUSH, Math.max(SMALLEST_BRUSH, Math.round(size))));
  }

  thicker(): void {
    this.setSize(Math.max(this.size.value + 1, this.size.value * STEP));
  }

  thinner(): void {
    this.setSize(Math.min(this.size.value - 1, this.size.value / STEP));
  }

  setTolerance(tolerance: number): void {
    this.tolerance.set(Math.min(MOST_TOLERANCE, Math.max(0, Math.round(tolerance))));
  }

  /** The next mode, round and round. */
  turn(): void {
    const next = BRUSH_MODES[(BRUSH_MODES.indexOf(this.mode.value) + 1) % BRUSH_MODES.length];
    if (next) this.mode.set(next);
  }
}
