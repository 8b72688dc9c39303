/** Adjudications: how each compares, and what was decided in it. Who does it is an assignment as any other. */
import { newId, type AssignmentId, type LayerId, type PersonId } from '#lib/model/id.ts';
import type { RulingKind, SourceMark } from '#lib/model/adjudication.ts';
import type { Tolerance } from '#lib/model/tolerance.ts';
import type { Db } from './database.ts';

export type AdjudicationRow = {
  /** Whether who adjudicates is told whose the layers are. */
  readonly names: boolean;
  /** null: the usual one. */
  readonly tolerance: Tolerance | null;
};

export type RulingRow = {
  readonly id: string;
  /** The marks it is about, at most one of each layer. */
  readonly sources: readonly SourceMark[];
  readonly kind: RulingKind;
  /** Whose was taken. */
  readonly from: LayerId | null;
  /** What came of it in the consensus layer, as model/annotation.ts writes references. */
  readonly marks: readonly string[];
  readonly person: PersonId;
  /** Milliseconds since 1970. */
  readonly at: number;
};

type RawAdjudication = { readonly names: number; readonly tolerance: string | null };
type RawRuling = Omit<RulingRow, 'sources' | 'marks'> & { readonly sources: string; readonly marks: string };

export class Adjudications {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** undefined: the assignment is none. It is made with its assignment. */
  get(assignment: AssignmentId): AdjudicationRow | undefined {
    const raw = this.#db
      .prepare<[string], RawAdjudication>('SELECT names, tolerance FROM adjudication WHERE assignment = ?')
      .get(assignment);
    if (!raw) return undefined;
    const tolerance = raw.tolerance === null ? null : (JSON.parse(raw.tolerance) as Tolerance);
    return { names: raw.names !== 0, tolerance };
  }

  setTolerance(assignment: AssignmentId, tolerance: Tolerance | null): void {
    const text = tolerance && JSON.stringify(tolerance);
    this.#db.prepare('UPDATE adjudication SET tolerance = ? WHERE assignment = ?').run(text, assignment);
  }

  /** Those that stand, oldest first. */
  rulings(assignment: AssignmentId): readonly RulingRow[] {
    const query = `SELECT id, sources, kind, from_layer AS "from", marks, person, at FROM ruling
      WHERE assignment = ? AND withdrawn_at IS NULL ORDER BY at, id`;
    return this.#db
      .prepare<[string], RawRuling>(query)
      .all(assignment)
      .map((raw) => ({
        ...raw,
        sources: JSON.parse(raw.sources) as SourceMark[],
        marks: JSON.parse(raw.marks) as string[],
      }));
  }

  /** How many there ever were, those that were taken back too. */
  everRuled(assignment: AssignmentId): number {
    const query = 'SELECT count(*) AS count FROM ruling WHERE assignment = ?';
    return this.#db.prepare<[string], { count: number }>(query).get(assignment)?.count ?? 0;
  }

  rule(assignment: AssignmentId, ruling: Omit<RulingRow, 'id' | 'at'>): void {
    this.#db
      .prepare(
        `INSERT INTO ruling (id, assignment, sources, kind, from_layer, marks, person, at)
         VALUES (@id, @assignment, @sources, @kind, @from, @marks, @person, @at)`,
      )
      .run({
        ...ruling,
        id: newId<'ruling'>(),
        assignment,
        sources: JSON.stringify(ruling.sources),
        marks: JSON.stringify(ruling.marks),
        at: Date.now(),
      });
  }

  /** It stands no longer; whether it did. */
  takeBack(assignment: AssignmentId, id: string, by: PersonId): boolean {
    const query = `UPDATE ruling SET withdrawn_at = ?, withdrawn_by = ?
      WHERE assignment = ? AND id = ? AND withdrawn_at IS NULL`;
    return this.#db.prepare(query).run(Date.now(), by, assignment, id).changes > 0;
  }
}
