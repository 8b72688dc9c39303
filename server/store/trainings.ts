/** Trainings: what each compares with which reference, what came of every attempt, and which tasks ask for which of them. */
import type { AssignmentId, LayerId, PersonId, ProjectId, TaskId, VideoId } from '#lib/model/id.ts';
import type { Score, TrainingRules } from '#lib/model/training.ts';
import type { Db } from './database.ts';

export type ReferenceRow = { readonly task: TaskId; readonly video: VideoId; readonly layer: LayerId };

export type AttemptRow = {
  readonly assignment: AssignmentId;
  readonly task: TaskId;
  readonly video: VideoId;
  readonly person: PersonId;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly passed: boolean;
  /** As it was then, 0 to 1, like the score. */
  readonly passMark: number;
  readonly score: number;
};

type Raw = Omit<AttemptRow, 'passed'> & { readonly passed: number };

const ATTEMPT = 't.assignment, t.task, t.video, t.person, t.at, t.passed, t.pass_mark AS passMark, t.score';
/** What was withdrawn does not count. */
const COUNTED = `FROM training_attempt t JOIN assignment a ON a.id = t.assignment WHERE a.state <> 'withdrawn'`;

export class Trainings {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  create(task: TaskId, rules: TrainingRules): void {
    this.#db.prepare('INSERT INTO training (task, rules) VALUES (?, ?)').run(task, JSON.stringify(rules));
  }

  /** For attempts from now on; what was scored stays as it was scored. */
  setRules(task: TaskId, rules: TrainingRules): void {
    this.#db.prepare('UPDATE training SET rules = ? WHERE task = ?').run(JSON.stringify(rules), task);
  }

  /** undefined: the task is no training. */
  rules(task: TaskId): TrainingRules | undefined {
    const query = 'SELECT rules FROM training WHERE task = ?';
    const text = this.#db.prepare<[string], string>(query).pluck().get(task);
    return text === undefined ? undefined : (JSON.parse(text) as TrainingRules);
  }

  addReference({ task, video, layer }: ReferenceRow): void {
    this.#db
      .prepare('INSERT INTO training_reference (task, video, layer) VALUES (?, ?, ?)')
      .run(task, video, layer);
  }

  references(task: TaskId): readonly ReferenceRow[] {
    const query = 'SELECT task, video, layer FROM training_reference WHERE task = ? ORDER BY video';
    return this.#db.prepare<[string], ReferenceRow>(query).all(task);
  }

  reference(task: TaskId, video: VideoId): LayerId | undefined {
    const query = 'SELECT layer FROM training_reference WHERE task = ? AND video = ?';
    return this.#db.prepare<[string, string], LayerId>(query).pluck().get(task, video);
  }

  addAttempt({ passed, ...row }: AttemptRow, result: Score): void {
    this.#db
      .prepare(
        `INSERT INTO training_attempt (assignment, task, video, person, at, passed, pass_mark, score, result)
         VALUES (@assignment, @task, @video, @person, @at, @passed, @passMark, @score, @result)`,
      )
      .run({ ...row, passed: passed ? 1 : 0, result: JSON.stringify(result) });
  }

  attempt(assignment: AssignmentId): (AttemptRow & { readonly result: Score }) | undefined {
    const query = `SELECT ${ATTEMPT}, t.result FROM training_attempt t WHERE t.assignment = ?`;
    const raw = this.#db.prepare<[string], Raw & { readonly result: string }>(query).get(assignment);
    return raw && { ...raw, passed: raw.passed !== 0, result: JSON.parse(raw.result) as Score };
  }

  /** Oldest first. */
  attempts(task: TaskId, person?: PersonId): readonly AttemptRow[] {
    const query = `SELECT ${ATTEMPT} ${COUNTED} AND t.task = @task AND (@person IS NULL OR t.person = @person)
      ORDER BY t.at, t.assignment`;
    return this.#db
      .prepare<[{ readonly task: TaskId; readonly person: PersonId | null }], Raw>(query)
      .all({ task, person: person ?? null })
      .map((raw) => ({ ...raw, passed: raw.passed !== 0 }));
  }

  /** The trainings that have to be passed before a task is begun. */
  required(task: TaskId): readonly TaskId[] {
    const query = 'SELECT training FROM task_requirement WHERE task = ? ORDER BY training';
    return this.#db.prepare<[string], TaskId>(query).pluck().all(task);
  }

  require(task: TaskId, trainings: readonly TaskId[]): void {
    this.#db.prepare('DELETE FROM task_requirement WHERE task = ?').run(task);
    const add = this.#db.prepare('INSERT INTO task_requirement (task, training) VALUES (?, ?)');
    for (const training of trainings) add.run(task, training);
  }

  /** Every requirement of a project's tasks. */
  requirements(project: ProjectId): readonly { readonly task: TaskId; readonly training: TaskId }[] {
    const query = `SELECT r.task, r.training FROM task_requirement r JOIN task t ON t.id = r.task WHERE t.project = ?`;
    return this.#db
      .prepare<[string], { readonly task: TaskId; readonly training: TaskId }>(query)
      .all(project);
  }
}
