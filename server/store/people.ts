/** Who may sign in. */
import { newId, type PersonId } from '#lib/model/id.ts';
import { must } from '#lib/model/problem.ts';
import { ChangeList } from './changes.ts';
import type { Db } from './database.ts';

export type PersonRow = {
  readonly id: PersonId;
  readonly login: string;
  readonly name: string;
  /** `#rrggbb`, of cursors and avatars. */
  readonly color: string;
  readonly admin: boolean;
  readonly disabled: boolean;
  readonly hasPassword: boolean;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
};

export type NewPerson = { readonly login: string; readonly name: string; readonly admin?: boolean };

type Raw = Omit<PersonRow, 'admin' | 'disabled' | 'hasPassword'> & {
  readonly admin: number;
  readonly disabled: number;
  readonly hasPassword: number;
};

const COLUMNS =
  'id, login, name, color, admin, disabled, password_hash IS NOT NULL AS hasPassword, created_at AS createdAt';

/** Of the people on one screen: apart from each other and from the colours of labels. */
const COLORS = ['#6fb3ff', '#ff9d5c', '#b6e36f', '#ff8fc8', '#ffd84d', '#8fe5e0', '#c7a8ff', '#ff7d7d'];

export class People {
  readonly #db: Db;
  /** Told the person whose rights have changed. */
  readonly changes = new ChangeList<PersonId>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Throws when the login is taken. */
  create({ login, name, admin = false }: NewPerson): PersonRow {
    const id = newId<'person'>();
    this.#db
      .prepare('INSERT INTO person (id, login, name, color, admin, created_at) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, login, name, COLORS[this.count() % COLORS.length], admin ? 1 : 0, Date.now());
    return must(this.get(id), 'a person just made is there');
  }

  get(id: PersonId): PersonRow | undefined {
    return this.#one('id = ?', id);
  }

  /** Logins differ by more than case. */
  byLogin(login: string): PersonRow | undefined {
    return this.#one('login = ?', login);
  }

  all(): readonly PersonRow[] {
    return this.#db.prepare<[], Raw>(`SELECT ${COLUMNS} FROM person ORDER BY name`).all().map(parse);
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) FROM person').pluck().get());
  }

  /** The argon2id PHC string; apart from the row, so that it never travels with it. */
  passwordHash(id: PersonId): string | undefined {
    const hash = this.#db
      .prepare<[string], string | null>('SELECT password_hash FROM person WHERE id = ?')
      .pluck()
      .get(id);
    return hash ?? undefined;
  }

  setPasswordHash(id: PersonId, hash: string): void {
    this.#db.prepare('UPDATE person SET password_hash = ? WHERE id = ?').run(hash, id);
  }

  setName(id: PersonId, name: string): void {
    this.#db.prepare('UPDATE person SET name = ? WHERE id = ?').run(name, id);
    this.changes.tell(id);
  }

  setDisabled(id: PersonId, disabled: boolean): void {
    this.#db.prepare('UPDATE person SET disabled = ? WHERE id = ?').run(disabled ? 1 : 0, id);
    this.changes.tell(id);
  }

  setAdmin(id: PersonId, admin: boolean): void {
    this.#db.prepare('UPDATE person SET admin = ? WHERE id = ?').run(admin ? 1 : 0, id);
    this.changes.tell(id);
  }

  #one(where: string, value: string): PersonRow | undefined {
    const raw = this.#db.prepare<[string], Raw>(`SELECT ${COLUMNS} FROM person WHERE ${where}`).get(value);
    return raw && parse(raw);
  }
}

function parse(raw: Raw): PersonRow {
  return { ...raw, admin: raw.admin !== 0, disabled: raw.disabled !== 0, hasPassword: raw.hasPassword !== 0 };
}
