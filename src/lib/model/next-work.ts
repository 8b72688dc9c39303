/** What to do next: the order of what waits for somebody, and why this one comes first. */
import { isOpen, type AssignmentState } from './assignment.ts';
import { PRIORITIES, type Priority } from './task.ts';

export type Waiting = {
  readonly state: AssignmentState;
  readonly priority: Priority;
  /** Milliseconds since 1970, like the other times. */
  readonly dueAt: number | null;
  readonly createdAt: number;
};

const DAY_MS = 86_400_000;

/**
 * What is open, first things first: what came back from a review, what is begun, what is overdue or due within a day,
 * then by priority, by due date, and by how long it has waited.
 */
export function inOrder<One extends Waiting>(all: readonly One[], nowMs: number): readonly One[] {
  return all
    .filter(({ state }) => isOpen(state))
    .toSorted((a, b) => {
      const [left, right] = [rankOf(a, nowMs), rankOf(b, nowMs)];
      const at = left.findIndex((value, n) => value !== right[n]);
      return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
    });
}

/** Why it comes first: a sentence. */
export function whyNext({ state, priority, dueAt }: Waiting, nowMs: number): string {
  if (state === 'changes-requested') return 'A reviewer asked for changes.';
  if (state === 'in-progress') return 'You have begun it.';
  if (dueAt !== null && dueAt < nowMs) return 'It is overdue.';
  if (dueAt !== null && dueAt < nowMs + DAY_MS) return 'It is due within a day.';
  if (priority === 'urgent' || priority === 'high') return `Its priority is ${priority}.`;
  if (dueAt !== null) return 'It is due before the others.';
  return 'It has waited longest.';
}

function rankOf({ state, priority, dueAt, createdAt }: Waiting, nowMs: number): readonly number[] {
  const stage = state === 'changes-requested' ? 0 : state === 'in-progress' ? 1 : 2;
  const due = dueAt ?? Number.MAX_SAFE_INTEGER;
  const pressing = due < nowMs + DAY_MS ? due : Number.MAX_SAFE_INTEGER;
  return [stage, pressing, -PRIORITIES.indexOf(priority), due, createdAt];
}
