/** One-time sign-in links: an invitation, or a new password. Rows under the hash of the link's token. */
import type { PersonId } from '#lib/model/id.ts';
import type { Db } from './database.ts';

export type LinkRow = {
  readonly hash: string;
  readonly person: PersonId;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
};

export class Links {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  add(hash: string, person: PersonId, createdAt: number, expiresAt: number): void {
    this.#db
      .prepare('INSERT INTO sign_in_link (hash, person, created_at, expires_at) VALUES (?, ?, ?, ?)')
      .run(hash, person, createdAt, expiresAt);
  }

  get(hash: string): LinkRow | undefined {
    const query = `SELECT hash, person, created_at AS createdAt, expires_at AS expiresAt, used_at AS usedAt
      FROM sign_in_link WHERE hash = ?`;
    return this.#db.prepare<[string], LinkRow>(query).get(hash);
  }

  /** Uses a link up: its person, once, or undefined when it is used, expired or unknown. */
  use(hash: string, now: number): PersonId | undefined {
    const query =
      'UPDATE sign_in_link SET used_at = ? WHERE hash = ? AND used_at IS NULL AND expires_at > ? RETURNING person';
    return this.#db.prepare<[number, string, number], PersonId>(query).pluck().get(now, hash, now);
  }
}
