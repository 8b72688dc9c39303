/** The classes of each project, every version kept: an export names the one it was made with. */
import type { ProjectId } from '#lib/model/id.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Db } from './database.ts';

type Raw = {
  readonly id: Taxonomy['id'];
  readonly name: string;
  readonly version: number;
  readonly body: string;
};

export class Taxonomies {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Stores the next version of a project's taxonomy and gives it with its number; the number given is not used. */
  save(project: ProjectId, taxonomy: Taxonomy): Taxonomy {
    const { id, name, labels, tiers } = taxonomy;
    const query = `INSERT INTO taxonomy (project, version, id, name, body, created_at)
      VALUES (@project, (SELECT coalesce(max(version), 0) + 1 FROM taxonomy WHERE project = @project), @id, @name, @body, @now)
      RETURNING version`;
    const row = { project, id, name, body: JSON.stringify({ labels, tiers }), now: Date.now() };
    return { ...taxonomy, version: Number(this.#db.prepare(query).pluck().get(row)) };
  }

  /** The newest version; a project without one has nothing to label with yet. */
  current(project: ProjectId): Taxonomy | undefined {
    const query =
      'SELECT id, name, version, body FROM taxonomy WHERE project = ? ORDER BY version DESC LIMIT 1';
    const raw = this.#db.prepare<[string], Raw>(query).get(project);
    if (!raw) return undefined;
    const { labels, tiers } = JSON.parse(raw.body) as Pick<Taxonomy, 'labels' | 'tiers'>;
    return { id: raw.id, name: raw.name, version: raw.version, labels, tiers };
  }
}
