/** Tasks: what is to be done, and how. Who does it on which video is in assignments.ts. */
import { newId, type PersonId, type ProjectId, type TaskId } from '#lib/model/id.ts';
import type { Priority, TaskKind, TaskMode, TaskRules } from '#lib/model/task.ts';
import { ChangeList } from './changes.ts';
import type { Db } from './database.ts';

export type TaskRow = {
  readonly id: TaskId;
  readonly project: ProjectId;
  readonly kind: TaskKind;
  readonly title: string;
  /** Plain words for who does it. */
  readonly brief: string;
  readonly mode: TaskMode;
  /** Nobody sees another's layer before all have given theirs in. */
  readonly blind: boolean;
  /** Milliseconds since 1970. */
  readonly dueAt: number | null;
  readonly priority: Priority;
  readonly rules: TaskRules;
  /** How many reviewers have to sign. */
  readonly reviewers: number;
  readonly createdBy: PersonId;
  readonly createdAt: number;
};

type Raw = Omit<TaskRow, 'blind' | 'rules'> & { readonly blind: number; readonly rules: string };

const COLUMNS = `id, project, kind, title, brief, mode, blind, due_at AS dueAt, priority, rules, reviewers,
  created_by AS createdBy, created_at AS createdAt`;

export class Tasks {
  readonly #db: Db;

  /** Told the task of which something has changed. */
  readonly changes = new ChangeList<TaskId>();

  constructor(db: Db) {
    this.#db = db;
  }

  create(task: Omit<TaskRow, 'id' | 'createdAt'>): TaskRow {
    const row: TaskRow = { ...task, id: newId<'task'>(), createdAt: Date.now() };
    this.#db
      .prepare(
        `INSERT INTO task (id, project, kind, title, brief, mode, blind, due_at, priority, rules, reviewers, created_by,
           created_at)
         VALUES (@id, @project, @kind, @title, @brief, @mode, @blind, @dueAt, @priority, @rules, @reviewers, @createdBy,
           @createdAt)`,
      )
      .run({ ...row, blind: row.blind ? 1 : 0, rules: JSON.stringify(row.rules) });
    return row;
  }

  /** What may still be said otherwise once people work on it; its mode stays. */
  change(id: TaskId, to: Pick<TaskRow, 'title' | 'brief' | 'dueAt' | 'priority' | 'rules'>): void {
    this.#db
      .prepare(
        `UPDATE task SET title = @title, brief = @brief, due_at = @dueAt, priority = @priority, rules = @rules
         WHERE id = @id`,
      )
      .run({ ...to, rules: JSON.stringify(to.rules), id });
    this.changes.tell(id);
  }

  get(id: TaskId): TaskRow | undefined {
    const raw = this.#db.prepare<[string], Raw>(`SELECT ${COLUMNS} FROM task WHERE id = ?`).get(id);
    return raw && parse(raw);
  }

  /** Newest first. */
  ofProject(project: ProjectId): readonly TaskRow[] {
    const query = `SELECT ${COLUMNS} FROM task WHERE project = ? ORDER BY created_at DESC, id`;
    return this.#db.prepare<[string], Raw>(query).all(project).map(parse);
  }
}

function parse(raw: Raw): TaskRow {
  return { ...raw, blind: raw.blind !== 0, rules: JSON.parse(raw.rules) as TaskRules };
}
