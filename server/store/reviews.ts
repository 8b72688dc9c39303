/** What reviewers decided of single marks, and what they signed. */
import { newId, type AssignmentId, type LayerId, type PersonId, type VideoId } from '#lib/model/id.ts';
import type { Verdict } from '#lib/model/review.ts';
import { ChangeList } from './changes.ts';
import type { Db } from './database.ts';

export type DecisionRow = {
  /** `track:abc`, as model/annotation.ts writes references. */
  readonly mark: string;
  readonly person: PersonId;
  readonly verdict: Verdict;
  readonly reason: string;
  /** When the assignment had been given in so often. */
  readonly round: number;
  readonly at: number;
  /** Of the mark as it was decided on (model/mark-digest.ts); null: it is not known. */
  readonly digest: string | null;
  /** When the assignee said that it is done; of a rejected one. */
  readonly doneAt: number | null;
};

export type SignatureRow = {
  readonly id: string;
  readonly assignment: AssignmentId;
  readonly video: VideoId;
  readonly layer: LayerId;
  readonly person: PersonId;
  /** As it was printed when it was signed. */
  readonly name: string;
  readonly at: number;
  readonly meaning: 'reviewed' | 'approved';
  readonly round: number;
  /** SHA-256 over marks, media and labels, hex. */
  readonly content: string;
  /** SHA-256 of the source file, hex. */
  readonly media: string;
  readonly taxonomyVersion: number;
  /** Number of the last row of the layer's log that was signed. */
  readonly head: number;
  readonly supersededAt: number | null;
};

const DECISION = 'mark, person, verdict, reason, round, at, digest, done_at AS doneAt';
const SIGNATURE = `id, assignment, video, layer, person, name, at, meaning, round, content, media,
  taxonomy_version AS taxonomyVersion, head, superseded_at AS supersededAt`;

export class Reviews {
  readonly #db: Db;

  /** Told the assignment of which a mark was decided on, or was done. */
  readonly changes = new ChangeList<AssignmentId>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** The newest decision on each mark. */
  decisions(assignment: AssignmentId): readonly DecisionRow[] {
    const query = `SELECT ${DECISION} FROM decision WHERE assignment = ? ORDER BY at, mark`;
    return this.#db.prepare<[string], DecisionRow>(query).all(assignment);
  }

  decide(assignment: AssignmentId, decision: Omit<DecisionRow, 'at' | 'doneAt'>): void {
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO decision (assignment, mark, person, verdict, reason, round, at, digest)
         VALUES (@assignment, @mark, @person, @verdict, @reason, @round, @at, @digest)`,
      )
      .run({ ...decision, assignment, at: Date.now() });
    this.changes.tell(assignment);
  }

  undecide(assignment: AssignmentId, mark: string): void {
    this.#db.prepare('DELETE FROM decision WHERE assignment = ? AND mark = ?').run(assignment, mark);
    this.changes.tell(assignment);
  }

  /** Says of a rejected mark that it is done, or not yet; false where there is none. */
  setDone(assignment: AssignmentId, mark: string, done: boolean): boolean {
    const query = `UPDATE decision SET done_at = ? WHERE assignment = ? AND mark = ? AND verdict = 'rejected'`;
    const { changes } = this.#db.prepare(query).run(done ? Date.now() : null, assignment, mark);
    if (changes > 0) this.changes.tell(assignment);
    return changes > 0;
  }

  /** Keeps what was in the layer when it was given in for the nth time. */
  keepSubmission(assignment: AssignmentId, round: number, marks: ReadonlyMap<string, string>): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO submission (assignment, round, marks) VALUES (?, ?, ?)')
      .run(assignment, round, JSON.stringify([...marks]));
  }

  /** By mark its digest; undefined where it was not given in so often, or before this was kept. */
  submission(assignment: AssignmentId, round: number): ReadonlyMap<string, string> | undefined {
    const query = 'SELECT marks FROM submission WHERE assignment = ? AND round = ?';
    const raw = this.#db.prepare<[string, number], { marks: string }>(query).get(assignment, round);
    return raw && new Map(JSON.parse(raw.marks) as [string, string][]);
  }

  /** Oldest first, superseded ones too. */
  signatures(assignment: AssignmentId): readonly SignatureRow[] {
    const query = `SELECT ${SIGNATURE} FROM signature WHERE assignment = ? ORDER BY at, id`;
    return this.#db.prepare<[string], SignatureRow>(query).all(assignment);
  }

  sign(signature: Omit<SignatureRow, 'id' | 'at' | 'supersededAt'>): void {
    this.#db
      .prepare(
        `INSERT INTO signature (id, assignment, video, layer, person, name, at, meaning, round, content, media,
           taxonomy_version, head)
         VALUES (@id, @assignment, @video, @layer, @person, @name, @at, @meaning, @round, @content, @media,
           @taxonomyVersion, @head)`,
      )
      .run({ ...signature, id: newId<'signature'>(), at: Date.now() });
  }

  /** What was signed is opened again, or went back: the signatures stay, and no longer hold. */
  supersede(assignment: AssignmentId): void {
    this.#db
      .prepare('UPDATE signature SET superseded_at = ? WHERE assignment = ? AND superseded_at IS NULL')
      .run(Date.now(), assignment);
  }
}
