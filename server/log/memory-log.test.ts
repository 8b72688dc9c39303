import { describe, expect, it } from 'vitest';
import { itKeepsHistory, rowOf } from './log-suite.ts';
import { LogBroken, LogFull } from './log.ts';
import { createMemoryLog } from './memory-log.ts';

describe('the log in memory', () => {
  itKeepsHistory(createMemoryLog);
});

it('can be filled: nothing is kept of what it refuses', async () => {
  const log = createMemoryLog();
  const changes: boolean[] = [];
  const end = log.onFullChange((full) => changes.push(full));
  log.fill(true);
  await expect(log.append('a', rowOf(1))).rejects.toThrow(LogFull);
  log.fill(false);
  expect(await log.append('a', rowOf(2))).toBe(1);
  end();
  log.fill(true);
  expect(changes).toEqual([true, false]);
});

it('can be broken, for good', async () => {
  const log = createMemoryLog();
  const reasons: string[] = [];
  log.onBroken(({ message }) => reasons.push(message));
  await log.append('a', rowOf(1));
  log.breakDown('the disk failed');
  await expect(log.append('a', rowOf(2))).rejects.toThrow(LogBroken);
  expect((await log.open('a')).head).toBe(1);
  expect(reasons).toEqual(['the disk failed']);
});
