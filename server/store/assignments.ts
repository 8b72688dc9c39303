/** Assignments: who does which layer of which video for which task, how far it is, and each step that led there. */
import {
  newId,
  type AssignmentId,
  type LayerId,
  type PersonId,
  type ProjectId,
  type StudyId,
  type TaskId,
  type VideoId,
} from '#lib/model/id.ts';
import type { AssignmentState, Step } from '#lib/model/assignment.ts';
import { ChangeList } from './changes.ts';
import type { Db } from './database.ts';

export type AssignmentRow = {
  readonly id: AssignmentId;
  readonly task: TaskId;
  readonly video: VideoId;
  readonly layer: LayerId;
  readonly state: AssignmentState;
  /** How often it was given in. */
  readonly round: number;
  /** Who began the review; it comes back to them. */
  readonly reviewer: PersonId | null;
  readonly createdAt: number;
  /** When its last step was. */
  readonly changedAt: number;
  readonly people: readonly PersonId[];
  /** It makes the consensus of what the others of its task did on its video: adjudications.ts. */
  readonly adjudicates: boolean;
};

export type StepRow = {
  readonly at: number;
  readonly person: PersonId;
  readonly step: Step;
  /** Where it led. */
  readonly state: AssignmentState;
  readonly round: number;
  readonly reason: string;
};

type Raw = Omit<AssignmentRow, 'people' | 'adjudicates'> & {
  readonly people: string;
  readonly adjudicates: number;
};

const SELECT = `SELECT a.id, a.task, a.video, a.layer, a.state, a.round, a.reviewer, a.created_at AS createdAt,
  a.changed_at AS changedAt, EXISTS (SELECT 1 FROM adjudication d WHERE d.assignment = a.id) AS adjudicates,
  (SELECT json_group_array(p.person) FROM assignment_person p WHERE p.assignment = a.id) AS people
  FROM assignment a`;

export class Assignments {
  readonly #db: Db;
  /** Told the video on which what people may do has changed. */
  readonly changes = new ChangeList<VideoId>();

  constructor(db: Db) {
    this.#db = db;
  }

  create({
    task,
    video,
    layer,
    people,
    adjudicates = false,
    names = false,
  }: Pick<AssignmentRow, 'task' | 'video' | 'layer' | 'people'> & {
    readonly adjudicates?: boolean;
    /** Whether who adjudicates is told whose the layers are. */
    readonly names?: boolean;
  }): AssignmentId {
    const id = newId<'assignment'>();
    const now = Date.now();
    this.#db
      .prepare(
        `INSERT INTO assignment (id, task, video, layer, state, created_at, changed_at)
         VALUES (?, ?, ?, ?, 'assigned', ?, ?)`,
      )
      .run(id, task, video, layer, now, now);
    const add = this.#db.prepare('INSERT INTO assignment_person (assignment, person) VALUES (?, ?)');
    for (const person of people) add.run(id, person);
    if (adjudicates)
      this.#db.prepare('INSERT INTO adjudication (assignment, names) VALUES (?, ?)').run(id, names ? 1 : 0);
    this.changes.tell(video);
    return id;
  }

  get(id: AssignmentId): AssignmentRow | undefined {
    return this.#many('WHERE a.id = ?', id)[0];
  }

  /** The independent ones of a task on a video that are compared, in the order of their layers; not put aside ones. */
  compared(task: TaskId, video: VideoId): readonly AssignmentRow[] {
    const where = `WHERE a.task = ? AND a.video = ? AND a.state NOT IN ('withdrawn', 'skipped') ORDER BY a.layer`;
    return this.#many(where, task, video).filter(({ adjudicates }) => !adjudicates);
  }

  ofTask(task: TaskId): readonly AssignmentRow[] {
    return this.#many('WHERE a.task = ? ORDER BY a.created_at, a.id', task);
  }

  /** Of one layer of a video, newest first; withdrawn ones no longer count. */
  ofLayer(video: VideoId, layer: LayerId): readonly AssignmentRow[] {
    const where = `WHERE a.video = ? AND a.layer = ? AND a.state <> 'withdrawn' ORDER BY a.created_at DESC, a.id`;
    return this.#many(where, video, layer);
  }

  /** Of one layer of a video, whatever became of them. */
  everOfLayer(video: VideoId, layer: LayerId): readonly AssignmentRow[] {
    return this.#many('WHERE a.video = ? AND a.layer = ?', video, layer);
  }

  /** All of a project, newest step first. */
  ofProject(project: ProjectId): readonly AssignmentRow[] {
    const where = 'JOIN task t ON t.id = a.task WHERE t.project = ? ORDER BY a.changed_at DESC, a.id';
    return this.#many(where, project);
  }

  /** Whether something in a study is assigned to a person; withdrawn ones no longer count. */
  hasWork(person: PersonId, study: StudyId): boolean {
    const query = `SELECT 1 FROM assignment_person m JOIN assignment a ON a.id = m.assignment
      JOIN video v ON v.id = a.video WHERE m.person = ? AND v.study = ? AND a.state <> 'withdrawn' LIMIT 1`;
    return this.#db.prepare(query).get(person, study) !== undefined;
  }

  /** Of one person; withdrawn ones no longer count. */
  ofPerson(person: PersonId): readonly AssignmentRow[] {
    return this.#many(
      `JOIN assignment_person m ON m.assignment = a.id WHERE m.person = ? AND a.state <> 'withdrawn'
       ORDER BY a.created_at, a.id`,
      person,
    );
  }

  /** Of one person on one video; withdrawn ones no longer count. */
  ofPersonOn(person: PersonId, video: VideoId): readonly AssignmentRow[] {
    return this.#many(
      `JOIN assignment_person m ON m.assignment = a.id WHERE m.person = ? AND a.video = ? AND a.state <> 'withdrawn'
       ORDER BY a.created_at, a.id`,
      person,
      video,
    );
  }

  /** Whether one of a task's people has a video still to give in: a blind task's layers are closed until then. */
  isUnsubmitted(task: TaskId, video: VideoId): boolean {
    const query = `SELECT 1 FROM assignment a WHERE task = ? AND video = ? AND state IN ('assigned', 'in-progress')
      AND NOT EXISTS (SELECT 1 FROM adjudication d WHERE d.assignment = a.id) LIMIT 1`;
    return this.#db.prepare(query).get(task, video) !== undefined;
  }

  /** Replaces who does one. */
  setPeople({ id, video }: Pick<AssignmentRow, 'id' | 'video'>, people: readonly PersonId[]): void {
    this.#db.prepare('DELETE FROM assignment_person WHERE assignment = ?').run(id);
    const add = this.#db.prepare('INSERT INTO assignment_person (assignment, person) VALUES (?, ?)');
    for (const person of people) add.run(id, person);
    this.changes.tell(video);
  }

  /** How often the work of a project was first submitted and was accepted, by day in UTC; trainings are no work. */
  byDay(
    project: ProjectId,
    since: number,
  ): readonly { readonly day: string; readonly submitted: number; readonly accepted: number }[] {
    const query = `SELECT strftime('%Y-%m-%d', s.at / 1000, 'unixepoch') AS day,
        sum(s.step = 'submit' AND s.round = 1) AS submitted, sum(s.step = 'accept') AS accepted
      FROM assignment_step s JOIN assignment a ON a.id = s.assignment JOIN task t ON t.id = a.task
      WHERE t.project = ? AND t.kind = 'work' AND s.at >= ? AND s.step IN ('submit', 'accept')
      GROUP BY day ORDER BY day`;
    return this.#db
      .prepare<
        [string, number],
        { readonly day: string; readonly submitted: number; readonly accepted: number }
      >(query)
      .all(project, since);
  }

  /** Puts an assignment into a state and keeps the step; `round` and `reviewer` as they are from then on. */
  take(
    row: AssignmentRow,
    step: Pick<StepRow, 'person' | 'step' | 'state' | 'reason'>,
    { round = row.round, reviewer = row.reviewer }: { round?: number; reviewer?: PersonId | null } = {},
  ): void {
    const now = Date.now();
    this.#db
      .prepare('UPDATE assignment SET state = ?, round = ?, reviewer = ?, changed_at = ? WHERE id = ?')
      .run(step.state, round, reviewer, now, row.id);
    this.#db
      .prepare(
        `INSERT INTO assignment_step (assignment, at, person, step, state, round, reason) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(row.id, now, step.person, step.step, step.state, round, step.reason);
    this.changes.tell(row.video);
  }

  /** Oldest first. */
  steps(id: AssignmentId): readonly StepRow[] {
    const query = `SELECT at, person, step, state, round, reason FROM assignment_step WHERE assignment = ? ORDER BY n`;
    return this.#db.prepare<[string], StepRow>(query).all(id);
  }

  /**
   * What one person gave in for the first time since then, and with which round theirs was accepted since then; times in
   * milliseconds.
   */
  givenIn(
    person: PersonId,
    since: number,
  ): { readonly first: readonly number[]; readonly accepted: readonly number[] } {
    const of = (column: string, where: string) =>
      this.#db
        .prepare<[string, number], number>(
          `SELECT s.${column} FROM assignment_person m JOIN assignment_step s ON s.assignment = m.assignment
           WHERE m.person = ? AND s.at >= ? AND ${where}`,
        )
        .pluck()
        .all(person, since);
    return {
      first: of('at', "s.step = 'submit' AND s.round = 1 AND s.person = m.person"),
      accepted: of('round', "s.step = 'accept'"),
    };
  }

  #many(where: string, ...values: string[]): readonly AssignmentRow[] {
    return this.#db
      .prepare<string[], Raw>(`${SELECT} ${where}`)
      .all(...values)
      .map((raw) => ({
        ...raw,
        people: JSON.parse(raw.people) as PersonId[],
        adjudicates: raw.adjudicates !== 0,
      }));
  }
}
