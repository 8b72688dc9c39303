/** Mail addresses of those who want letters, and whether an address has been proven to be theirs. */
import type { PersonId } from '#lib/model/id.ts';
import type { Db } from './database.ts';

export type MailRow = {
  readonly person: PersonId;
  readonly address: string;
  /** Hash of the code that was sent there; null: it was typed in, the address is proven. */
  readonly codeHash: string | null;
  /** When the code was sent; milliseconds since 1970. */
  readonly codeAt: number;
  /** How often another code was typed in. */
  readonly misses: number;
  /** Whether the mail server refused a letter to it. */
  readonly refused: boolean;
};

type Raw = Omit<MailRow, 'refused'> & { readonly refused: number };

const COLUMNS = 'person, address, code_hash AS codeHash, code_at AS codeAt, misses, refused';

export class MailAddresses {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  of(person: PersonId): MailRow | undefined {
    const query = `SELECT ${COLUMNS} FROM mail_address WHERE person = ?`;
    const raw = this.#db.prepare<[string], Raw>(query).get(person);
    return raw && { ...raw, refused: raw.refused !== 0 };
  }

  /** Takes the place of an address there was; nothing is sent to it until it is proven. */
  put(person: PersonId, address: string, codeHash: string, now: number): void {
    this.#db
      .prepare(
        `INSERT INTO mail_address (person, address, code_hash, code_at, misses, refused) VALUES (?, ?, ?, ?, 0, 0)
         ON CONFLICT DO UPDATE SET address = excluded.address, code_hash = excluded.code_hash,
           code_at = excluded.code_at, misses = 0, refused = 0`,
      )
      .run(person, address, codeHash, now);
  }

  missed(person: PersonId): void {
    this.#db.prepare('UPDATE mail_address SET misses = misses + 1 WHERE person = ?').run(person);
  }

  /** What people have been told until now is not told again by letter. */
  prove(person: PersonId, now: number): void {
    this.#db.prepare('UPDATE mail_address SET code_hash = NULL WHERE person = ?').run(person);
    const query = 'UPDATE notice SET mailed_at = ? WHERE person = ? AND mailed_at IS NULL AND at <= ?';
    this.#db.prepare(query).run(now, person, now);
  }

  refuse(person: PersonId): void {
    this.#db.prepare('UPDATE mail_address SET refused = 1 WHERE person = ?').run(person);
  }

  remove(person: PersonId): void {
    this.#db.prepare('DELETE FROM mail_address WHERE person = ?').run(person);
  }

  /** Those with a proven address for whom something has been unread and untold since then or longer. */
  due(since: number): readonly PersonId[] {
    return this.#db
      .prepare<[number], PersonId>(
        `SELECT DISTINCT notice.person FROM notice JOIN mail_address USING (person)
         WHERE code_hash IS NULL AND refused = 0 AND read_at IS NULL AND mailed_at IS NULL AND at <= ?`,
      )
      .pluck()
      .all(since);
  }

  /** These have been put in a letter, or are not to come in one. */
  markMailed(notices: readonly string[], now: number): void {
    const mark = this.#db.prepare('UPDATE notice SET mailed_at = ? WHERE id = ? AND mailed_at IS NULL');
    for (const id of notices) mark.run(now, id);
  }
}
