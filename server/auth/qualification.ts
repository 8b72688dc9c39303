/** Who has passed which training, and so who may begin what: read anew each time, as a pass may expire. */
import type { PersonId, ProjectId, TaskId } from '#lib/model/id.ts';
import { can } from '#lib/model/role.ts';
import { isValid, validUntil, type TrainingStanding } from '#lib/model/training.ts';
import type { AttemptRow } from '#server/store/trainings.ts';
import type { Store } from '#server/store/store.ts';

/** What is known of a person in a training. */
export type Standing = {
  readonly standing: TrainingStanding;
  /** Mean over the videos of the training of the best score on each, 0 to 1; null: never tried. */
  readonly best: number | null;
  /** How often it was given in, on the video on which that was most often. */
  readonly attempts: number;
  /** When it was given in last, milliseconds since 1970. */
  readonly at: number | null;
  /** Until when the pass counts; null: for ever, or there is none. */
  readonly until: number | null;
};

type Known = Pick<Store, 'trainings' | 'members' | 'people'>;

/** How somebody stands in a training: passed where each of its videos is, as long as the first of these passes counts. */
export function standingIn({ trainings }: Known, task: TaskId, person: PersonId, nowMs: number): Standing {
  const rules = trainings.rules(task);
  const all = trainings.attempts(task, person);
  const videos = trainings.references(task).map(({ video }) => all.filter((one) => one.video === video));
  if (!rules || videos.length === 0)
    return { standing: 'open', best: null, attempts: 0, at: null, until: null };
  const passes = videos.map((tries) => tries.findLast(({ passed }) => passed));
  const first = Math.min(...passes.map((one) => one?.at ?? 0));
  const passedAll = passes.every((one) => one !== undefined);
  const used = videos.some(
    (tries, n) => !passes[n] && rules.attempts !== null && tries.length >= rules.attempts,
  );
  const standing = passedAll
    ? isValid(first, rules, nowMs)
      ? 'passed'
      : 'expired'
    : used
      ? 'failed'
      : 'open';
  return {
    standing,
    best: all.length === 0 ? null : videos.reduce((sum, tries) => sum + bestOf(tries), 0) / videos.length,
    attempts: Math.max(...videos.map(({ length }) => length)),
    at: all.at(-1)?.at ?? null,
    until: standing === 'passed' || standing === 'expired' ? validUntil(first, rules) : null,
  };
}

function bestOf(tries: readonly AttemptRow[]): number {
  return Math.max(0, ...tries.map(({ score }) => score));
}

/**
 * The trainings that a task asks for and a person has not passed, or not any more. Nobody asks them of the managers, who
 * have made them.
 */
export function unmetBy(
  store: Known,
  { task, project }: { readonly task: TaskId; readonly project: ProjectId },
  person: PersonId,
  nowMs = Date.now(),
): readonly TaskId[] {
  const required = store.trainings.required(task);
  if (required.length === 0 || manages(store, project, person)) return [];
  return required.filter((one) => standingIn(store, one, person, nowMs).standing !== 'passed');
}

/** Whether somebody manages a project: an admin does everywhere. */
export function manages({ members, people }: Known, project: ProjectId, person: PersonId): boolean {
  const role = members.role(project, person);
  return people.get(person)?.admin === true || (role !== undefined && can(role, 'task.manage'));
}
