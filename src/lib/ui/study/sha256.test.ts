import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Sha256 } from './sha256.ts';

it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_000])(
  'is the sum of %i bytes, however they come',
  (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, n) => (n * 31) % 253);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(new Sha256().update(bytes).hex()).toBe(expected);
    const hash = new Sha256();
    for (let at = 0, step = 1; at < size; at += step, step = (step * 7) % 97)
      hash.update(bytes.subarray(at, at + step));
    expect(hash.hex()).toBe(expected);
  },
);
