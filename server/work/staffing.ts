/** Changes who does a task that is given out already: what is open goes with them, what was submitted stays as it is. */
import { isOpen, MAX_REASON } from '#lib/model/assignment.ts';
import type { PersonId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { AssignmentRow } from '#server/store/assignments.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskRow } from '#server/store/tasks.ts';
import { assign, checkPeople } from './assigning.ts';
import type { Recorder } from './work.ts';

export type Staffing = {
  readonly add: readonly PersonId[];
  readonly remove: readonly PersonId[];
  /** Why some are taken off it; whoever looks at the history reads it. */
  readonly reason: string;
};

export type Staffed = {
  /** New pieces of work, and shared ones that somebody has joined. */
  readonly made: number;
  readonly joined: number;
  /** Pieces that were taken back, and shared ones that somebody has left. */
  readonly withdrawn: number;
  readonly left: number;
  /** Of those who were taken off: submitted, accepted or scored, and so untouched. */
  readonly kept: number;
};

/**
 * Runs in a transaction of the caller. Who is added gets every video on which the task is being done, in a layer of
 * their own, or joins in the shared one; what who is taken off has not submitted is withdrawn, or left to the others.
 * Refuses `bad-request`, `training-needed`.
 */
export function restaff(
  store: Store,
  task: TaskRow,
  { add, remove, reason }: Staffing,
  by: PersonId,
  record: Recorder,
): Staffed {
  const why = reason.trim();
  if (remove.length > 0 && why === '') throw new Refusal('bad-request', { what: 'Say why.' });
  if (why.length > MAX_REASON)
    throw new Refusal('bad-request', { what: `A reason has at most ${MAX_REASON} characters.` });
  if (add.some((id) => remove.includes(id)))
    throw new Refusal('bad-request', { what: 'A person is both added and taken off.' });
  checkPeople(store, task, add);
  const live = () =>
    store.assignments
      .ofTask(task.id)
      .filter(({ state, adjudicates }) => state !== 'withdrawn' && !adjudicates);
  const videos = [...new Set(live().map(({ video }) => video))];
  let [made, joined, withdrawn, left, kept] = [0, 0, 0, 0, 0];
  // First who comes: a shared piece that everybody else leaves is then not left by all.
  if (task.mode === 'together') {
    for (const row of live().filter(({ state }) => isOpen(state))) {
      const coming = add.filter((id) => !row.people.includes(id));
      if (coming.length === 0) continue;
      store.assignments.setPeople(row, [...row.people, ...coming]);
      joined += coming.length;
    }
  } else if (add.length > 0 && videos.length > 0)
    made = assign(store, task, { videos, people: add, each: null }).made;
  for (const row of live()) {
    const staying = row.people.filter((id) => !remove.includes(id));
    if (staying.length === row.people.length) continue;
    if (!isOpen(row.state) && row.state !== 'skipped') kept += 1;
    else if (staying.length > 0) {
      store.assignments.setPeople(row, staying);
      left += 1;
    } else {
      const step = { person: by, step: 'withdraw', state: 'withdrawn', reason: why } as const;
      store.assignments.take(row, step);
      note(record, task, row);
      withdrawn += 1;
    }
  }
  const people = { added: add.length, removed: remove.length };
  const detail = { made, joined, withdrawn, left, kept, ...people };
  record('task.people', { project: task.project, subject: `task:${task.id}`, detail });
  return { made, joined, withdrawn, left, kept };
}

function note(
  record: Recorder,
  { id, project }: TaskRow,
  { id: of, video, layer, state }: AssignmentRow,
): void {
  const detail = { task: id, video, layer, before: state, state: 'withdrawn' };
  record('work.withdraw', { project, subject: `assignment:${of}`, detail });
}
