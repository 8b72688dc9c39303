/** Which keys each person works with, where they chose any. */
import { checkKeyChoice, USUAL_KEYS, type KeyChoice } from '#lib/model/key-choice.ts';
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
    const kept = this.#db
      .prepare<[string], string>('SELECT choice FROM key_choice WHERE person = ?')
      .pluck()
      .get(person);
    if (kept === undefined) return USUAL_KEYS;
    return must(checkKeyChoice(JSON.parse(kept)), 'only checked keys are kept');
  }

  /** `choice` has passed `checkKeyChoice`. */
  set(person: PersonId, choice: KeyChoice): void {
    this.#db
      .prepare(
        'INSERT INTO key_choice (person, choice) VALUES (?, ?) ON CONFLICT DO UPDATE SET choice = excluded.choice',
      )
      .run(person, JSON.stringify(choice));
  }
}
