/** One-time links: an invitation, or the way back in without a password. They work once, for a week. */
import type { PersonId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Store } from '#server/store/store.ts';
import { hashOf, MAX_SECRET, newSecret } from './secret.ts';

const LINK_MS = 7 * 86_400_000;

export class SignInLinks {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The token of a new link, the last part of `/link/<token>`. */
  create(person: PersonId): string {
    const token = newSecret(32);
    const now = Date.now();
    this.#store.links.add(hashOf(token), person, now, now + LINK_MS);
    return token;
  }

  /** Whose link it is, while it can be used; it stays unused. */
  personOf(token: string): PersonRow | null {
    if (token.length > MAX_SECRET) return null;
    const row = this.#store.links.get(hashOf(token));
    if (!row || row.usedAt !== null || row.expiresAt <= Date.now()) return null;
    const person = this.#store.people.get(row.person);
    return person && !person.disabled ? person : null;
  }

  /** Uses a link up. Refuses `link-used` when it is used, expired, unknown, or its person is disabled. */
  use(token: string): PersonRow {
    const person = this.personOf(token);
    if (!person || this.#store.links.use(hashOf(token), Date.now()) !== person.id)
      throw new Refusal('link-used');
    return person;
  }
}
