/** Which keys each person works with, where they chose any. */
import { checkKeyChoice, USUAL_KEYS, type KeyChoice } from '#lib/model/key-choice.ts';
import { checkKeyTimes, type KeyTimes } from '#lib/model/key-times.ts';
import { must } from '#lib/model/problem.ts';
import type { PersonId } from '#lib/model/id.ts';
import type { Db } from './database.ts';

export class KeyChoices {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The usual keys where somebody has chosen none. */
  of(person: PersonId): KeyChoice {
    return this.withTimes(person).choice;
  }

  /** And when each part was chosen, by the clock of this server. */
  withTimes(person: PersonId): { readonly choice: KeyChoice; readonly times: KeyTimes } {
    const kept = this.#db
      .prepare<[string], { choice: string; times: string }>(
        'SELECT choice, times FROM key_choice WHERE person = ?',
      )
      .get(person);
    if (kept === undefined) return { choice: USUAL_KEYS, times: new Map() };
    return {
      choice: must(checkKeyChoice(JSON.parse(kept.choice)), 'only checked keys are kept'),
      times: must(checkKeyTimes(JSON.parse(kept.times)), 'only checked times are kept'),
    };
  }

  /** `choice` has passed `checkKeyChoice`, `times` are of its parts. */
  set(person: PersonId, choice: KeyChoice, times: KeyTimes): void {
    this.#db
      .prepare(
        `INSERT INTO key_choice (person, choice, times) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET choice = excluded.choice, times = excluded.times`,
      )
      .run(person, JSON.stringify(choice), JSON.stringify([...times]));
  }
}
