/** Who is in which project, in which role. */
import type { PersonId, ProjectId } from '#lib/model/id.ts';
import type { Role } from '#lib/model/role.ts';
import { ChangeList } from './changes.ts';
import type { Db } from './database.ts';

export type MemberRow = { readonly project: ProjectId; readonly person: PersonId; readonly role: Role };

export class Members {
  readonly #db: Db;
  /** Told the person whose rights have changed. */
  readonly changes = new ChangeList<PersonId>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Makes a person a member, or changes their role. */
  set(project: ProjectId, person: PersonId, role: Role): void {
    this.#db
      .prepare(
        `INSERT INTO membership (project, person, role) VALUES (?, ?, ?)
         ON CONFLICT (project, person) DO UPDATE SET role = excluded.role`,
      )
      .run(project, person, role);
    this.changes.tell(person);
  }

  remove(project: ProjectId, person: PersonId): void {
    this.#db.prepare('DELETE FROM membership WHERE project = ? AND person = ?').run(project, person);
    this.changes.tell(person);
  }

  role(project: ProjectId, person: PersonId): Role | undefined {
    const query = 'SELECT role FROM membership WHERE project = ? AND person = ?';
    return this.#db.prepare<[string, string], Role>(query).pluck().get(project, person);
  }

  ofProject(project: ProjectId): readonly MemberRow[] {
    return this.#db
      .prepare<[string], MemberRow>('SELECT project, person, role FROM membership WHERE project = ?')
      .all(project);
  }

  ofPerson(person: PersonId): readonly MemberRow[] {
    return this.#db
      .prepare<[string], MemberRow>('SELECT project, person, role FROM membership WHERE person = ?')
      .all(person);
  }
}
