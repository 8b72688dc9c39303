/** States and steps of work in words. */
import type { AssignmentState, Step } from '#lib/model/assignment.ts';
import type { Verdict } from '#lib/model/review.ts';
import type { PaceAnswer } from '#lib/protocol/work.ts';

type Tone = 'plain' | 'busy' | 'warn' | 'good' | 'faint';

const states: { readonly [state in AssignmentState]: { readonly name: string; readonly tone: Tone } } = {
  assigned: { name: 'Assigned', tone: 'plain' },
  'in-progress': { name: 'In progress', tone: 'busy' },
  submitted: { name: 'Submitted', tone: 'busy' },
  'in-review': { name: 'In review', tone: 'busy' },
  'changes-requested': { name: 'Changes requested', tone: 'warn' },
  accepted: { name: 'Accepted', tone: 'good' },
  passed: { name: 'Passed', tone: 'good' },
  failed: { name: 'Not passed', tone: 'warn' },
  skipped: { name: 'Skipped', tone: 'faint' },
  withdrawn: { name: 'Withdrawn', tone: 'faint' },
};

const done: { readonly [step in Step]: string } = {
  start: 'began',
  skip: 'skipped it',
  submit: 'submitted it',
  recall: 'took it back',
  review: 'began the review',
  approve: 'signed',
  'request-changes': 'requested changes',
  accept: 'accepted and signed',
  pass: 'submitted it and passed',
  fail: 'submitted it and did not pass',
  reopen: 'reopened it',
  reassign: 'gave it out again',
  withdraw: 'withdrew it',
};

const verdicts: { readonly [verdict in Verdict]: string } = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  fixed: 'Fixed',
};

export function stateWords(state: AssignmentState): { readonly name: string; readonly tone: Tone } {
  return states[state];
}

/** What somebody did, after their name. */
export function stepWords(step: Step): string {
  return done[step];
}

export function verdictName(verdict: Verdict): string {
  return verdicts[verdict];
}

/** How one gets on, in a sentence or two; '' where there is nothing to tell. */
export function paceText({ week, weekBefore, accepted, acceptedAtOnce }: PaceAnswer): string {
  if (week + weekBefore + accepted === 0) return '';
  const before = weekBefore === 0 ? '' : `, ${weekBefore} in the seven days before`;
  const once = accepted === 0 ? '' : ` Of ${accepted} accepted ${acceptedAtOnce} needed no change.`;
  return `${week} given in within seven days${before}.${once}`;
}

/** `due 3 May`, `overdue since 3 May`; '' without a day. */
export function dueText(dueAt: string | null, nowMs: number): string {
  if (dueAt === null) return '';
  const day = new Date(dueAt).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return Date.parse(dueAt) < nowMs ? `overdue since ${day}` : `due ${day}`;
}
