/** Personal API tokens, `lp_…`: a program that bears one may do what its person may, until it expires or is removed. */
import type { PersonId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { TokenRow } from '#server/store/tokens.ts';
import type { Store } from '#server/store/store.ts';
import { hashOf, newSecret } from './secret.ts';

const PREFIX = 'lp_';
export const MAX_TOKEN_DAYS = 365;
const DAY_MS = 86_400_000;
/** Use is written down at most this often. */
const TOUCH_MS = 60_000;

export class ApiTokens {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The token, told once. */
  create(person: PersonId, name: string, days: number): string {
    const what = name.trim();
    if (what === '' || what.length > 80)
      throw new Refusal('bad-request', { what: 'A token has a name of 1 to 80 characters.' });
    if (!Number.isInteger(days) || days < 1 || days > MAX_TOKEN_DAYS)
      throw new Refusal('bad-request', { what: `A token lasts 1 to ${MAX_TOKEN_DAYS} days.` });
    const token = PREFIX + newSecret(32);
    const createdAt = Date.now();
    this.#store.tokens.add({
      hash: hashOf(token),
      person,
      name: what,
      createdAt,
      expiresAt: createdAt + days * DAY_MS,
    });
    return token;
  }

  /** The person a token stands for, or null. */
  personOf(token: string): PersonRow | null {
    if (!/^lp_[\w-]{43}$/.test(token)) return null;
    const now = Date.now();
    const row = this.#store.tokens.get(hashOf(token));
    if (!row || row.expiresAt <= now) return null;
    const person = this.#store.people.get(row.person);
    if (!person || person.disabled) return null;
    if (now - (row.usedAt ?? 0) >= TOUCH_MS) this.#store.tokens.setUsedAt(row.hash, now);
    return person;
  }

  listOf(person: PersonId): readonly TokenRow[] {
    return this.#store.tokens.ofPerson(person);
  }

  remove(person: PersonId, hash: string): boolean {
    return this.#store.tokens.remove(hash, person);
  }
}
