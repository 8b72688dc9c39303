import { expect, it } from 'vitest';
import { digestsOf } from './mark-digest.ts';

const track = (x: number, more: object = {}) => ({
  id: 't', label: 'line', kind: 'box', source: 'hand', deleted: false, attributes: {},
  keyframes: [{ frame: 3, shape: { kind: 'box', x, y: 0, w: 5, h: 5 }, outside: false, occluded: false }], ...more,
}); // prettier-ignore
const boundary = (id: string, frame: number, label: string | null = 'cut') => ({ id, tier: 'phase', frame, label, deleted: false }); // prettier-ignore
const of = (marks: object) =>
  digestsOf({ tracks: [], segments: [], boundaries: [], events: [], ...marks } as never, 100);

it('tells a mark that has changed from one that has not, whatever the order of its fields', () => {
  const { id, ...rest } = track(1, { attributes: { side: 'left', depth: 2 } });
  const same = { ...rest, attributes: { depth: 2, side: 'left' }, id };
  const before = of({ tracks: [track(1, { attributes: { side: 'left', depth: 2 } })] });
  expect(of({ tracks: [same] })).toEqual(before);
  expect(before.get('track:t')).toMatch(/^[0-9a-f]{16}$/);
  for (const other of [
    track(1.01),
    track(1),
    track(1, { label: 'other' }),
    { ...same, attributes: { depth: 3 } },
  ])
    expect(of({ tracks: [other] }).get('track:t')).not.toBe(before.get('track:t'));
});

it('of what is not there there is none', () => {
  const gone = { ...track(1), keyframes: [{ ...track(1).keyframes[0], outside: true }] };
  expect(of({ tracks: [track(1, { deleted: true })] }).size).toBe(0);
  expect(of({ tracks: [gone] }).size).toBe(0);
  expect(of({ boundaries: [boundary('b', 5, null)] }).size).toBe(0);
});

it('a phase changes with where it ends, and with nothing beyond', () => {
  const phases = (end: number, next: string) =>
    of({ boundaries: [boundary('a', 5), boundary('b', end, next)] });
  const before = phases(20, 'clip').get('boundary:a');
  expect(phases(21, 'clip').get('boundary:a')).not.toBe(before);
  expect(phases(20, 'other').get('boundary:a')).toBe(before);
});

it('few of many are the same by chance', () => {
  const all = new Set(
    Array.from({ length: 20_000 }, (_, n) => [...of({ tracks: [track(n / 100)] }).values()][0]),
  );
  expect(all.size).toBe(20_000);
});
