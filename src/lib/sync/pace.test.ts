import { expect, it } from 'vitest';
import { PACE, waitMs } from './pace.ts';

it('[S3] waits up to a limit that doubles from half a second to fifteen', () => {
  const longest = Array.from({ length: 8 }, (_, n) => waitMs(PACE, n + 1, 1));
  expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  expect(waitMs(PACE, 2000, 0.5)).toBe(7500);
  expect(waitMs(PACE, 1, 0)).toBe(0);
});
