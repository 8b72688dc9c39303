/** Who is here besides me: one person may be here in several windows, and counts once. */
import type { Other } from '#lib/sync/line.ts';

/** One window of each person, the first that is playing or else the first that came; in the order of names. */
export function peopleHere(others: readonly Other[], me: string): readonly Other[] {
  const byPerson = new Map<string, Other>();
  for (const other of others) {
    if (other.person.id === me) continue;
    const before = byPerson.get(other.person.id);
    if (!before || (!before.playing && other.playing)) byPerson.set(other.person.id, other);
  }
  return [...byPerson.values()].sort((a, b) => a.person.name.localeCompare(b.person.name));
}
