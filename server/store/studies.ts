/** Studies: the videos of one procedure. */
import { newId, type ProjectId, type StudyId } from '#lib/model/id.ts';
import { must } from '#lib/model/problem.ts';
import type { Db } from './database.ts';

export type StudyRow = {
  readonly id: StudyId;
  readonly project: ProjectId;
  readonly name: string;
  readonly createdAt: number;
};

const COLUMNS = 'id, project, name, created_at AS createdAt';

export class Studies {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  create({ project, name }: { readonly project: ProjectId; readonly name: string }): StudyRow {
    const id = newId<'study'>();
    this.#db
      .prepare('INSERT INTO study (id, project, name, created_at) VALUES (?, ?, ?, ?)')
      .run(id, project, name, Date.now());
    return must(this.get(id), 'a study just made is there');
  }

  get(id: StudyId): StudyRow | undefined {
    return this.#db.prepare<[string], StudyRow>(`SELECT ${COLUMNS} FROM study WHERE id = ?`).get(id);
  }

  /** Newest first. */
  listOf(project: ProjectId): readonly StudyRow[] {
    const query = `SELECT ${COLUMNS} FROM study WHERE project = ? ORDER BY created_at DESC, id`;
    return this.#db.prepare<[string], StudyRow>(query).all(project);
  }

  all(): readonly StudyRow[] {
    return this.#db.prepare<[], StudyRow>(`SELECT ${COLUMNS} FROM study ORDER BY created_at DESC, id`).all();
  }
}
