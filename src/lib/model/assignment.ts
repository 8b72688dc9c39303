/**
 * An assignment is one layer of one video that is to be done, by one person (independent) or several (together). This
 * is its whole life: which step leads from which state to which, and whose step it is.
 */
import type { PersonId } from './id.ts';

export type AssignmentState =
  | 'assigned'
  | 'in-progress'
  | 'submitted'
  | 'in-review'
  | 'changes-requested'
  | 'accepted'
  | 'passed'
  | 'failed'
  | 'skipped'
  | 'withdrawn';

export type Step =
  | 'start'
  | 'skip'
  | 'submit'
  | 'recall'
  | 'review'
  | 'approve'
  | 'request-changes'
  | 'accept'
  | 'pass'
  | 'fail'
  | 'reopen'
  | 'reassign'
  | 'withdraw';

/** The part somebody has in an assignment. Nobody reviews what they have done themselves. */
export type Part = 'assignee' | 'reviewer' | 'manager';

type Rule = {
  /** null: nobody's; the server takes it, when it has scored a training. */
  readonly by: Part | null;
  readonly from: readonly AssignmentState[];
  readonly to: AssignmentState;
  /** People say why. */
  readonly reason: boolean;
};

/** `approve`: one of several reviewers has signed; with the last one it is `accept`. */
export const STEPS: Readonly<Record<Step, Rule>> = {
  start: { by: 'assignee', from: ['assigned'], to: 'in-progress', reason: false },
  skip: { by: 'assignee', from: ['assigned', 'in-progress'], to: 'skipped', reason: true },
  submit: { by: 'assignee', from: ['in-progress', 'changes-requested'], to: 'submitted', reason: false },
  recall: { by: 'assignee', from: ['submitted'], to: 'in-progress', reason: false },
  review: { by: 'reviewer', from: ['submitted', 'in-review'], to: 'in-review', reason: false },
  approve: { by: 'reviewer', from: ['in-review'], to: 'in-review', reason: false },
  'request-changes': { by: 'reviewer', from: ['in-review'], to: 'changes-requested', reason: true },
  accept: { by: 'reviewer', from: ['in-review'], to: 'accepted', reason: false },
  pass: { by: null, from: ['in-progress'], to: 'passed', reason: false },
  fail: { by: null, from: ['in-progress'], to: 'failed', reason: false },
  reopen: { by: 'manager', from: ['accepted'], to: 'changes-requested', reason: true },
  reassign: { by: 'manager', from: ['skipped'], to: 'assigned', reason: false },
  withdraw: {
    by: 'manager',
    from: [
      'assigned', 'in-progress', 'submitted', 'in-review', 'changes-requested', 'skipped', 'passed', 'failed',
    ], // prettier-ignore
    to: 'withdrawn',
    reason: true,
  },
};

export const STATES: readonly AssignmentState[] = [
  'assigned', 'in-progress', 'submitted', 'in-review', 'changes-requested', 'accepted', 'passed', 'failed',
  'skipped', 'withdrawn',
]; // prettier-ignore

/** Where a step leads; undefined where it may not be taken in that state. */
export function after(state: AssignmentState, step: Step): AssignmentState | undefined {
  const { from, to } = STEPS[step];
  return from.includes(state) ? to : undefined;
}

/** The steps that somebody with these parts may take now, in the order of the table. */
export function stepsOf(state: AssignmentState, parts: readonly Part[]): readonly Step[] {
  return (Object.keys(STEPS) as Step[]).filter((step) => {
    const { by } = STEPS[step];
    return by !== null && parts.includes(by) && after(state, step) !== undefined;
  });
}

/** Where an assignment stands, as far as it decides who may take which step. */
export type Standing = {
  readonly state: AssignmentState;
  /** Who began the review; it comes back to them. */
  readonly reviewer: PersonId | null;
  /** How many have to sign. */
  readonly reviewers: number;
  /** Who has signed this round. */
  readonly signers: readonly PersonId[];
  /** Its layer and those of others were open to each other: a blind one cannot be taken back any more. */
  readonly opened: boolean;
  /** It adjudicates layers that are closed (again): nothing is to be done before they are given in. */
  readonly waits: boolean;
};

/**
 * The steps that one person may take now. What was reviewed once goes back to the same reviewer; a manager may take a
 * review over. Where several have to sign, each signs once, and the last signature accepts.
 */
export function stepsFor(
  { state, reviewer, reviewers, signers, opened, waits }: Standing,
  parts: readonly Part[],
  person: PersonId,
): readonly Step[] {
  const isTheirs = reviewer === null || reviewer === person;
  const shares = isTheirs || reviewers > 1;
  const isLast = signers.length + 1 >= reviewers;
  const manages = parts.includes('manager');
  const begins = state === 'submitted' ? isTheirs || manages : !isTheirs && manages;
  if (waits) return stepsOf(state, parts).filter((step) => step === 'withdraw');
  return stepsOf(state, parts).filter((step) => {
    switch (step) {
      case 'recall':
        return !opened;
      case 'review':
        return begins;
      case 'approve':
        return shares && !isLast && !signers.includes(person);
      case 'accept':
        return shares && isLast && !signers.includes(person);
      case 'request-changes':
        return shares;
      case 'start':
      case 'skip':
      case 'submit':
      case 'pass':
      case 'fail':
      case 'reopen':
      case 'reassign':
      case 'withdraw':
        return true;
    }
  });
}

/** Whether a string from outside names a step. */
export function isStep(value: unknown): value is Step {
  return typeof value === 'string' && Object.hasOwn(STEPS, value);
}

/** Whether the assignees may write: it is theirs to do. */
export function isOpen(state: AssignmentState): boolean {
  return state === 'assigned' || state === 'in-progress' || state === 'changes-requested';
}

/** Whether it is with the reviewers. */
export function isWithReviewers(state: AssignmentState): boolean {
  return state === 'submitted' || state === 'in-review';
}

/** Whether it has not been given in once. Until nobody's is so, layers of a blind task are nobody else's to see. */
export function isUnsubmitted(state: AssignmentState): boolean {
  return state === 'assigned' || state === 'in-progress';
}

/** Longest reason, in characters. */
export const MAX_REASON = 1000;
