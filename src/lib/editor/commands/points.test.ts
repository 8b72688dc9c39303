import { describe, expect, it } from 'vitest';
import { HandAtWork, POLYP } from '../../../../tests/builders/hand-at-work.ts';
import { opsOf } from '#lib/model/shape.ts';

function withOutline(): HandAtWork {
  const hand = new HandAtWork();
  hand.editor.armed.set(POLYP);
  hand.editor.tools.choose('polygon');
  hand.click(20, 20).click(60, 20).click(60, 60).click(20, 60);
  hand.key('Enter');
  hand.editor.tools.choose('select');
  return hand;
}

const pointsOf = ({ editor }: HandAtWork) => {
  const ref = editor.selection.first;
  const shape = ref?.kind === 'track' ? editor.shownState(ref.id)?.shape : undefined;
  return shape ? (opsOf(shape.kind).vertices?.points(shape) ?? []) : [];
};

describe('points by keys', () => {
  it('are gone through round and round, and moved', () => {
    const hand = withOutline();
    const { vertex } = hand.editor.selection;
    const been = Array.from({ length: 5 }, () => (hand.key('Alt+Period'), vertex.value));
    expect(been).toEqual([0, 1, 2, 3, 0]);
    hand.key('Alt+Comma');
    expect([vertex.value, hand.editor.note.value?.text]).toEqual([3, 'Point 4 of 4']);
    hand.key('Ctrl+Shift+ArrowLeft');
    expect(pointsOf(hand)[3]).toEqual({ x: 19, y: 60 });
  });

  it('are added in the middle of the edge after the selected one, and selected', () => {
    const hand = withOutline();
    expect(hand.editor.commands.enabled('objects.add-point')).toBe(false);
    hand.key('Alt+Period');
    hand.key('Alt+P');
    expect(pointsOf(hand)[1]).toEqual({ x: 40, y: 20 });
    expect(hand.editor.selection.vertex.value).toBe(1);
    hand.key('Ctrl+Z');
    expect(pointsOf(hand)).toHaveLength(4);
  });

  it('make no sense for a box', () => {
    const hand = new HandAtWork();
    hand.editor.selection.set([{ kind: 'track', id: hand.draw(10, 10, 40, 40) }]);
    expect(hand.editor.commands.enabled('objects.point-on')).toBe(false);
  });
});
