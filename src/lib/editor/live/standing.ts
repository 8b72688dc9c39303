/** How somebody in a live session does, in a word: what the lead sees beside each name. */
import type { LiveSession, Seat } from '#lib/protocol/live.ts';

export type Standing = 'leads' | 'in step' | 'behind' | 'loading' | 'looks around' | 'away';

/** @param frameMs how long a frame lasts: up to one frame is in step */
export function standingOf(
  { id, report }: Seat,
  { lead, transport }: Pick<LiveSession, 'lead' | 'transport'>,
  frameMs: number,
): Standing {
  if (report?.health === 'away') return 'away';
  if (id === lead) return 'leads';
  if (!report) return 'loading';
  if (!report.follows) return 'looks around';
  if (report.health === 'loading' || report.video !== transport.video || report.lagMs === null)
    return 'loading';
  return Math.abs(report.lagMs) <= frameMs ? 'in step' : 'behind';
}
