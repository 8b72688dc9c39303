/** The comments row: a round pin with the writer's initials at each thread, a band under what spans a range. */
import { ROW, type CommentsLane, type LanePin } from '#lib/editor/timeline/lane.ts';
import { setText, xOf, type Surface } from './surface.ts';
import { alpha, inkOn, theme } from './theme.ts';

const RADIUS = 8.5;
const EDGE = RADIUS + 1.5;

export type CommentLook = {
  readonly pointed: string | null;
  writerOf(client: number): { readonly name: string; readonly color: string } | undefined;
};

export function paintComments(surface: Surface, lane: CommentsLane, top: number, look: CommentLook): void {
  const { window } = surface;
  const seen = lane.pins.filter(({ start, end }) => end >= window.start - 1 && start <= window.end);
  for (const pin of seen)
    if (pin.comment.anchor.kind === 'range') band(surface, pin, top, colorOf(pin, look));
  // Of pins on one spot the open ones lie on top, and of those the newest.
  const order = [...seen].sort((a, b) => Number(b.comment.resolved) - Number(a.comment.resolved));
  for (const pin of order) paintPin(surface, pin, top + ROW / 2 - 0.5, look);
}

function colorOf({ comment }: LanePin, look: CommentLook): string {
  return look.writerOf(comment.client)?.color ?? theme.faint;
}

function band(surface: Surface, { start, end, comment }: LanePin, top: number, color: string): void {
  const left = xOf(surface, start + 0.5);
  surface.context.fillStyle = alpha(color, comment.resolved ? 0.12 : 0.26);
  surface.context.fillRect(left, top + ROW / 2 - 4, Math.max(2, xOf(surface, end) - left), 7);
}

function paintPin(surface: Surface, pin: LanePin, y: number, look: CommentLook): void {
  const { context } = surface;
  const { comment } = pin;
  // At the very edge of what is shown it stays whole.
  const at = xOf(surface, pin.start + 0.5);
  const x = at < 0 || at > surface.width ? at : Math.min(surface.width - EDGE, Math.max(EDGE, at));
  const color = colorOf(pin, look);
  context.beginPath();
  context.arc(x, y, RADIUS, 0, Math.PI * 2);
  context.lineWidth = 3;
  context.strokeStyle = theme.raised;
  context.stroke();
  context.fillStyle = comment.resolved ? theme.raised : color;
  context.fill();
  if (comment.resolved || look.pointed === comment.id) {
    context.lineWidth = 1.5;
    context.strokeStyle = look.pointed === comment.id ? theme.bright : alpha(color, 0.7);
    context.stroke();
  }
  if (comment.resolved) check(surface, x, y, alpha(color, 0.9));
  else {
    setText(surface, 9, 700, inkOn(color));
    context.textAlign = 'center';
    context.fillText(initialsOf(look.writerOf(comment.client)?.name ?? '?'), x, y + 0.5);
  }
}

function check({ context }: Surface, x: number, y: number, color: string): void {
  context.beginPath();
  context.moveTo(x - 3.5, y + 0.5);
  context.lineTo(x - 1, y + 3);
  context.lineTo(x + 3.5, y - 2.5);
  context.lineWidth = 1.6;
  context.strokeStyle = color;
  context.stroke();
}

/** `Dr Maya Ito` → `MI`: the first letters of the first and the last name, titles left out. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '' && !/^(dr|prof|mr|mrs|ms|pd)\.?$/i.test(word));
  const [first = '?'] = words;
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return (letter(first) + letter(last)).toUpperCase();
}

function letter(word: string): string {
  const code = word.codePointAt(0);
  return code === undefined ? '' : String.fromCodePoint(code);
}
