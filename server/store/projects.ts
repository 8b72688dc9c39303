/** Projects: the border of membership. Everything below one is seen by its members only. */
import { newId, type ProjectId } from '#lib/model/id.ts';
import { must } from '#lib/model/problem.ts';
import type { Db } from './database.ts';

export type ProjectRow = { readonly id: ProjectId; readonly name: string; readonly createdAt: number };

const COLUMNS = 'id, name, created_at AS createdAt';

export class Projects {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  create({ name }: { readonly name: string }): ProjectRow {
    const id = newId<'project'>();
    this.#db.prepare('INSERT INTO project (id, name, created_at) VALUES (?, ?, ?)').run(id, name, Date.now());
    return must(this.get(id), 'a project just made is there');
  }

  get(id: ProjectId): ProjectRow | undefined {
    return this.#db.prepare<[string], ProjectRow>(`SELECT ${COLUMNS} FROM project WHERE id = ?`).get(id);
  }

  byName(name: string): readonly ProjectRow[] {
    return this.#db.prepare<[string], ProjectRow>(`SELECT ${COLUMNS} FROM project WHERE name = ?`).all(name);
  }

  all(): readonly ProjectRow[] {
    return this.#db.prepare<[], ProjectRow>(`SELECT ${COLUMNS} FROM project ORDER BY name, id`).all();
  }
}
