/** All rows in sight, from ground to marks. */
import type { Hit } from '#lib/editor/timeline/hit.ts';
import {
  ROW,
  type Lane,
  type Lanes,
  type LaneSegment,
  type SaidLane,
  type TierLane,
} from '#lib/editor/timeline/lane.ts';
import type { Picked } from '#lib/editor/selection.ts';
import { paintComments, type CommentLook } from './comment.ts';
import { paintEvents } from './event.ts';
import type { Surface } from './surface.ts';
import { alpha, theme } from './theme.ts';
import { paintSaid } from './said.ts';
import { paintTier, type TierLook } from './tier.ts';
import { paintTrack } from './track.ts';

export type RowsLook = {
  readonly lanes: Lanes;
  /** Where the rows begin on the canvas, and how far they are scrolled. */
  readonly head: number;
  readonly top: number;
  /** Keys (refKey). */
  readonly selected: ReadonlySet<string>;
  readonly isHidden: (key: string) => boolean;
  readonly picked: Picked;
  readonly hover: Hit | null;
  readonly writerOf: CommentLook['writerOf'];
  /** Keys of lanes that are muted, or not alone where some are: faint. */
  readonly isHeard: (key: string) => boolean;
  readonly isOutside: (lane: TierLane, segment: LaneSegment) => boolean;
};

/** Opacity of what does not count just now. */
const FAINT = 0.35;

/** The ground of the rows, on which the grid lies and on that the lanes. */
export function paintGround(surface: Surface, look: RowsLook): void {
  const { context, width, height } = surface;
  context.fillStyle = theme.ground;
  context.fillRect(0, look.head, width, height - look.head);
  for (const [lane, y] of inSight(surface, look)) {
    context.fillStyle =
      lane.kind !== 'track' ? theme.raised : (lane.y / ROW) % 2 === 1 ? theme.band : theme.ground;
    context.fillRect(0, y, width, lane.height);
    if (look.selected.has(lane.key)) {
      context.fillStyle = alpha(theme.accent, 0.09);
      context.fillRect(0, y, width, lane.height);
    }
  }
}

export function paintLanes(surface: Surface, look: RowsLook): void {
  const { context, width, height } = surface;
  context.save();
  context.beginPath();
  context.rect(0, look.head, width, height - look.head);
  context.clip();
  for (const [lane, y] of inSight(surface, look)) {
    context.fillStyle = lane.kind === 'events' ? theme.edge : theme.line;
    context.fillRect(0, y + lane.height - 1, width, 1);
    context.globalAlpha = look.isHeard(lane.key) ? 1 : FAINT;
    if (lane.kind === 'said') paintSaid(surface, lane, y);
    else paintLane(surface, lane, y, look);
    context.globalAlpha = 1;
  }
  context.restore();
}

function inSight({ height }: Surface, { lanes, head, top }: RowsLook): (readonly [Lane, number])[] {
  return lanes.between(top, top + height - head).map((lane) => [lane, lane.y - top + head] as const);
}

function paintLane(surface: Surface, lane: Exclude<Lane, SaidLane>, y: number, look: RowsLook): void {
  const { hover } = look;
  switch (lane.kind) {
    case 'comments':
      paintComments(surface, lane, y, {
        pointed: hover?.kind === 'comment' ? hover.id : null,
        writerOf: look.writerOf,
      });
      return;
    case 'tier':
      paintTier(surface, lane, y, {
        selected: look.selected,
        pointed: pointedOn(hover),
        isOutside: (segment) => look.isOutside(lane, segment),
      });
      return;
    case 'group':
      return;
    case 'events':
      paintEvents(surface, lane, y, {
        selected: look.selected,
        pointed: hover?.kind === 'event' ? hover.id : null,
      });
      return;
    case 'track': {
      const over = hover?.kind === 'diamond' || hover?.kind === 'bar' ? hover : null;
      const mine = over?.lane.key === lane.key;
      paintTrack(surface, lane, y + ROW / 2 - 0.5, {
        selected: look.selected.has(lane.key),
        hovered: mine,
        hidden: look.isHidden(lane.key),
        picked: look.picked.get(lane.track.id),
        pointed: mine && over.kind === 'diamond' && !over.crowded ? over.frame : null,
      });
    }
  }
}

function pointedOn(hover: Hit | null): TierLook['pointed'] {
  if (hover?.kind === 'segment') return { id: hover.segment.ref.id, part: hover.part };
  return hover?.kind === 'boundary' ? { id: hover.id, part: 'start' } : null;
}
