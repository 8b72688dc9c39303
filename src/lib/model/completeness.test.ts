import { describe, expect, it } from 'vitest';
import { missingIn, type LayerMarks, type Surroundings } from './completeness.ts';
import type { AttributeId, ChoiceId } from './attribute.ts';
import type { BoundaryId, EventId, LabelId, SegmentId, TierId } from './id.ts';
import type { Boundary, Segment } from './segment.ts';
import { NO_RULES, type TaskRules } from './task.ts';
import type { Taxonomy } from './taxonomy.ts';
import type { Frame } from './time.ts';
import { at, TAXONOMY, track } from '../../../tests/builders/record.ts';

const NOTHING: LayerMarks = { tracks: [], segments: [], boundaries: [], events: [] };
const PHASES = 'phases' as TierId;
const [B_LINE, BREATH] = ['b-line', 'breath'] as LabelId[] as [LabelId, LabelId];
const attribute = (id: string, kind: 'text' | 'yes-no' | 'several', retired = false) => ({
  id: id as AttributeId,
  name: id,
  kind,
  choices: kind === 'several' ? [{ id: 'left' as ChoiceId, name: 'Left', retired: false }] : [],
  unit: '',
  min: null,
  max: null,
  retired,
});
const taxonomy: Taxonomy = {
  ...TAXONOMY,
  labels: TAXONOMY.labels.map((label) =>
    label.id === B_LINE
      ? {
          ...label,
          attributes: [
            attribute('note', 'text'),
            attribute('seen', 'yes-no'),
            attribute('side', 'several'),
            attribute('old', 'text', true),
          ],
        }
      : label,
  ),
  tiers: [{ id: PHASES, name: 'Phases', mode: 'exclusive', labels: [BREATH], retired: false }],
};
const around: Surroundings = { taxonomy, frames: 100, openComments: 0 };

function missing(marks: Partial<LayerMarks>, rules: Partial<TaskRules>, more: Partial<Surroundings> = {}) {
  const found = missingIn({ ...NOTHING, ...marks }, { ...NO_RULES, ...rules }, { ...around, ...more });
  return found.map(({ rule, sentence, frame }) => [rule, sentence, frame]);
}
const box = (frame: number, outside = false) => at(frame, [0, 0, 5, 5], { outside });
const boundary = (id: string, frame: number, label: LabelId | null, deleted = false): Boundary => ({
  id: id as BoundaryId,
  tier: PHASES,
  frame: frame as Frame,
  label,
  deleted,
});

it('asks for nothing without rules', () => {
  expect(missing({}, {})).toEqual([]);
});

describe('a required label', () => {
  const rule = { required: [{ label: B_LINE, from: 20, to: 40 }] };
  const { mark } = track('a', [box(10), box(19, true)]);

  it('is missing outside of its frames, where it is deleted, and where there is none', () => {
    const sentence = '“B-line” is missing between frames 20 and 40.';
    expect(missing({}, rule)).toEqual([['required', sentence, 20]]);
    expect(missing({ tracks: [mark] }, rule)).toEqual([['required', sentence, 20]]);
    const there = track('b', [box(30)], { deleted: true }).mark;
    expect(missing({ tracks: [there] }, rule)).toEqual([['required', sentence, 20]]);
  });

  it('is there as an object, a segment, a phase or an event, at the edges too', () => {
    expect(missing({ tracks: [track('b', [box(10), box(21, true)]).mark] }, rule)).toEqual([]);
    expect(missing({ tracks: [track('b', [box(40)]).mark] }, rule)).toEqual([]);
    const breath = { required: [{ label: BREATH, from: null, to: null }] };
    const segment: Segment = {
      id: 's' as SegmentId,
      tier: 'free' as TierId,
      label: BREATH,
      start: 1 as Frame,
      end: 2 as Frame,
      deleted: false,
      attributes: {},
    };
    expect(missing({ segments: [segment] }, breath)).toEqual([]);
    expect(missing({ segments: [{ ...segment, deleted: true }] }, breath)).toEqual([
      ['required', '“Breath” is missing.', 0],
    ]);
    expect(missing({ boundaries: [boundary('p', 99, BREATH)] }, breath)).toEqual([]);
    const event = { id: 'e' as EventId, label: BREATH, frame: 5 as Frame, deleted: false, attributes: {} };
    expect(missing({ events: [event] }, breath)).toEqual([]);
  });
});

it('finds the gaps of an exclusive tier, at both ends and between', () => {
  const rule = { gapless: [PHASES] };
  expect(missing({}, rule)).toEqual([['gapless', 'Phases has no label from frame 0 to 99.', 0]]);
  const some = [
    boundary('a', 10, BREATH),
    boundary('b', 20, null),
    boundary('c', 30, BREATH),
    boundary('d', 90, null),
  ];
  expect(missing({ boundaries: some }, rule)).toEqual([
    ['gapless', 'Phases has no label from frame 0 to 9.', 0],
    ['gapless', 'Phases has no label from frame 20 to 29.', 20],
    ['gapless', 'Phases has no label from frame 90 to 99.', 90],
  ]);
  expect(missing({ boundaries: [boundary('a', 0, BREATH), boundary('b', 50, null, true)] }, rule)).toEqual(
    [],
  );
});

it('finds tracks that are there for too short', () => {
  const tracks = [
    track('a', [box(10), box(12, true), box(20), box(21, true)]).mark,
    track('b', [box(90)]).mark,
  ];
  expect(missing({ tracks }, { leastTrackFrames: 4 })).toEqual([
    ['track-length', 'B-line is there for 3 of at least 4 frames.', 10],
  ]);
  expect(missing({ tracks }, { leastTrackFrames: 3 })).toEqual([]);
});

it('finds attributes without a value; those that are retired are not asked for', () => {
  const half = track('a', [box(7)], { attributes: { note: '', seen: false } }).mark;
  expect(missing({ tracks: [half] }, { attributesFilled: true })).toEqual([
    ['attributes', 'B-line lacks: note, side.', 7],
  ]);
  const full = track('a', [box(7)], { attributes: { note: 'x', seen: false, left: true } }).mark;
  expect(missing({ tracks: [full] }, { attributesFilled: true })).toEqual([]);
});

it('counts open comments', () => {
  const rule = { commentsResolved: true };
  expect(missing({}, rule, { openComments: 1 })).toEqual([['comments', 'One comment is open.', null]]);
  expect(missing({}, rule, { openComments: 3 })).toEqual([['comments', '3 comments are open.', null]]);
  expect(missing({}, {}, { openComments: 3 })).toEqual([]);
});
