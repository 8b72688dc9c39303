/**
 * Links for people from outside: to one study, for a time, and taken back at any moment. Whoever enters by one gives a
 * name and becomes a person who may do nothing elsewhere; the gate (access.ts) asks the link at every step.
 */
import type { PersonId, StudyId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { GuestLinkRow, GuestRole } from '#server/store/guests.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Store } from '#server/store/store.ts';
import { hashOf, MAX_SECRET, newSecret } from './secret.ts';

export type GuestInvitation = {
  readonly study: StudyId;
  readonly role: GuestRole;
  /** For whom: seen by managers only. */
  readonly label: string;
  readonly hidesNames: boolean;
  readonly hours: number;
};

/** Half a year. */
export const MAX_GUEST_HOURS = 24 * 183;
/** A link that was passed on to more is no invitation any more. */
const MAX_GUESTS = 50;
const MAX_NAME = 60;

export class GuestLinks {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The token of a new link, told once: `/guest/<token>`. Refuses `bad-request`. */
  invite(
    by: PersonId,
    { study, role, label, hidesNames, hours }: GuestInvitation,
  ): { readonly token: string; readonly link: string } {
    if (!(hours > 0 && hours <= MAX_GUEST_HOURS))
      throw new Refusal('bad-request', { what: 'A guest link lasts from one hour to half a year.' });
    if (label.trim() === '' || label.length > 120)
      throw new Refusal('bad-request', { what: 'Say for whom the link is, in up to 120 characters.' });
    const token = newSecret(32);
    const createdAt = Date.now();
    const expiresAt = createdAt + Math.round(hours * 3_600_000);
    const made = { study, role, label: label.trim(), hidesNames, createdBy: by, createdAt, expiresAt };
    return { token, link: this.#store.guests.addLink({ ...made, hash: hashOf(token) }) };
  }

  /** The link of a token, while it counts; null for any other. */
  open(token: string): GuestLinkRow | null {
    if (token.length > MAX_SECRET) return null;
    const link = this.#store.guests.linkByHash(hashOf(token));
    return link && isGood(link) ? link : null;
  }

  /** A new guest. Refuses `link-used` for a link that does not count, `bad-request` for a name that is none. */
  enter(token: string, name: string): { readonly person: PersonRow; readonly link: GuestLinkRow } {
    const link = this.open(token);
    if (!link || this.#store.guests.peopleOf(link.id).length >= MAX_GUESTS) throw new Refusal('link-used');
    const words = name
      .normalize('NFC')
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim();
    if (words === '' || words.length > MAX_NAME)
      throw new Refusal('bad-request', { what: `Give your name, in up to ${MAX_NAME} characters.` });
    const person = this.#store.transaction(() => {
      const made = this.#store.people.create({ login: `guest:${newSecret(12)}`, name: `${words} (guest)` });
      this.#store.guests.add(made.id, link.id);
      return made;
    });
    return { person, link };
  }

  /** Shuts out everybody who came by a link, at once. */
  revoke(id: string): void {
    const { guests } = this.#store;
    guests.revoke(id, Date.now());
    this.#shut(id);
  }

  /** Shuts out whose time is over; called about once a second. */
  tick(): void {
    for (const { id } of this.#store.guests.overdue(Date.now())) this.#shut(id);
  }

  #shut(link: string): void {
    for (const person of this.#store.guests.peopleOf(link)) {
      this.#store.sessions.removeOfPerson(person, null);
      this.#store.people.setDisabled(person, true); // tells who holds a line open
    }
  }
}

/** Whether a link counts now. */
export function isGood({ revokedAt, expiresAt }: GuestLinkRow): boolean {
  return revokedAt === null && expiresAt > Date.now();
}
