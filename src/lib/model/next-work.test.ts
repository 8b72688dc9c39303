import { expect, it } from 'vitest';
import { inOrder, whyNext, type Waiting } from './next-work.ts';

const NOW = Date.UTC(2026, 0, 10);
const DAY = 86_400_000;
const waiting = (id: string, more: Partial<Waiting> = {}) => ({
  id,
  state: 'assigned' as const,
  priority: 'normal' as const,
  dueAt: null,
  createdAt: NOW - DAY,
  ...more,
});

it('puts first what came back, then what is begun, what presses, what matters, what has waited', () => {
  const all = [
    waiting('new'),
    waiting('old', { createdAt: NOW - 5 * DAY }),
    waiting('later', { dueAt: NOW + 5 * DAY }),
    waiting('high', { priority: 'high' }),
    waiting('low', { priority: 'low', createdAt: NOW - 9 * DAY }),
    waiting('tomorrow', { dueAt: NOW + DAY / 2 }),
    waiting('overdue', { dueAt: NOW - DAY, priority: 'low' }),
    waiting('begun', { state: 'in-progress' }),
    waiting('back', { state: 'changes-requested', priority: 'low' }),
    waiting('skipped', { state: 'skipped', priority: 'urgent' }),
    waiting('given', { state: 'submitted' }),
  ];
  const order = inOrder(all, NOW);
  expect(order.map(({ id }) => id)).toEqual([
    'back', 'begun', 'overdue', 'tomorrow', 'high', 'later', 'old', 'new', 'low',
  ]); // prettier-ignore
  expect(order.map((one) => whyNext(one, NOW))).toEqual([
    'A reviewer asked for changes.',
    'You have begun it.',
    'It is overdue.',
    'It is due within a day.',
    'Its priority is high.',
    'It is due before the others.',
    'It has waited longest.',
    'It has waited longest.',
    'It has waited longest.',
  ]);
});
