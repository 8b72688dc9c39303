/** The guideline of each project, every version kept; who has opened which, and who has said to have read it. */
import type { Standing } from '#lib/model/guideline.ts';
import { newId, type PersonId, type ProjectId } from '#lib/model/id.ts';
import type { PictureType } from '#lib/model/picture-type.ts';
import type { Db } from './database.ts';

export type GuidelineVersionRow = {
  readonly version: number;
  /** What is new in it. */
  readonly note: string;
  /** People are asked to say that they have read it. */
  readonly asks: boolean;
  readonly createdAt: number;
  readonly createdBy: PersonId;
};
export type GuidelineRow = GuidelineVersionRow & { readonly body: string };

export type GuidelineReaderRow = {
  readonly person: PersonId;
  readonly version: number;
  readonly at: number;
};

export type GuidelinePictureRow = {
  readonly id: string;
  readonly type: PictureType;
  readonly width: number;
  readonly height: number;
};

type Raw<Row> = Omit<Row, 'asks'> & { readonly asks: number };

const VERSION = 'version, note, asks, created_at AS createdAt, created_by AS createdBy';

export class Guidelines {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Stores the next version; whether it may be next is asked in the same transaction. */
  publish(
    project: ProjectId,
    { body, note, asks, by }: Pick<GuidelineRow, 'body' | 'note' | 'asks'> & { readonly by: PersonId },
  ): GuidelineRow {
    const query = `INSERT INTO guideline (project, version, body, note, asks, created_at, created_by)
      VALUES (@project, (SELECT coalesce(max(version), 0) + 1 FROM guideline WHERE project = @project), @body, @note,
        @asks, @now, @by)
      RETURNING version`;
    const now = Date.now();
    const values = { project, body, note, asks: asks ? 1 : 0, now, by };
    const version = Number(this.#db.prepare(query).pluck().get(values));
    return { version, body, note, asks, createdAt: now, createdBy: by };
  }

  current(project: ProjectId): GuidelineRow | undefined {
    const query = `SELECT ${VERSION}, body FROM guideline WHERE project = ? ORDER BY version DESC LIMIT 1`;
    return read(this.#db.prepare<[string], Raw<GuidelineRow>>(query).get(project));
  }

  /** Undefined for one that never was. */
  version(project: ProjectId, version: number): GuidelineRow | undefined {
    const query = `SELECT ${VERSION}, body FROM guideline WHERE project = ? AND version = ?`;
    return read(this.#db.prepare<[string, number], Raw<GuidelineRow>>(query).get(project, version));
  }

  /** All versions, newest first. */
  versions(project: ProjectId): readonly GuidelineVersionRow[] {
    const query = `SELECT ${VERSION} FROM guideline WHERE project = ? ORDER BY version DESC`;
    return this.#db
      .prepare<[string], Raw<GuidelineVersionRow>>(query)
      .all(project)
      .map((raw) => ({ ...raw, asks: raw.asks !== 0 }));
  }

  standing(project: ProjectId, person: PersonId): Standing {
    const query = `SELECT
      (SELECT coalesce(max(version), 0) FROM guideline WHERE project = @project) AS version,
      (SELECT coalesce(max(version), 0) FROM guideline WHERE project = @project AND asks = 1) AS asked,
      (SELECT coalesce(max(version), 0) FROM guideline_reading WHERE project = @project AND person = @person) AS read,
      (SELECT coalesce(max(version), 0) FROM guideline_acknowledgement
        WHERE project = @project AND person = @person) AS acknowledged`;
    return this.#db.prepare(query).get({ project, person }) as Standing;
  }

  /** Somebody has opened a version; the first time counts. */
  open(project: ProjectId, person: PersonId, version: number): void {
    this.#db
      .prepare('INSERT OR IGNORE INTO guideline_reading (project, person, version, at) VALUES (?, ?, ?, ?)')
      .run(project, person, version, Date.now());
  }

  /** Somebody says that they have read a version. False where they had said so before. */
  acknowledge(project: ProjectId, person: PersonId, version: number): boolean {
    const query =
      'INSERT OR IGNORE INTO guideline_acknowledgement (project, person, version, at) VALUES (?, ?, ?, ?)';
    return this.#db.prepare(query).run(project, person, version, Date.now()).changes > 0;
  }

  /** Of each who has opened the guideline, the newest version and when. */
  readings(project: ProjectId): readonly GuidelineReaderRow[] {
    return this.#newest('guideline_reading', project);
  }

  /** Of each who has said to have read it, the newest version and when. */
  acknowledgements(project: ProjectId): readonly GuidelineReaderRow[] {
    return this.#newest('guideline_acknowledgement', project);
  }

  addPicture(
    project: ProjectId,
    by: PersonId,
    { type, width, height }: Omit<GuidelinePictureRow, 'id'>,
  ): string {
    const id = newId<'picture'>();
    this.#db
      .prepare(
        `INSERT INTO guideline_picture (id, project, type, width, height, created_at, created_by)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(id, project, type, width, height, Date.now(), by);
    return id;
  }

  picture(project: ProjectId, id: string): GuidelinePictureRow | undefined {
    const query = 'SELECT id, type, width, height FROM guideline_picture WHERE project = ? AND id = ?';
    return this.#db.prepare<[string, string], GuidelinePictureRow>(query).get(project, id);
  }

  /** Forgets pictures from before a time (milliseconds since 1970) that no version shows, and says which they were. */
  removeUnshown(before: number): readonly { readonly project: ProjectId; readonly id: string }[] {
    const query = `DELETE FROM guideline_picture AS picture WHERE created_at < ? AND NOT EXISTS (
        SELECT 1 FROM guideline WHERE guideline.project = picture.project AND instr(body, 'picture:' || picture.id) > 0
      ) RETURNING project, id`;
    return this.#db.prepare<[number], { project: ProjectId; id: string }>(query).all(before);
  }

  pictureCount(project: ProjectId): number {
    const query = 'SELECT count(*) FROM guideline_picture WHERE project = ?';
    return Number(this.#db.prepare(query).pluck().get(project));
  }

  #newest(table: 'guideline_reading' | 'guideline_acknowledgement', project: ProjectId) {
    // Of a query with max(), SQLite takes the other columns from the row that has it.
    const query = `SELECT person, max(version) AS version, at FROM ${table} WHERE project = ? GROUP BY person`;
    return this.#db.prepare<[string], GuidelineReaderRow>(query).all(project);
  }
}

function read(raw: Raw<GuidelineRow> | undefined): GuidelineRow | undefined {
  return raw && { ...raw, asks: raw.asks !== 0 };
}
