import { expect, it } from 'vitest';
import { dueText, paceText } from './state-words.ts';

it('tells how one gets on, and nothing where there is nothing', () => {
  expect(paceText({ week: 0, weekBefore: 0, accepted: 0, acceptedAtOnce: 0 })).toBe('');
  expect(paceText({ week: 4, weekBefore: 0, accepted: 0, acceptedAtOnce: 0 })).toBe(
    '4 given in within seven days.',
  );
  expect(paceText({ week: 5, weekBefore: 3, accepted: 4, acceptedAtOnce: 3 })).toBe(
    '5 given in within seven days, 3 in the seven days before. Of 4 accepted 3 needed no change.',
  );
});

it('tells when something is due', () => {
  const due = '2026-05-03T12:00:00Z';
  expect(dueText(null, 0)).toBe('');
  expect(dueText(due, Date.parse(due) - 1)).toBe('due 3 May');
  expect(dueText(due, Date.parse(due) + 1)).toBe('overdue since 3 May');
});
