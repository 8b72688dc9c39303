/** The classes of each project, every version kept: an export names the one it was made with. */
import type { LabelId, PersonId, ProjectId } from '#lib/model/id.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Db } from './database.ts';

type Raw = {
  readonly id: Taxonomy['id'];
  readonly name: string;
  readonly version: number;
  readonly body: string;
};

export type TaxonomyVersionRow = {
  readonly version: number;
  readonly name: string;
  readonly createdAt: number;
  /** null: the server itself, or a version of before this was kept. */
  readonly createdBy: PersonId | null;
};

export class Taxonomies {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Stores the next version of a project's taxonomy and gives it with its number; the number given is not used. */
  save(project: ProjectId, taxonomy: Taxonomy, by: PersonId | null = null): Taxonomy {
    const { id, name, labels, tiers } = taxonomy;
    const query = `INSERT INTO taxonomy (project, version, id, name, body, created_at, created_by)
      VALUES (@project, (SELECT coalesce(max(version), 0) + 1 FROM taxonomy WHERE project = @project), @id, @name, @body, @now, @by)
      RETURNING version`;
    const row = { project, id, name, body: JSON.stringify({ labels, tiers }), now: Date.now(), by };
    return { ...taxonomy, version: Number(this.#db.prepare(query).pluck().get(row)) };
  }

  /** The newest version; a project without one has nothing to label with yet. */
  current(project: ProjectId): Taxonomy | undefined {
    const query =
      'SELECT id, name, version, body FROM taxonomy WHERE project = ? ORDER BY version DESC LIMIT 1';
    return read(this.#db.prepare<[string], Raw>(query).get(project));
  }

  /** An older version, or the newest; undefined for one that never was. */
  version(project: ProjectId, version: number): Taxonomy | undefined {
    const query = 'SELECT id, name, version, body FROM taxonomy WHERE project = ? AND version = ?';
    return read(this.#db.prepare<[string, number], Raw>(query).get(project, version));
  }

  /** Its labels of objects in the order in which they came to be: what is numbered by it keeps its number. */
  labelsByAge(project: ProjectId): readonly LabelId[] {
    const query = `SELECT json_extract(label.value, '$.id') FROM taxonomy, json_each(taxonomy.body, '$.labels') AS label
      WHERE project = ? AND json_extract(label.value, '$.use') = 'object'
      GROUP BY json_extract(label.value, '$.id') ORDER BY min(version * 1000 + label.key)`;
    return this.#db.prepare<[string], LabelId>(query).pluck().all(project);
  }

  /** All versions, newest first. */
  versions(project: ProjectId): readonly TaxonomyVersionRow[] {
    const query = `SELECT version, name, created_at AS createdAt, created_by AS createdBy
      FROM taxonomy WHERE project = ? ORDER BY version DESC`;
    return this.#db.prepare<[string], TaxonomyVersionRow>(query).all(project);
  }
}

function read(raw: Raw | undefined): Taxonomy | undefined {
  if (!raw) return undefined;
  const { labels, tiers } = JSON.parse(raw.body) as Pick<Taxonomy, 'labels' | 'tiers'>;
  return { id: raw.id, name: raw.name, version: raw.version, labels, tiers };
}
