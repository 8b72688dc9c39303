import { describe, expect, it } from 'vitest';
import { MAX_OWN_KEYS, USUAL_KEYS, type KeyChoice } from './key-choice.ts';
import { changedParts, checkKeyTimes, MAX_KEY_TIMES, mergedKeys, withParts } from './key-times.ts';

const keys = (preset: KeyChoice['preset'], ...own: readonly (readonly [string, string])[]): KeyChoice => ({
  preset,
  own: own.map(([command, key]) => ({ command, keys: [key] })),
  singleKeys: true,
});
const at = (...times: readonly (readonly [string, number])[]) => new Map(times);

describe('of two machines', () => {
  it('what differs is named part by part, what has its usual keys again too', () => {
    const before = keys('loupe', ['a.one', 'X'], ['a.two', 'Y']);
    const after = { ...keys('cvat', ['a.two', 'Z'], ['a.three', 'W']), singleKeys: false };
    expect(changedParts(before, after)).toEqual(['preset', 'singleKeys', 'a.one', 'a.two', 'a.three']);
    expect(changedParts(before, before)).toEqual([]);
    expect(withParts(before, after, changedParts(before, after))).toEqual({
      ...after,
      own: [...after.own],
    });
  });

  it('the later hand wins for each part, and all other parts stay', () => {
    const kept = { choice: keys('cvat', ['a.one', 'X']), times: at(['preset', 50], ['a.one', 50]) };
    const sent = {
      choice: keys('premiere', ['a.one', 'Q'], ['a.two', 'Y']),
      times: at(['preset', 60], ['a.one', 40], ['a.two', 40]),
    };
    const { choice, times } = mergedKeys(kept, sent);
    expect(choice).toEqual(keys('premiere', ['a.one', 'X'], ['a.two', 'Y']));
    expect(times).toEqual(at(['preset', 60], ['a.one', 50], ['a.two', 40]));
  });

  it('a command put back to its usual keys stays so against an older choice', () => {
    const back = mergedKeys(
      { choice: keys('loupe', ['a.one', 'X']), times: at(['a.one', 10]) },
      { choice: USUAL_KEYS, times: at(['a.one', 20]) },
    );
    expect(back.choice).toEqual(USUAL_KEYS);
    const later = mergedKeys(back, { choice: keys('loupe', ['a.one', 'Y']), times: at(['a.one', 15]) });
    expect(later.choice).toEqual(USUAL_KEYS);
  });

  it('never keeps more than may be kept', () => {
    const many = (from: number) =>
      Array.from({ length: MAX_OWN_KEYS }, (_, n) => [`a.c${from + n}`, 'X'] as const);
    const [ones, others] = [many(0), many(MAX_OWN_KEYS)];
    const timesOf = (all: readonly (readonly [string, string])[], ms: number) =>
      at(...all.map(([part]) => [part, ms] as const), [`z.z${ms}`, ms]);
    const { choice, times } = mergedKeys(
      { choice: keys('loupe', ...ones), times: timesOf(ones, 1) },
      { choice: keys('loupe', ...others), times: timesOf(others, 2) },
    );
    expect([choice.own.length, times.size]).toEqual([MAX_OWN_KEYS, MAX_KEY_TIMES]);
    expect(times.has('z.z2')).toBe(true);
  });
});

it.each([
  null,
  [['preset']],
  [['preset', '1']],
  [['__proto__', 1]],
  [['own', 1]],
  [['a.b', NaN]],
  Array.from({ length: MAX_KEY_TIMES + 1 }, (_, n) => [`a.c${n}`, 1]),
])('times are not led on by %j', (value) => {
  expect(checkKeyTimes(value)).toBeUndefined();
});
