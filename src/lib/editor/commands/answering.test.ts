import { describe, expect, it } from 'vitest';
import { valueAt } from '#lib/model/attributed.ts';
import type { Attribute, AttributeId, AttributeKind, ChoiceId } from '#lib/model/attribute.ts';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { Label } from '#lib/model/label.ts';
import type { Frame } from '#lib/model/time.ts';
import { FORCEPS, HandAtWork, POLYP, taxonomy } from '../../../../tests/builders/hand-at-work.ts';
import {
  answerOf,
  askedOf,
  giveAnswer,
  takeBackAnswer,
  videoLabels,
  type Subject,
} from '../deeds/attribute.ts';
import { LaneDisplay } from '../timeline/lane-display.ts';
import { LaneBuilder } from '../timeline/lanes.ts';
import { toDoOf } from '../to-do.ts';

function attribute(id: string, kind: AttributeKind, rest: Partial<Attribute> = {}): Attribute {
  const choices = kind === 'choice' || kind === 'several' ? ['low', 'high'] : [];
  return {
    id: id as AttributeId,
    name: id,
    kind,
    choices: choices.map((one) => ({ id: `${id}-${one}` as ChoiceId, name: one, retired: false })),
    unit: '',
    min: null,
    max: null,
    retired: false,
    ...rest,
  };
}

const GRADE = attribute('grade', 'choice', { required: true });
const OPEN = attribute('open', 'yes-no', { byFrame: true });
const SIZE = attribute('size', 'number', { unit: 'mm' });
const SIGNS = attribute('signs', 'several');
const PLANE = attribute('plane', 'choice', { byFrame: true });
const CLIP: Label = {
  id: 'clip-said' as LabelId,
  name: 'Clip',
  color: '#62afa0',
  use: 'video',
  shapes: [],
  retired: false,
  attributes: [attribute('quality', 'choice', { required: true }), PLANE],
};
const ASKING = {
  ...taxonomy,
  labels: [
    ...taxonomy.labels.map((label) => {
      if (label.id === FORCEPS) return { ...label, attributes: [GRADE, OPEN, SIZE, SIGNS] };
      return label.id === POLYP ? { ...label, attributes: [SIZE, attribute('colour', 'text')] } : label;
    }),
    CLIP,
  ],
};
const VIDEO: readonly Subject[] = [{ kind: 'video', label: CLIP.id }];

function hand(): HandAtWork {
  return new HandAtWork({ taxonomy: ASKING });
}

describe('answers', () => {
  it('of several marks are given in one gesture; where they differ it is said', () => {
    const maya = hand();
    const [a, b] = [maya.draw(10, 10, 50, 50), maya.draw(60, 10, 90, 50)];
    const refs: readonly Subject[] = [a, b].map((id) => ({ kind: 'track', id }));
    giveAnswer(maya.editor, refs.slice(0, 1), SIZE, 5);
    expect(answerOf(maya.editor, refs, SIZE)).toBeUndefined();
    const before = maya.transactions;
    giveAnswer(maya.editor, refs, SIZE, 7);
    expect(maya.transactions).toBe(before + 1);
    expect(answerOf(maya.editor, refs, SIZE)).toBe(7);
    expect(maya.editor.note.value?.text).toBe('Set size of 2 marks');
    maya.key('Ctrl+Z');
    expect([a, b].map((id) => maya.track(id).attributes['size'])).toEqual([5, undefined]);
    giveAnswer(maya.editor, refs, SIGNS, true, 'signs-high');
    expect(answerOf(maya.editor, refs, SIGNS, 'signs-high')).toBe(true);
    expect(answerOf(maya.editor, refs, SIGNS, 'signs-low')).toBeNull();
  });

  it('marks with different labels are asked what both labels ask', () => {
    const maya = hand();
    const refs: readonly Subject[] = [
      { kind: 'track', id: maya.draw(10, 10, 50, 50) },
      { kind: 'track', id: maya.draw(60, 10, 90, 50, POLYP) },
    ];
    expect(askedOf(maya.editor, refs).map(({ id }) => id)).toEqual(['size']);
    expect(askedOf(maya.editor, refs.slice(0, 1))).toHaveLength(4);
  });

  it('that change hold from the shown frame on, and are stepped through', () => {
    const maya = hand();
    const id = maya.draw(10, 10, 50, 50);
    const refs: readonly Subject[] = [{ kind: 'track', id }];
    const values = () => [0, 9, 10, 29, 30, 60].map((at) => valueAt(maya.track(id), 'open', at as Frame));
    maya.at(10);
    giveAnswer(maya.editor, refs, OPEN, true);
    maya.at(30);
    giveAnswer(maya.editor, refs, OPEN, false);
    expect(values()).toEqual([null, null, true, true, false, false]);
    maya.key('Shift+PageUp');
    expect(maya.editor.playhead.shown.value).toBe(10);
    maya.key('Shift+PageDown');
    expect(maya.editor.playhead.shown.value).toBe(30);
    maya.key('Shift+PageDown');
    expect(maya.editor.note.value?.text).toBe('No value changes that way.');
    // What holds anyway is not said again: the change goes.
    giveAnswer(maya.editor, refs, OPEN, true);
    expect(maya.track(id).changes).toEqual([{ frame: 10, key: 'open', value: true }]);
    maya.at(50);
    giveAnswer(maya.editor, refs, OPEN, null);
    expect(valueAt(maya.track(id), 'open', 60 as Frame)).toBeNull();
    takeBackAnswer(maya.editor, refs, OPEN);
    expect(values()).toEqual([null, null, true, true, true, true]);
  });

  it('of the video are given with nothing selected, and lie on a lane', () => {
    const maya = hand();
    expect(videoLabels(maya.editor)).toEqual([CLIP]);
    maya.at(20);
    giveAnswer(maya.editor, VIDEO, PLANE, 'plane-low');
    maya.at(40);
    giveAnswer(maya.editor, VIDEO, PLANE, 'plane-high');
    expect(maya.editor.note.value?.text).toBe('Set plane of the video');
    const builder = new LaneBuilder({
      reading: maya.editor.reading,
      comments: new Map(),
      taxonomy: ASKING,
      count: 100,
      display: new LaneDisplay(),
      captionOf: (ref) => maya.editor.captionOf(ref),
    });
    const said = () => builder.build().all.find(({ kind }) => kind === 'said');
    expect(said()).toMatchObject({
      name: 'Clip: plane',
      stretches: [
        { start: 20, end: 40, value: 'low' },
        { start: 40, end: 100, value: 'high' },
      ],
    });
    maya.key('Ctrl+Z');
    builder.marksChanged(['video']);
    expect(said()).toMatchObject({ stretches: [{ start: 20, end: 100, value: 'low' }] });
    expect(maya.editor.playhead.shown.value).toBe(40);
    maya.key('Shift+PageUp');
    expect(maya.editor.playhead.shown.value).toBe(20);
  });
});

describe('what is to do', () => {
  it('is nothing for those who only look', () => {
    for (const role of ['viewer', 'commenter'] as const)
      expect(toDoOf(new HandAtWork({ taxonomy: ASKING, role }).editor)).toEqual([]);
    expect(toDoOf(new HandAtWork({ taxonomy: ASKING, role: 'clinician' }).editor)).toHaveLength(1);
  });

  it('is what is required and was never said; a key goes round', () => {
    const maya = hand();
    maya.draw(10, 10, 50, 50);
    maya.draw(60, 10, 90, 50);
    const [a, b] = maya.editor.captions.inOrder('track').map(({ id }) => id as TrackId);
    const open = () => toDoOf(maya.editor).map(({ subject }) => ('id' in subject ? subject.id : 'video'));
    expect(open()).toEqual(['video', a, b]);
    maya.editor.selection.clear();
    maya.key('Ctrl+Shift+D');
    expect(maya.editor.selection.first).toEqual({ kind: 'track', id: a });
    expect(maya.editor.asks.value).toEqual({ kind: 'answers' });
    maya.key('Ctrl+Shift+D');
    expect(maya.editor.selection.first).toEqual({ kind: 'track', id: b });
    maya.key('Ctrl+Shift+D');
    expect(maya.editor.selection.first).toBeUndefined();
    giveAnswer(maya.editor, [{ kind: 'track', id: a! }], GRADE, 'grade-low');
    giveAnswer(maya.editor, VIDEO, CLIP.attributes![0]!, 'quality-high');
    expect(open()).toEqual([b]);
  });

  it('a phase bears nothing, and a viewer may not answer', () => {
    const maya = hand();
    expect(askedOf(maya.editor, [{ kind: 'boundary', id: 'x' as never }])).toEqual([]);
    const viewer = new HandAtWork({ taxonomy: ASKING, role: 'viewer' });
    giveAnswer(viewer.editor, VIDEO, PLANE, 'plane-low');
    expect(viewer.editor.reading.video.size).toBe(0);
    expect(viewer.editor.note.value?.tone).toBe('warn');
  });
});
