/** Rows of work → the bodies of protocol/work.ts, as far as the asker may see them. */
import { isWithReviewers } from '#lib/model/assignment.ts';
import type { PersonId, ProjectId } from '#lib/model/id.ts';
import { refKey } from '#lib/model/annotation.ts';
import type { Missing } from '#lib/model/completeness.ts';
import { inOrder, whyNext } from '#lib/model/next-work.ts';
import { must } from '#lib/model/problem.ts';
import { can } from '#lib/model/role.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import type {
  AssignmentAnswer,
  FindingAnswer,
  MyWorkAnswer,
  PaceAnswer,
  SignatureAnswer,
  TaskAnswer,
  TasksAnswer,
  WorkAnswer,
} from '#lib/protocol/work.ts';
import type { Access, InAssignment, InProject } from '#server/auth/access.ts';
import type { AssignmentRow } from '#server/store/assignments.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { SignatureRow } from '#server/store/reviews.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskRow } from '#server/store/tasks.ts';
import type { Work } from './work.ts';

export type WorkAnswersPorts = {
  readonly store: Store;
  readonly access: Access;
  readonly work: Work;
  readonly personOf: (id: PersonId) => PersonAnswer | undefined;
};

const WEEK_MS = 7 * 86_400_000;

export class WorkAnswers {
  readonly #ports: WorkAnswersPorts;

  constructor(ports: WorkAnswersPorts) {
    this.#ports = ports;
  }

  task({ createdAt, dueAt, createdBy: _by, passMark: _mark, ...row }: TaskRow): TaskAnswer {
    return { ...row, dueAt: dueAt === null ? null : iso(dueAt), createdAt: iso(createdAt) };
  }

  /** All tasks of a project for those who manage or review; for others what is theirs. Newest task, newest step first. */
  tasks(found: InProject, person: PersonRow): TasksAnswer {
    const { store } = this.#ports;
    const assignments = this.#seen(store.assignments.ofProject(found.project.id), found, person);
    const own = new Set(assignments.map(({ task }) => task.id));
    const all = can(found.role, 'task.manage') || can(found.role, 'task.review');
    const tasks = store.tasks.ofProject(found.project.id).filter(({ id }) => all || own.has(id));
    return { tasks: tasks.map((task) => this.task(task)), assignments };
  }

  /** What one person has to do, in one project or all of theirs. */
  mine(person: PersonRow, project?: ProjectId): MyWorkAnswer {
    const { store, access } = this.#ports;
    const projects = access
      .projects(person)
      .filter((one) => project === undefined || one.project.id === project);
    const now = Date.now();
    const own = projects.flatMap((found) => {
      const rows = store.assignments
        .ofPerson(person.id)
        .filter((row) => this.#taskOf(row).project === found.project.id);
      return rows.map((row) => ({ row, found }));
    });
    const waiting = own.map(({ row, found }) => {
      const { priority, dueAt } = this.#taskOf(row);
      return { row, found, state: row.state, createdAt: row.createdAt, priority, dueAt };
    });
    const ordered = inOrder(waiting, now);
    const mine = ordered.flatMap(({ row, found }) => this.#seen([row], found, person));
    const [first] = ordered;
    const [assignment] = mine;
    return {
      mine,
      review: projects
        .flatMap((found) => {
          if (!can(found.role, 'task.review')) return [];
          const rows = store.assignments
            .ofProject(found.project.id)
            .filter(({ state }) => isWithReviewers(state));
          return this.#seen(rows, found, person);
        })
        .filter(
          ({ parts, steps }) => parts.includes('reviewer') && steps.some((step) => REVIEW.includes(step)),
        )
        .toSorted((a, b) => (a.changedAt < b.changedAt ? -1 : 1)),
      next: first && assignment ? { assignment, reason: whyNext(first, now) } : null,
      pace: this.#pace(person.id, now),
    };
  }

  #pace(person: PersonId, now: number): PaceAnswer {
    const { first, accepted } = this.#ports.store.assignments.givenIn(person, now - 2 * WEEK_MS);
    const week = first.filter((at) => at >= now - WEEK_MS).length;
    return {
      week,
      weekBefore: first.length - week,
      accepted: accepted.length,
      acceptedAtOnce: accepted.filter((round) => round === 1).length,
    };
  }

  /** All that is known of one. */
  whole(found: InAssignment, person: PersonRow): WorkAnswer {
    const { store } = this.#ports;
    const { id } = found.assignment;
    return {
      ...this.#assignment(found.assignment, found.parts, person, {
        study: found.study.name,
        video: found.video.name,
      }),
      history: store.assignments.steps(id).map(({ at, person: by, ...step }) => ({
        ...step,
        at: iso(at),
        by: this.#person(by),
      })),
      decisions: store.reviews
        .decisions(id)
        .map(({ mark, verdict, reason, person: by, round, at, doneAt }) => ({
          mark,
          verdict,
          reason,
          by: this.#person(by),
          round,
          at: iso(at),
          doneAt: doneAt === null ? null : iso(doneAt),
        })),
      signatures: store.reviews.signatures(id).map((one) => this.signature(one)),
    };
  }

  signature(row: SignatureRow): SignatureAnswer {
    const { id, person, name, at, meaning, round, content, media, taxonomyVersion, supersededAt } = row;
    return {
      id,
      person,
      name,
      at: iso(at),
      meaning,
      round,
      content,
      media,
      taxonomyVersion,
      supersededAt: supersededAt === null ? null : iso(supersededAt),
    };
  }

  finding({ rule, sentence, frame, ref }: Missing): FindingAnswer {
    return { rule, sentence, frame, mark: ref && refKey(ref) };
  }

  /** Those that are there for the asker, with names where they are told names. */
  #seen(rows: readonly AssignmentRow[], found: InProject, person: PersonRow): readonly AssignmentAnswer[] {
    const { store, access } = this.#ports;
    return rows.flatMap((row) => {
      const parts = access.partsIn(person, row, found.role);
      if (parts.length === 0) return [];
      const video = must(store.videos.get(row.video), 'an assignment is of a video');
      const names = found.outsourced
        ? access.video(person, video.id, 'video.view')
        : { video, study: must(store.studies.get(video.study), 'a video lies in a study') };
      return [this.#assignment(row, parts, person, { study: names.study.name, video: names.video.name })];
    });
  }

  #assignment(
    row: AssignmentRow,
    parts: InAssignment['parts'],
    person: PersonRow,
    names: { readonly study: string; readonly video: string },
  ): AssignmentAnswer {
    const { store, work } = this.#ports;
    const { study } = must(store.videos.get(row.video), 'an assignment is of a video');
    return {
      id: row.id,
      task: this.task(this.#taskOf(row)),
      study: { id: study, name: names.study },
      video: { id: row.video, name: names.video },
      layer: row.layer,
      adjudicates: row.adjudicates,
      state: row.state,
      round: row.round,
      people: row.people.flatMap((id) => this.#person(id) ?? []),
      reviewer: row.reviewer && this.#person(row.reviewer),
      createdAt: iso(row.createdAt),
      changedAt: iso(row.changedAt),
      parts,
      steps: work.stepsOf(row, parts, person),
    };
  }

  #taskOf({ task }: AssignmentRow): TaskRow {
    return must(this.#ports.store.tasks.get(task), 'an assignment is of a task');
  }

  #person(id: PersonId): PersonAnswer | null {
    return this.#ports.personOf(id) ?? null;
  }
}

const REVIEW: readonly string[] = ['review', 'approve', 'accept', 'request-changes'];

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
