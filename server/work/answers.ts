/** Rows of work → the bodies of protocol/work.ts, as far as the asker may see them. */
import { isWithReviewers } from '#lib/model/assignment.ts';
import type { PersonId, ProjectId } from '#lib/model/id.ts';
import { refKey } from '#lib/model/annotation.ts';
import type { Missing } from '#lib/model/completeness.ts';
import { inOrder, whyNext } from '#lib/model/next-work.ts';
import { must } from '#lib/model/problem.ts';
import { can } from '#lib/model/role.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import type { AttemptAnswer } from '#lib/protocol/training.ts';
import type {
  AssignmentAnswer,
  FindingAnswer,
  MyWorkAnswer,
  PaceAnswer,
  SignatureAnswer,
  TaskAnswer,
  ThroughputAnswer,
  TasksAnswer,
  WorkAnswer,
} from '#lib/protocol/work.ts';
import { THROUGHPUT_DAYS } from '#lib/protocol/work.ts';
import type { Access, InAssignment, InProject } from '#server/auth/access.ts';
import type { AssignmentRow } from '#server/store/assignments.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { SignatureRow } from '#server/store/reviews.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskRow } from '#server/store/tasks.ts';
import type { Training } from './training.ts';
import type { Work } from './work.ts';

export type WorkAnswersPorts = {
  readonly store: Store;
  readonly access: Access;
  readonly work: Work;
  readonly training: Pick<Training, 'again'>;
  readonly personOf: (id: PersonId) => PersonAnswer | undefined;
};

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * 86_400_000;

export class WorkAnswers {
  readonly #ports: WorkAnswersPorts;

  constructor(ports: WorkAnswersPorts) {
    this.#ports = ports;
  }

  task({ createdAt, dueAt, createdBy: _by, ...row }: TaskRow): TaskAnswer {
    const { tasks, trainings } = this.#ports.store;
    return {
      ...row,
      dueAt: dueAt === null ? null : iso(dueAt),
      createdAt: iso(createdAt),
      training: trainings.rules(row.id) ?? null,
      requires: trainings
        .required(row.id)
        .map((id) => ({ id, title: must(tasks.get(id), 'tasks stay').title })),
    };
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
    // What asks for a training that is not passed waits; the training itself says what for.
    const assignment = mine.find(({ blocked }) => blocked === null);
    const first = ordered.find(({ row }) => row.id === assignment?.id);
    const waits = mine.find(
      ({ blocked, task }) => blocked !== null && task.requires.some(({ id }) => id === assignment?.task.id),
    );
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
      next:
        first && assignment
          ? { assignment, reason: waits ? `“${waits.task.title}” asks for it.` : whyNext(first, now) }
          : null,
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

  /** What a project has got done on each of the last days with something to tell, in UTC. */
  throughput(project: ProjectId): readonly ThroughputAnswer[] {
    return this.#ports.store.assignments.byDay(project, Date.now() - THROUGHPUT_DAYS * DAY_MS);
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
        .map(({ mark, verdict, reason, person: by, round, at, digest, doneAt }) => ({
          mark,
          verdict,
          reason,
          by: this.#person(by),
          round,
          at: iso(at),
          digest,
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
    const needed = work.neededFor(row, person);
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
      attempt: this.#attempt(row, person),
      blocked:
        needed.length === 0 ? null : `First pass ${needed.map(({ title }) => `“${title}”`).join(' and ')}.`,
    };
  }

  /** Of a training: how it went, for its person and the managers. */
  #attempt(row: AssignmentRow, person: PersonRow): AttemptAnswer | null {
    const { store, access, training } = this.#ports;
    const rules = store.trainings.rules(row.task);
    if (!rules) return null;
    const scored = store.trainings.attempt(row.id);
    const theirs = store.trainings
      .attempts(row.task, row.people[0])
      .filter(({ video, at }) => video === row.video && at < (scored?.at ?? Infinity));
    const again = training.again(row, person.id);
    const reference = store.trainings.reference(row.task, row.video);
    const shown = access.video(person, row.video, 'video.view').layers.some(({ id }) => id === reference);
    return {
      number: theirs.length + 1,
      score: scored?.score ?? null,
      passed: scored?.passed ?? false,
      passMark: scored?.passMark ?? rules.passMark,
      mayTryAgain: again.may,
      whyNot: again.reason,
      reference: shown && reference !== undefined ? reference : null,
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
