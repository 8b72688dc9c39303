/** Personal API tokens: a program acts as the person who made one. Rows under the hash of the token. */
import type { PersonId } from '#lib/model/id.ts';
import type { Db } from './database.ts';

export type TokenRow = {
  /** sha256 of the token, hex; names it in lists. */
  readonly hash: string;
  readonly person: PersonId;
  readonly name: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
};

const COLUMNS = 'hash, person, name, created_at AS createdAt, expires_at AS expiresAt, used_at AS usedAt';

export class Tokens {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  add(row: Omit<TokenRow, 'usedAt'>): void {
    this.#db
      .prepare('INSERT INTO api_token (hash, person, name, created_at, expires_at) VALUES (?, ?, ?, ?, ?)')
      .run(row.hash, row.person, row.name, row.createdAt, row.expiresAt);
  }

  get(hash: string): TokenRow | undefined {
    return this.#db.prepare<[string], TokenRow>(`SELECT ${COLUMNS} FROM api_token WHERE hash = ?`).get(hash);
  }

  ofPerson(person: PersonId): readonly TokenRow[] {
    const query = `SELECT ${COLUMNS} FROM api_token WHERE person = ? ORDER BY created_at DESC`;
    return this.#db.prepare<[string], TokenRow>(query).all(person);
  }

  setUsedAt(hash: string, usedAt: number): void {
    this.#db.prepare('UPDATE api_token SET used_at = ? WHERE hash = ?').run(usedAt, hash);
  }

  /** Only of this person, so that nobody ends another's. */
  remove(hash: string, person: PersonId): boolean {
    return (
      this.#db.prepare('DELETE FROM api_token WHERE hash = ? AND person = ?').run(hash, person).changes > 0
    );
  }
}
