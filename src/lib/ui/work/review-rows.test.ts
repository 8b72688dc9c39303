import { describe, expect, it } from 'vitest';
import { parseRef } from '#lib/model/annotation.ts';
import { GONE } from '#lib/model/mark-digest.ts';
import type { DecisionAnswer } from '#lib/protocol/work.ts';
import { isDecided, reviewRows } from './review-rows.ts';

const listed = ['track:a', 'track:b', 'event:c'].map((key) => ({ key, ref: parseRef(key)! }));
const now = new Map([
  ['track:a', '1'],
  ['track:b', '2'],
  ['event:c', '3'],
]);
const decision = (mark: string, digest: string | null) =>
  ({ mark, digest, verdict: 'accepted' }) as DecisionAnswer;
const rows = (before: object | null, decisions: readonly DecisionAnswer[]) =>
  reviewRows({ listed, now, before: before && new Map(Object.entries(before)), decisions });

it('says what was added, changed and removed since the submission before, and nothing where there was none', () => {
  const found = rows({ 'track:a': '1', 'track:b': '9', 'segment:d': '4' }, []);
  expect(found.map(({ key, since }) => [key, since])).toEqual([
    ['track:a', null],
    ['track:b', 'changed'],
    ['event:c', 'added'],
    ['segment:d', 'removed'],
  ]);
  expect(rows(null, []).map(({ since }) => since)).toEqual([null, null, null]);
});

describe('a verdict', () => {
  it('stands as long as the mark is what it was about', () => {
    const found = rows(null, [decision('track:a', '1'), decision('track:b', '9'), decision('event:c', null)]);
    expect(found.map((row) => [row.isStale, isDecided(row)])).toEqual([
      [false, true],
      [true, false],
      [false, true],
    ]);
  });

  it('on what is gone can still be said and said anew', () => {
    const [, , , gone] = rows(null, [decision('track:x', '5')]);
    expect(gone).toMatchObject({ key: 'track:x', since: 'removed', digest: GONE, isStale: true });
    expect(isDecided(rows(null, [decision('track:x', GONE)])[3]!)).toBe(true);
  });
});
