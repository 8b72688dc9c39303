/** Who is in a live session, each person once: somebody may sit in it with several pages. */
import type { LiveSession, Seat } from '#lib/protocol/live.ts';
import { standingOf, type Standing } from './standing.ts';

export type Attendant = {
  /** Their page that counts: the one that leads, else this one, else the one that asks for the lead or follows best. */
  readonly seat: Seat;
  readonly standing: Standing;
  readonly pages: number;
};

/** From what counts most to what counts least. */
const RANK: readonly Standing[] = ['leads', 'in step', 'behind', 'loading', 'looks around', 'away'];

/**
 * In the order in which they came.
 *
 * @param own the seat of this page
 * @param frameMs how long a frame lasts: up to one frame is in step
 */
export function attendants(
  session: Pick<LiveSession, 'lead' | 'transport' | 'seats'>,
  own: string | null,
  frameMs: number,
): readonly Attendant[] {
  const byPerson = new Map<string, Attendant>();
  const rank = ({ seat, standing }: Attendant) => {
    if (standing === 'leads' || seat.id === session.lead) return -3;
    if (seat.id === own) return -2;
    return seat.asks ? -1 : RANK.indexOf(standing);
  };
  for (const seat of session.seats) {
    const before = byPerson.get(seat.person.id);
    const found = { seat, standing: standingOf(seat, session, frameMs), pages: (before?.pages ?? 0) + 1 };
    const best = !before || rank(found) < rank(before) ? found : before;
    byPerson.set(seat.person.id, { ...best, pages: found.pages });
  }
  return [...byPerson.values()];
}
