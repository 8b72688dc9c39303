/**
 * Guests: people from outside who may look at one study for a time. A link brings any of those it was sent to; each is a
 * person of their own, bound to the link for ever, who is nothing elsewhere.
 */
import { newId, type PersonId, type StudyId } from '#lib/model/id.ts';
import type { Db } from './database.ts';

/** What a guest may be. */
export const GUEST_ROLES = ['viewer', 'commenter'] as const;
export type GuestRole = (typeof GUEST_ROLES)[number];

export type GuestLinkRow = {
  readonly id: string;
  readonly study: StudyId;
  readonly role: GuestRole;
  /** For whom, as the managers call them. */
  readonly label: string;
  /** The names of study and videos are replaced. */
  readonly hidesNames: boolean;
  readonly createdBy: PersonId;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
};

export type NewGuestLink = Omit<GuestLinkRow, 'id' | 'revokedAt'> & { readonly hash: string };

type Raw = Omit<GuestLinkRow, 'hidesNames'> & { readonly hidesNames: number };

const COLUMNS = `l.id, l.study, l.role, l.label, l.hides_names AS hidesNames, l.created_by AS createdBy,
  l.created_at AS createdAt, l.expires_at AS expiresAt, l.revoked_at AS revokedAt`;

export class Guests {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Returns its id. */
  addLink(link: NewGuestLink): string {
    const id = newId<'guest-link'>();
    this.#db
      .prepare(
        `INSERT INTO guest_link (id, hash, study, role, label, hides_names, created_by, created_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        link.hash,
        link.study,
        link.role,
        link.label,
        link.hidesNames ? 1 : 0,
        link.createdBy,
        link.createdAt,
        link.expiresAt,
      );
    return id;
  }

  link(id: string): GuestLinkRow | undefined {
    return this.#one('FROM guest_link l WHERE l.id = ?', id);
  }

  linkByHash(hash: string): GuestLinkRow | undefined {
    return this.#one('FROM guest_link l WHERE l.hash = ?', hash);
  }

  /** The link that brought a person; undefined for one who is no guest. */
  linkOf(person: PersonId): GuestLinkRow | undefined {
    return this.#one('FROM guest g JOIN guest_link l ON l.id = g.link WHERE g.person = ?', person);
  }

  /** Newest first. */
  linksOf(study: StudyId): readonly GuestLinkRow[] {
    const query = `SELECT ${COLUMNS} FROM guest_link l WHERE l.study = ? ORDER BY l.created_at DESC, l.id`;
    return this.#db.prepare<[string], Raw>(query).all(study).map(parse);
  }

  /** Those whose time is over, and which still have guests who are not shut out. */
  overdue(now: number): readonly GuestLinkRow[] {
    const query = `SELECT DISTINCT ${COLUMNS} FROM guest_link l JOIN guest g ON g.link = l.id
      JOIN person p ON p.id = g.person WHERE l.expires_at <= ? AND p.disabled = 0`;
    return this.#db.prepare<[number], Raw>(query).all(now).map(parse);
  }

  revoke(id: string, now: number): void {
    this.#db.prepare('UPDATE guest_link SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL').run(now, id);
  }

  add(person: PersonId, link: string): void {
    this.#db.prepare('INSERT INTO guest (person, link) VALUES (?, ?)').run(person, link);
  }

  /** Whom a link brought. */
  peopleOf(link: string): readonly PersonId[] {
    return this.#db.prepare<[string], PersonId>('SELECT person FROM guest WHERE link = ?').pluck().all(link);
  }

  #one(rest: string, value: string): GuestLinkRow | undefined {
    const raw = this.#db.prepare<[string], Raw>(`SELECT ${COLUMNS} ${rest}`).get(value);
    return raw && parse(raw);
  }
}

function parse(raw: Raw): GuestLinkRow {
  return { ...raw, hidesNames: raw.hidesNames !== 0 };
}
