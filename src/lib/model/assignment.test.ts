import { describe, expect, it } from 'vitest';
import type { PersonId } from './id.ts';
import {
  after,
  isOpen,
  isStep,
  isUnsubmitted,
  isWithReviewers,
  STATES,
  STEPS,
  stepsFor,
  stepsOf,
  type Step,
} from './assignment.ts';

/** The whole machine on one screen: state → what each part may do. */
const TABLE = {
  assigned: { assignee: 'start→in-progress skip→skipped', reviewer: '', manager: 'withdraw→withdrawn' },
  'in-progress': { assignee: 'skip→skipped submit→submitted', reviewer: '', manager: 'withdraw→withdrawn' },
  submitted: { assignee: 'recall→in-progress', reviewer: 'review→in-review', manager: 'withdraw→withdrawn' },
  'in-review': {
    assignee: '',
    reviewer: 'review→in-review approve→in-review request-changes→changes-requested accept→accepted',
    manager: 'withdraw→withdrawn',
  },
  'changes-requested': { assignee: 'submit→submitted', reviewer: '', manager: 'withdraw→withdrawn' },
  accepted: { assignee: '', reviewer: '', manager: 'reopen→changes-requested' },
  passed: { assignee: '', reviewer: '', manager: 'withdraw→withdrawn' },
  failed: { assignee: '', reviewer: '', manager: 'withdraw→withdrawn' },
  skipped: { assignee: '', reviewer: '', manager: 'reassign→assigned withdraw→withdrawn' },
  withdrawn: { assignee: '', reviewer: '', manager: '' },
} as const;

describe.each(STATES.map((state) => ({ state })))('what is $state', ({ state }) => {
  it.each((['assignee', 'reviewer', 'manager'] as const).map((part) => ({ part })))(
    'by a $part',
    ({ part }) => {
      const steps = stepsOf(state, [part]).map((step) => `${step}→${after(state, step)}`);
      expect(steps.join(' ')).toBe(TABLE[state][part]);
    },
  );
});

it('every state can be reached, and every one but the withdrawn can be left', () => {
  const reached = new Set(Object.values(STEPS).map(({ to }) => to));
  expect(STATES.filter((state) => !reached.has(state))).toEqual([]);
  const left = new Set(Object.values(STEPS).flatMap(({ from }) => from));
  expect(STATES.filter((state) => !left.has(state))).toEqual(['withdrawn']);
});

it('who stops, sends back or opens again says why', () => {
  const withReason = (Object.keys(STEPS) as Step[]).filter((step) => STEPS[step].reason);
  expect(withReason).toEqual(['skip', 'request-changes', 'reopen', 'withdraw']);
});

it('each state is with the assignees, with the reviewers, or at rest', () => {
  expect(STATES.filter(isOpen)).toEqual(['assigned', 'in-progress', 'changes-requested']);
  expect(STATES.filter(isWithReviewers)).toEqual(['submitted', 'in-review']);
  expect(STATES.filter(isUnsubmitted)).toEqual(['assigned', 'in-progress']);
});

it('knows its steps', () => {
  expect([isStep('accept'), isStep('toString'), isStep(3)]).toEqual([true, false, false]);
});

describe('who of several may take a step', () => {
  const [ito, ana] = ['ito', 'ana'] as PersonId[] as [PersonId, PersonId];
  const standing = {
    state: 'in-review', reviewer: ito, reviewers: 1, signers: [], opened: false, waits: false,
  } as const; // prettier-ignore

  it('one reviewer decides, and a manager may take over from them', () => {
    expect(stepsFor(standing, ['reviewer'], ito)).toEqual(['request-changes', 'accept']);
    expect(stepsFor(standing, ['reviewer'], ana)).toEqual([]);
    expect(stepsFor(standing, ['reviewer', 'manager'], ana)).toEqual(['review', 'withdraw']);
    expect(stepsFor(standing, ['reviewer', 'manager'], ito)).not.toContain('review');
  });

  it('what comes back goes to the same reviewer', () => {
    const again = { ...standing, state: 'submitted' } as const;
    expect(stepsFor(again, ['reviewer'], ito)).toEqual(['review']);
    expect(stepsFor(again, ['reviewer'], ana)).toEqual([]);
    expect(stepsFor({ ...again, reviewer: null }, ['reviewer'], ana)).toEqual(['review']);
  });

  it('where two have to sign, each signs once and the second accepts', () => {
    const two = { ...standing, reviewers: 2 };
    expect(stepsFor(two, ['reviewer'], ana)).toEqual(['approve', 'request-changes']);
    const signed = { ...two, signers: [ana] };
    expect(stepsFor(signed, ['reviewer'], ana)).toEqual(['request-changes']);
    expect(stepsFor(signed, ['reviewer'], ito)).toEqual(['request-changes', 'accept']);
  });

  it('what was given in is taken back until others have seen it, or a review has begun', () => {
    const given = { ...standing, state: 'submitted', reviewer: null } as const;
    expect(stepsFor(given, ['assignee'], ana)).toEqual(['recall']);
    expect(stepsFor({ ...given, opened: true }, ['assignee'], ana)).toEqual([]);
    expect(stepsFor(standing, ['assignee'], ana)).toEqual([]);
  });

  it('an adjudication of what is closed waits, and can only be withdrawn', () => {
    const parts = ['assignee', 'reviewer', 'manager'] as const;
    for (const state of STATES)
      expect(stepsFor({ ...standing, state, waits: true }, parts, ana)).toEqual(
        after(state, 'withdraw') ? ['withdraw'] : [],
      );
  });
});
