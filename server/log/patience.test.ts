import { expect, it } from 'vitest';
import { Patience } from './patience.ts';

const RULE = { share: 0.1, mostMs: 100 };

it('[L30] short waits go on for ever', () => {
  const patience = new Patience(RULE, 0);
  for (let nowMs = 0; nowMs < 100_000; nowMs += 10) {
    expect(patience.has(nowMs)).toBe(true);
    patience.spend(0.9);
  }
});

it('[L30] a long wait is paid back before the next, however long there was none before', () => {
  const patience = new Patience(RULE, 0);
  expect(patience.has(3_600_000)).toBe(true);
  patience.spend(900);
  expect(patience.has(3_600_000 + 7_900)).toBe(false);
  expect(patience.has(3_600_000 + 8_600)).toBe(true);
});

it('[L30] once used up, it is half there again before it is used: the way does not change with every commit', () => {
  const patience = new Patience(RULE, 0);
  let [changes, before] = [0, true];
  for (let nowMs = 0; nowMs < 100_000; nowMs += 10) {
    const now = patience.has(nowMs);
    if (now) patience.spend(5);
    if (now !== before) changes++;
    before = now;
  }
  expect(changes).toBeGreaterThan(10);
  expect(changes).toBeLessThan(400); // of 10,000 commits, each five times slower than it might be
});

it('[L30] a clock that stands still or goes back earns nothing', () => {
  const patience = new Patience(RULE, 1000);
  patience.spend(101);
  expect([patience.has(1000), patience.has(0)]).toEqual([false, false]);
  expect(patience.has(500)).toBe(false);
  expect(patience.has(520)).toBe(true);
});
