/** Failed sign-ins in a row, by account and by address. */
import type { Db } from './database.ts';

export type AttemptRow = { readonly key: string; readonly failures: number; readonly lastAt: number };

export class Attempts {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  get(key: string): AttemptRow | undefined {
    const query = 'SELECT key, failures, last_at AS lastAt FROM sign_in_attempt WHERE key = ?';
    return this.#db.prepare<[string], AttemptRow>(query).get(key);
  }

  add(key: string, now: number): void {
    this.#db
      .prepare(
        `INSERT INTO sign_in_attempt (key, failures, last_at) VALUES (?, 1, ?)
         ON CONFLICT (key) DO UPDATE SET failures = failures + 1, last_at = excluded.last_at`,
      )
      .run(key, now);
  }

  /** Takes back one attempt that turned out well. */
  takeBack(key: string): void {
    this.#db.prepare('UPDATE sign_in_attempt SET failures = max(0, failures - 1) WHERE key = ?').run(key);
  }

  clear(key: string): void {
    this.#db.prepare('DELETE FROM sign_in_attempt WHERE key = ?').run(key);
  }

  /** Forgets what is older, so that guessed names do not fill the disk. */
  forgetBefore(time: number): void {
    this.#db.prepare('DELETE FROM sign_in_attempt WHERE last_at < ?').run(time);
  }
}
