import { expect, it } from 'vitest';
import { at, record, TAXONOMY, track } from '../../tests/builders/record.ts';
import { canonical } from '#lib/model/canonical.ts';
import { fingerprintOf, type Signed } from './fingerprint.ts';

const marks = [track('a', [at(1, [0, 0, 5, 5])]), track('b', [at(2, [1, 1, 5, 5])])];
const layer = record(marks).layers[0]!;
const signed: Signed = {
  video: { id: 'v', sha256: 'ab'.repeat(32), frames: 100 },
  taxonomy: TAXONOMY,
  layer,
};
const print = (more: Partial<Signed> = {}) => fingerprintOf({ ...signed, ...more });

it('is the same for the same content, in whatever order it was made and by whomever', () => {
  const turned = { ...layer, head: 99, tracks: marks.toReversed().map((one) => ({ ...one, made: null })) };
  expect(print({ layer: turned })).toBe(print());
  const other = Object.fromEntries(Object.entries(TAXONOMY).toReversed()) as unknown as typeof TAXONOMY;
  expect(print({ taxonomy: other })).toBe(print());
  expect(print()).toMatch(/^[0-9a-f]{64}$/);
});

it('is another one when a mark, the file or the labels are', () => {
  const moved = { ...layer, tracks: [marks[0]!, track('b', [at(2, [1, 1.01, 5, 5])])] };
  const deleted = { ...layer, tracks: [marks[0]!, track('b', [at(2, [1, 1, 5, 5])], { deleted: true })] };
  const prints = [
    print(),
    print({ layer: moved }),
    print({ layer: deleted }),
    print({ layer: { ...layer, tracks: [marks[0]!] } }),
    print({ video: { ...signed.video, sha256: 'cd'.repeat(32) } }),
    print({ taxonomy: { ...TAXONOMY, version: 4 } }),
  ];
  expect(new Set(prints).size).toBe(prints.length);
});

it('writes JSON with sorted keys', () => {
  expect(canonical({ b: [{ d: 1, c: null }], a: undefined, Z: 'x' })).toBe(
    '{"Z":"x","b":[{"c":null,"d":1}]}',
  );
});
