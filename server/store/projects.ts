/** Projects: the border of membership. Everything below one is seen by its members only. */
import { newId, type ProjectId, type StudyId } from '#lib/model/id.ts';
import { must } from '#lib/model/problem.ts';
import type { Db } from './database.ts';

export type ProjectRow = {
  readonly id: ProjectId;
  readonly name: string;
  readonly createdAt: number;
  /** Videos are prepared without their sound. */
  readonly silent: boolean;
  /** Whoever comes from outside sees other names of studies and videos, whatever their link says. */
  readonly hidesNames: boolean;
};

type Raw = Omit<ProjectRow, 'silent' | 'hidesNames'> & {
  readonly silent: number;
  readonly hidesNames: number;
};

const COLUMNS =
  'project.id, project.name, project.created_at AS createdAt, project.silent, project.hides_names AS hidesNames';

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
    const raw = this.#db.prepare<[string], Raw>(`SELECT ${COLUMNS} FROM project WHERE id = ?`).get(id);
    return raw && parse(raw);
  }

  /** The project in which a study lies. */
  ofStudy(study: StudyId): ProjectRow | undefined {
    const query = `SELECT ${COLUMNS} FROM project JOIN study ON study.project = project.id WHERE study.id = ?`;
    const raw = this.#db.prepare<[string], Raw>(query).get(study);
    return raw && parse(raw);
  }

  setSilent(id: ProjectId, silent: boolean): void {
    this.#db.prepare('UPDATE project SET silent = ? WHERE id = ?').run(silent ? 1 : 0, id);
  }

  setHidesNames(id: ProjectId, hides: boolean): void {
    this.#db.prepare('UPDATE project SET hides_names = ? WHERE id = ?').run(hides ? 1 : 0, id);
  }

  byName(name: string): readonly ProjectRow[] {
    const query = `SELECT ${COLUMNS} FROM project WHERE name = ?`;
    return this.#db.prepare<[string], Raw>(query).all(name).map(parse);
  }

  all(): readonly ProjectRow[] {
    return this.#db.prepare<[], Raw>(`SELECT ${COLUMNS} FROM project ORDER BY name, id`).all().map(parse);
  }
}

function parse(raw: Raw): ProjectRow {
  return { ...raw, silent: raw.silent === 1, hidesNames: raw.hidesNames === 1 };
}
