/** How an object is drawn: what a painter of a kind of shape is told. */
import type { Viewport } from '#lib/editor/viewport.ts';
import type { Outlines } from '../outlines.ts';

export type Look = {
  /** `#rrggbb`. */
  readonly color: string;
  /** Of the coloured line, in CSS pixels; the dark halo is a pixel wider on each side. */
  readonly width: number;
  readonly alpha: number;
  /** Length of a dash in CSS pixels, 0 for a solid line. */
  readonly dash: number;
  readonly halo: boolean;
  /** How far outside the shape the line runs, in CSS pixels. */
  readonly outset: number;
  /** Of a skeleton: the joints between which lines are drawn, by their places. */
  readonly edges?: readonly (readonly [number, number])[];
};

/** Draws the outline of one kind of shape. */
export type Painter<S> = (outlines: Outlines, viewport: Viewport, shape: S, look: Look) => void;

/** A keyframe lies on this very frame. */
export function setLook(color: string): Look {
  return { color, width: 2, alpha: 1, dash: 0, halo: true, outset: 0 };
}

/** Between keyframes: thinner and lighter, as nobody has set it here. */
export function betweenLook(color: string): Look {
  return { color, width: 1, alpha: 0.85, dash: 0, halo: true, outset: 0 };
}
