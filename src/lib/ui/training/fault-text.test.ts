import { expect, it } from 'vitest';
import type { LabelId } from '#lib/model/id.ts';
import type { Fault } from '#lib/model/training.ts';
import { faultText, percentText } from './fault-text.ts';

const names = { label: (id: string) => `“${id}”`, attribute: (key: string) => key.toUpperCase() };

it.each<[Fault, string]>([
  [{ kind: 'missed' }, 'Missed'],
  [{ kind: 'extra' }, 'Not in the reference'],
  [{ kind: 'label', said: 'b-line' as LabelId }, 'Wrong label: you said “b-line”'],
  [{ kind: 'edges', start: 4, end: 0 }, 'Begins 4 frames too late'],
  [{ kind: 'edges', start: 0, end: -1 }, 'Ends 1 frame too early'],
  [{ kind: 'edges', start: -9, end: 12 }, 'Begins 9 frames too early, ends 12 frames too late'],
  [{ kind: 'edges', start: 6, end: 6 }, '6 frames too late'],
  [{ kind: 'place', overlap: 0.317 }, 'Lies elsewhere: 31 % of it overlaps'],
  [{ kind: 'place', overlap: 0 }, 'Lies elsewhere'],
  [{ kind: 'attributes', keys: ['side', 'grade'] }, 'Other values: SIDE, GRADE'],
])('%o', (fault, text) => expect(faultText(fault, names)).toBe(text));

it('what is not all is not 100 %', () => {
  expect([0.999, 1, 0.29, 0].map(percentText)).toEqual(['99 %', '100 %', '29 %', '0 %']);
});
