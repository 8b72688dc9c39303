import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '#lib/model/problem.ts';
import { anyRecord } from '../../../tests/builders/any-record.ts';
import { at, record, track } from '../../../tests/builders/record.ts';
import { writeNative, type NativeFile } from './native.ts';
import { readNative } from './read-native.ts';

function written(...args: Parameters<typeof writeNative>): NativeFile {
  return JSON.parse([...writeNative(...args)].join('')) as NativeFile;
}

it('gives back everything that was written', () => {
  fc.assert(
    fc.property(anyRecord, (given) => {
      expect(readNative(written(given))).toEqual(given);
    }),
  );
});

it('is read by people too: numbers of a box in order, flags only where they hold', () => {
  const { layers, frames, format, version, people } = written(
    record([track('t', [at(3, [10, 20.5, 30, 40]), at(9, [1, 2, 3, 4], { outside: true, occluded: true })])]),
  );
  expect([format, version, people]).toEqual(['loupe-native', 1, [{ id: 'ito', name: 'Hana Ito' }]]);
  expect(layers[0]?.tracks[0]?.keyframes).toEqual([
    { frame: 3, shape: [10, 20.5, 30, 40] },
    { frame: 9, shape: [1, 2, 3, 4], outside: true, occluded: true },
  ]);
  expect(frames).toMatchObject({ count: 100, timebase: [1, 90_000], lastDuration: 3000 });
  expect(frames.pts.slice(0, 3)).toEqual([4500, 7500, 10_500]);
});

it('has each keyframe on a line of its own, so that two exports can be compared', () => {
  const text = [...writeNative(record([track('t', [at(3, [1, 2, 3, 4]), at(4, [1, 2, 3, 4])])]))].join('');
  expect(text.split('\n')).toContain('{"frame":4,"shape":[1,2,3,4]}');
});

describe('refuses with the place', () => {
  type Json = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- a file may hold anything
  const file = () => written(record([track('t', [at(3, [1, 2, 3, 4]), at(9, [1, 2, 3, 4])])])) as Json;
  const sentenceOf = (value: unknown): string => {
    try {
      readNative(value);
    } catch (error) {
      if (error instanceof Refusal) return `${error.problem.code}: ${error.problem.sentence}`;
      throw error;
    }
    return 'was read';
  };
  const changed = (change: (file: Json) => unknown): string => {
    const value = file();
    change(value);
    return sentenceOf(value);
  };

  it.each<[string, (file: Json) => unknown, string]>([
    ['another format', (f) => (f.format = 'coco'), 'format must be loupe-native.'],
    ['a newer version', (f) => (f.version = 2), 'version must be 1.'],
    ['a missing field', (f) => delete f.video.sha256, 'video lacks "sha256".'],
    [
      'a field it would lose',
      (f) => (f.layers[0].tracks[0].note = 1),
      'layers[0].tracks[0].note is not known here.',
    ],
    ['a list that is none', (f) => (f.layers = {}), 'layers must be a list.'],
    [
      'an id that is none',
      (f) => (f.layers[0].tracks[0].id = 'a b'),
      'layers[0].tracks[0].id must be an id.',
    ],
    [
      'a mark twice',
      (f) => f.layers[0].tracks.push(f.layers[0].tracks[0]),
      'layers[0].tracks[1] is the second "t".',
    ],
    ['a text', (f) => (f.video.name = 'x'.repeat(501)), 'video.name is longer than 500 characters.'],
    ['a hash', (f) => (f.video.sha256 = 'AB'.repeat(32)), 'video.sha256 is not of the form ^[0-9a-f]{64}$.'],
    ['frames that do not ascend', (f) => (f.frames.pts[7] = 0), 'frames.pts does not ascend at frame 7.'],
    ['a wrong count', (f) => (f.frames.count = 99), 'frames.pts has not as many items as "count" says.'],
    ['a time base of one', (f) => (f.frames.timebase = [1]), 'frames.timebase must have two numbers.'],
    ['half a tick', (f) => (f.frames.pts[0] = 0.5), 'frames.pts[0] must be a whole number.'],
    [
      'a flag',
      (f) => (f.layers[0].tracks[0].deleted = 0),
      'layers[0].tracks[0].deleted must be true or false.',
    ],
    [
      'keyframes out of order',
      (f) => f.layers[0].tracks[0].keyframes.reverse(),
      'layers[0].tracks[0].keyframes[1] must come after the one on frame 9.',
    ],
    [
      'a shape of three numbers',
      (f) => f.layers[0].tracks[0].keyframes[1].shape.pop(),
      'layers[0].tracks[0].keyframes[1].shape is not a box.',
    ],
    [
      'a frame beyond all videos',
      (f) => (f.layers[0].tracks[0].keyframes[1].frame = 1e9),
      'layers[0].tracks[0].keyframes[1].frame must be a frame from 0 to 20736000.',
    ],
    [
      'an attribute that is a list',
      (f) => (f.layers[0].tracks[0].attributes.grade = [1]),
      'layers[0].tracks[0].attributes.grade must be a text, a number, true, false or null.',
    ],
    [
      'a time in seconds',
      (f) => (f.layers[0].tracks[0].made.atMs = 1_700_000_000),
      'layers[0].tracks[0].made.atMs must be a time.',
    ],
    [
      'a label of no use',
      (f) => (f.taxonomy.labels[0].use = 'thing'),
      'taxonomy.labels[0].use must be object or segment or event or video.',
    ],
  ])('%s', (_, change, sentence) => {
    expect(changed(change)).toBe(`bad-request: ${sentence}`);
  });

  it.each([undefined, null, 1, 'text', [], {}])('%j is no file', (value) => {
    expect(sentenceOf(value)).toMatch(/^bad-request: The file (must be an object|lacks "format")\.$/);
  });

  it('never throws anything else, whatever one value is replaced by', () => {
    const paths = [...pathsIn(written(record([track('t', [at(3, [1, 2, 3, 4])])])))];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const given = file();
        const parent = path.slice(0, -1).reduce<Json>((below, key) => (below as Json)[key] as Json, given);
        parent[path.at(-1) ?? ''] = value;
        expect(sentenceOf(given)).toMatch(/^(was read$|bad-request: )/);
      }),
    );
  });
});

/** Every place in a file at which a value lies; of long lists the first. */
function* pathsIn(value: unknown, path: string[] = []): Generator<string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  const keys = Object.keys(value).slice(0, 20);
  for (const key of keys) yield* pathsIn((value as Record<string, unknown>)[key], [...path, key]);
}
