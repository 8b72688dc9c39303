/** How sure one is, as it is drawn: a mark before the name, and a band where an edge may lie. */
import type { Doubt } from '#lib/model/doubt.ts';
import { xOf, type Surface } from './surface.ts';
import { alpha } from './theme.ts';

/** `? `: probable, `?? `: uncertain, `△ `: difficult to judge. */
export function markOfDoubt(doubt: Doubt | undefined): string {
  if (!doubt) return '';
  const sure = doubt.certainty === 'certain' ? '' : doubt.certainty === 'probable' ? '?' : '??';
  const marks = `${doubt.difficult ? '△' : ''}${sure}`;
  return marks === '' ? '' : `${marks} `;
}

/** A band around an edge, fading to both sides; `at` and `fuzz` in frames. */
export function fuzzBand(
  surface: Surface,
  at: number,
  fuzz: number,
  y: number,
  h: number,
  color: string,
): void {
  const { context } = surface;
  const [left, middle, right] = [at - fuzz, at, at + fuzz].map((frame) => xOf(surface, frame));
  if (fuzz === 0 || left === undefined || middle === undefined || right === undefined) return;
  if (right < 0 || left > surface.width || right - left < 2) return;
  const shade = context.createLinearGradient(left, 0, right, 0);
  shade.addColorStop(0, alpha(color, 0));
  shade.addColorStop(0.5, alpha(color, 0.55));
  shade.addColorStop(1, alpha(color, 0));
  context.fillStyle = shade;
  context.fillRect(left, y, right - left, h);
  context.fillStyle = alpha(color, 0.8);
  for (const x of [left, right]) context.fillRect(Math.round(x) - 0.5, y + h / 2 - 3, 1, 6);
}
