/** The ruler: ticks with times or frame numbers, what is loaded, and the range between I and O. */
import type { Tick } from '#lib/editor/timeline/ticks.ts';
import { crisp, roundRect, setText, xOf, type Surface } from './surface.ts';
import { alpha, RULER, theme } from './theme.ts';

export type Marks = { readonly in: number | null; readonly out: number | null };
type Ranges = readonly { readonly start: number; readonly end: number }[];

export function paintRuler(surface: Surface, ticks: readonly Tick[], buffered: Ranges): void {
  const { context, width } = surface;
  context.fillStyle = theme.head;
  context.fillRect(0, 0, width, RULER);
  context.beginPath();
  for (const { at, caption } of ticks) {
    const x = crisp(xOf(surface, at));
    context.moveTo(x, caption === null ? RULER - 6 : RULER - 11);
    context.lineTo(x, RULER - 2);
  }
  context.lineWidth = 1;
  context.strokeStyle = theme.tick;
  context.stroke();
  setText(surface, 10.5, 500, theme.faint);
  for (const { at, caption } of ticks)
    if (caption !== null) context.fillText(caption, xOf(surface, at) + 4, 9.5);
  context.fillStyle = theme.line;
  context.fillRect(0, RULER - 2, width, 2);
  context.fillStyle = theme.buffered;
  for (const { start, end } of buffered) {
    const left = Math.max(0, xOf(surface, start));
    context.fillRect(left, RULER - 2, Math.max(0, Math.min(width, xOf(surface, end)) - left), 2);
  }
}

/** Faint lines through the rows below the tall ticks. */
export function paintGrid(surface: Surface, ticks: readonly Tick[], top: number): void {
  const { context, height } = surface;
  context.beginPath();
  for (const { at, caption } of ticks) {
    if (caption === null) continue;
    const x = crisp(xOf(surface, at));
    context.moveTo(x, top);
    context.lineTo(x, height);
  }
  context.lineWidth = 1;
  context.strokeStyle = theme.grid;
  context.stroke();
}

/** The range on the ruler, with a grip at each end; O is the last frame inside. */
export function paintMarks(surface: Surface, marks: Marks): void {
  if (marks.in === null && marks.out === null) return;
  const { context } = surface;
  const left = xOf(surface, marks.in ?? 0);
  const right = xOf(surface, (marks.out ?? surface.count - 1) + 1);
  context.fillStyle = alpha(theme.accent, 0.2);
  context.fillRect(left, 0, right - left, RULER - 2);
  context.fillStyle = alpha(theme.accent, 0.9);
  if (marks.in !== null) grip(surface, left, 1);
  if (marks.out !== null) grip(surface, right, -1);
}

/** What is played again and again: a band along the top of the ruler, closed at both ends. */
export function paintLoop(
  surface: Surface,
  loop: { readonly start: number; readonly end: number } | null,
): void {
  if (!loop) return;
  const { context } = surface;
  const [left, right] = [xOf(surface, loop.start), xOf(surface, loop.end)];
  context.fillStyle = theme.loop;
  context.fillRect(left, 0, Math.max(2, right - left), 3);
  for (const x of [left, right - 2]) context.fillRect(x, 0, 2, 9);
}

/** The rows between I and O, lightly tinted; outside nothing changes, so that it stays readable. */
export function paintMarkedRows(surface: Surface, marks: Marks, top: number): void {
  if (marks.in === null && marks.out === null) return;
  const { context, height } = surface;
  const left = xOf(surface, marks.in ?? 0);
  const right = xOf(surface, (marks.out ?? surface.count - 1) + 1);
  context.fillStyle = alpha(theme.accent, 0.055);
  context.fillRect(left, top, right - left, height - top);
  context.fillStyle = alpha(theme.accent, 0.35);
  if (marks.in !== null) context.fillRect(Math.round(left), top, 1, height - top);
  if (marks.out !== null) context.fillRect(Math.round(right) - 1, top, 1, height - top);
}

/** A bracket that opens towards `inwards`. */
function grip({ context }: Surface, x: number, inwards: 1 | -1): void {
  roundRect(context, inwards === 1 ? x : x - 3, 0, 3, RULER - 2, 1);
  context.fill();
  for (const y of [0, RULER - 4]) context.fillRect(inwards === 1 ? x : x - 7, y, 7, 2);
}
