/** Signed-in people: rows under the hash of a token that only the browser has. */
import type { PersonId } from '#lib/model/id.ts';
import type { Db } from './database.ts';

export type SessionRow = {
  /** sha256 of the token, hex. */
  readonly id: string;
  readonly person: PersonId;
  readonly createdAt: number;
  /** The absolute end; idleness may end it sooner. */
  readonly expiresAt: number;
  readonly seenAt: number;
};

const COLUMNS = 'id, person, created_at AS createdAt, expires_at AS expiresAt, seen_at AS seenAt';

export class Sessions {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  add(row: SessionRow): void {
    this.#db
      .prepare('INSERT INTO session (id, person, created_at, expires_at, seen_at) VALUES (?, ?, ?, ?, ?)')
      .run(row.id, row.person, row.createdAt, row.expiresAt, row.seenAt);
  }

  get(id: string): SessionRow | undefined {
    return this.#db.prepare<[string], SessionRow>(`SELECT ${COLUMNS} FROM session WHERE id = ?`).get(id);
  }

  ofPerson(person: PersonId): readonly SessionRow[] {
    const query = `SELECT ${COLUMNS} FROM session WHERE person = ? ORDER BY seen_at DESC`;
    return this.#db.prepare<[string], SessionRow>(query).all(person);
  }

  setSeenAt(id: string, seenAt: number): void {
    this.#db.prepare('UPDATE session SET seen_at = ? WHERE id = ?').run(seenAt, id);
  }

  remove(id: string): void {
    this.#db.prepare('DELETE FROM session WHERE id = ?').run(id);
  }

  removeOfPerson(person: PersonId, except: string | null = null): void {
    this.#db.prepare('DELETE FROM session WHERE person = ? AND id IS NOT ?').run(person, except);
  }

  /** Removes those that have ended by now or have not been seen since. */
  removeEnded(now: number, seenSince: number): void {
    this.#db.prepare('DELETE FROM session WHERE expires_at <= ? OR seen_at <= ?').run(now, seenSince);
  }
}
