import { describe, expect, it, vi } from 'vitest';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { LabelId, TierId } from '#lib/model/id.ts';
import type { MarkContent } from '#lib/model/mark-content.ts';
import { phasesOf } from '#lib/model/segment.ts';
import type { Frame } from '#lib/model/time.ts';
import { HandAtWork } from '../../../../tests/builders/hand-at-work.ts';
import type { AdjudicationHand } from '../adjudication-hand.ts';
import { settle } from '../deeds/consensus.ts';

const f = (frame: number) => frame as Frame;
const phase = (label: string, start: number, end: number): MarkContent => ({
  kind: 'phase', tier: 'phase' as TierId, label: label as LabelId, start: f(start), end: f(end),
}); // prettier-ignore

it('the keys decide where there is something to adjudicate, and only for layers that there are', () => {
  const hand = new HandAtWork();
  const { editor } = hand;
  const decided = {
    layers: 2,
    step: vi.fn<AdjudicationHand['step']>(),
    take: vi.fn<AdjudicationHand['take']>(),
    merge: vi.fn<AdjudicationHand['merge']>(),
    draw: vi.fn<AdjudicationHand['draw']>(),
    neither: vi.fn<AdjudicationHand['neither']>(),
    takeBack: vi.fn<AdjudicationHand['takeBack']>(),
  };
  const press = () => {
    for (const key of ['U', 'Shift+U']) hand.key(key);
    for (const key of ['A', 'B', 'C', 'M', 'W', 'X', 'Z']) hand.key(`Alt+Shift+${key}`);
  };
  press();
  expect(decided.step).not.toHaveBeenCalled();
  editor.adjudication.set(decided);
  press();
  expect(decided.step.mock.calls).toEqual([[1], [-1]]);
  expect(decided.take.mock.calls).toEqual([[0], [1]]);
  for (const once of [decided.merge, decided.draw, decided.neither, decided.takeBack])
    expect(once).toHaveBeenCalledOnce();
});

describe('what is decided', () => {
  it('comes with all that is said of it, is one step of undo, and is taken out again', () => {
    const { editor } = new HandAtWork();
    const doubt = { certainty: 'probable', difficult: true, fuzz: 3 } as const;
    const shape = { kind: 'box', x: 1, y: 2, w: 3, h: 4 } as const;
    const contents: readonly MarkContent[] = [
      {
        kind: 'track', label: 'forceps' as LabelId, shape: 'box', source: 'hand', attributes: { side: 'left' },
        changes: [{ frame: f(12), key: 'open', value: true }],
        keyframes: [
          { frame: f(10), shape, outside: false, occluded: false },
          { frame: f(30), shape, outside: true, occluded: false },
        ],
      },
      {
        kind: 'segment', tier: 'finding' as TierId, label: 'bleed' as LabelId, start: f(3), end: f(9),
        attributes: { grade: 2 }, doubt,
      },
      { kind: 'event', label: 'clip' as LabelId, frame: f(7), attributes: { count: 1 }, doubt },
      { ...phase('cut', 20, 40), doubt } as MarkContent,
    ]; // prettier-ignore
    const made = settle(editor, 'take over all', contents, []) as readonly AnnotationRef[];
    expect(made.map(({ kind }) => kind)).toEqual(['track', 'segment', 'event', 'boundary']);
    const found = made.map((ref) => editor.reading.find(ref));
    expect(found).toMatchObject([
      { label: 'forceps', attributes: { side: 'left' }, changes: [{ frame: 12, key: 'open', value: true }] },
      { start: 3, end: 9, attributes: { grade: 2 }, doubt },
      { frame: 7, attributes: { count: 1 }, doubt },
      { frame: 20, label: 'cut', doubt },
    ]);
    expect((found[0] as { keyframes: readonly object[] }).keyframes).toHaveLength(2);
    editor.history.undo();
    expect(made.map((ref) => editor.reading.find(ref)?.deleted)).toEqual([true, true, true, true]);
    editor.history.redo();
    expect(settle(editor, 'take back', [], made)).toEqual([]);
    const { tracks, segments, events, boundaries } = editor.reading;
    expect([tracks.size, segments.size, events.size]).toEqual([0, 0, 0]);
    expect(phasesOf(boundaries.values(), editor.playhead.count)).toEqual([]);
  });

  it('a phase that is taken out leaves its own frames empty, and those beside it as they are', () => {
    const { editor } = new HandAtWork();
    const made = settle(
      editor,
      'take A',
      [phase('prepare', 0, 20), phase('cut', 20, 40), phase('prepare', 40, 60)],
      [],
    );
    settle(editor, 'take back', [], [made![1]!]);
    const left = phasesOf(editor.reading.boundaries.values(), editor.playhead.count);
    expect(left.map(({ label, start, end }) => [label, start, end])).toEqual([
      ['prepare', 0, 20],
      ['prepare', 40, 60],
    ]);
  });

  it('is nothing where one may not edit', () => {
    const { editor } = new HandAtWork({ role: 'viewer' });
    expect(settle(editor, 'take A', [phase('cut', 20, 40)], [])).toBeNull();
    expect(editor.reading.boundaries.size).toBe(0);
  });
});
