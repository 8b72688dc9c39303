/** What is told of a live session afterwards: who was in it, for how long, and what happened. */
import type { PersonId, VideoId } from '#lib/model/id.ts';
import type { LiveEventAnswer, LiveSessionAnswer } from '#lib/protocol/http.ts';
import type { LiveEventRow, LiveSessionRow } from '#server/store/live-sessions.ts';
import type { Store } from '#server/store/store.ts';

export function liveSessionAnswer(store: Store, row: LiveSessionRow): LiveSessionAnswer {
  const events = store.liveSessions.eventsOf(row.id);
  return {
    id: row.id,
    begunAt: new Date(row.begunAt).toISOString(),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
    endReason: row.endReason,
    begunBy: nameOf(store, row.begunBy),
    people: stays(events, row.endedAt ?? Date.now()).map(({ person, ms }) => ({
      name: nameOf(store, person),
      minutes: Math.round(ms / 6000) / 10,
    })),
    flagged: events.filter(({ kind }) => kind === 'flagged').length,
    comments: events.filter(({ kind }) => kind === 'commented').length,
    decided: events.flatMap(({ kind, words }) => (kind === 'decided' && words !== null ? [words] : [])),
  };
}

/** What happened in a session, in its order; `names`: of the videos that are there for who asks. */
export function liveEventAnswers(
  store: Store,
  { id: session }: LiveSessionRow,
  names: ReadonlyMap<VideoId, string>,
): readonly LiveEventAnswer[] {
  return store.liveSessions
    .eventsOf(session)
    .map(({ n, at, kind, person, video, frame, subject, words }) => ({
      session,
      n,
      at: new Date(at).toISOString(),
      kind,
      person: person && nameOf(store, person),
      video: video && (names.get(video) ?? null),
      frame,
      words,
      subject: subjectOf(store, kind, subject),
    }));
}

/** What an event is about, for people: a name, or a key that leads somewhere. */
function subjectOf(store: Store, kind: LiveEventRow['kind'], subject: string | null): string | null {
  if (kind === 'decided') return null;
  return kind === 'lead' && subject ? nameOf(store, subject as PersonId) : subject;
}

function nameOf(store: Store, person: PersonId): string {
  return store.people.get(person)?.name ?? '';
}

/** How long each person was there, in the order in which they came; two pages of one person count once. */
function stays(events: readonly LiveEventRow[], endMs: number): { person: PersonId; ms: number }[] {
  const found = new Map<PersonId, { seats: number; sinceMs: number; ms: number }>();
  const leave = (stay: { seats: number; sinceMs: number; ms: number }, at: number) => {
    stay.seats -= 1;
    if (stay.seats === 0) stay.ms += at - stay.sinceMs;
  };
  for (const { kind, person, at } of events) {
    if (kind === 'resumed') for (const stay of found.values()) while (stay.seats > 0) leave(stay, at);
    if (!person) continue;
    const stay = found.get(person) ?? { seats: 0, sinceMs: at, ms: 0 };
    if (kind === 'joined') {
      if (stay.seats === 0) stay.sinceMs = at;
      stay.seats += 1;
      found.set(person, stay);
    } else if (kind === 'left' && stay.seats > 0) leave(stay, at);
  }
  for (const stay of found.values()) while (stay.seats > 0) leave(stay, endMs);
  return [...found].map(([person, { ms }]) => ({ person, ms }));
}
