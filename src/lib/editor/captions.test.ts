import { describe, expect, it } from 'vitest';
import { LabelsReading } from '#lib/doc/read.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import { POLYP, taxonomy } from '../../../tests/builders/hand-at-work.ts';
import { TimelineHand } from '../../../tests/builders/timeline-hand.ts';
import { Captions } from './captions.ts';

describe('what marks are called', () => {
  it('is numbered by where they begin, and an earlier one moves the others on', () => {
    const hand = new TimelineHand();
    const ref = (id: string) => ({ kind: 'track', id }) as AnnotationRef;
    const late = hand.track([40]);
    const { editor } = hand.work;
    expect(editor.captionOf(ref(late))).toBe('Forceps 1');
    const early = hand.track([5]);
    hand.track([1], POLYP);
    expect([late, early].map((id) => editor.captionOf(ref(id)))).toEqual(['Forceps 2', 'Forceps 1']);
    editor.selection.set([ref(early)]);
    hand.work.key('Shift+Delete');
    expect(editor.captionOf(ref(late))).toBe('Forceps 1');
    expect(editor.captionOf(ref(early))).toBe('Forceps');
  });

  it('reads after any edits as if it were numbered anew', () => {
    const hand = new TimelineHand();
    const { editor } = hand.work;
    const ids = [30, 10, 20].map((frame) => hand.event(frame));
    hand.phase(10, 50, 'cut');
    hand.phase(20, 30, 'prepare');
    hand.segment(5, 9);
    editor.selection.set([{ kind: 'event', id: ids[0]! }]);
    hand.work.at(1).key('[');
    const anew = new Captions(new LabelsReading(editor.options.labels), taxonomy);
    const { segments, boundaries, events } = editor.reading;
    const all: AnnotationRef[] = [
      ...[...segments.keys()].map((id) => ({ kind: 'segment', id }) as const),
      ...[...boundaries.keys()].map((id) => ({ kind: 'boundary', id }) as const),
      ...[...events.keys()].map((id) => ({ kind: 'event', id }) as const),
    ];
    expect(all.map((ref) => editor.captionOf(ref))).toEqual(all.map((ref) => anew.captionOf(ref)));
    expect(ids.map((id) => editor.captionOf({ kind: 'event', id }))).toEqual([
      'Clip set 1',
      'Clip set 2',
      'Clip set 3',
    ]);
  });
});
