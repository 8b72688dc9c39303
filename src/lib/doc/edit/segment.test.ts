import { describe, expect, it } from 'vitest';
import type { LabelId, SegmentId, TierId } from '#lib/model/id.ts';
import { MAX_FRAME, type Frame } from '#lib/model/time.ts';
import { Replica, sync } from '../../../../tests/builders/replica.ts';
import { addSegment, moveSegment, setSegmentEnd, setSegmentLabel, setSegmentStart } from './segment.ts';

const at = (frame: number) => frame as Frame;
const label = 'a' as LabelId;

function mark(on: Replica, start: number, end: number): SegmentId {
  const segment = { tier: 'tier' as TierId, label, start: at(start), end: at(end) };
  return on.act((labels) => addSegment(labels, segment));
}

function seen({ reading }: Replica, id: SegmentId) {
  const { start, end } = reading.segments.get(id) ?? {};
  return [start, end];
}

/** Two people who have dragged the ends of [10, 20) past each other: 25 is written as its start, 5 as its end. */
function crossed() {
  const [me, other] = [new Replica(1), new Replica(2)];
  const id = mark(me, 10, 20);
  sync(me, other);
  me.act((labels) => setSegmentStart(labels, id, at(19)));
  other.act((labels) => setSegmentEnd(labels, id, at(11)));
  sync(me, other);
  return { me, other, id };
}

describe('a segment of a free tier', () => {
  it('[D16] has two ends that two people can move at once', () => {
    const [me, other] = [new Replica(1), new Replica(2)];
    const id = mark(me, 10, 20);
    sync(me, other);
    me.act((labels) => setSegmentStart(labels, id, at(5)));
    other.act((labels) => setSegmentEnd(labels, id, at(30)));
    sync(me, other);
    expect([seen(me, id), seen(other, id)]).toEqual([
      [5, 30],
      [5, 30],
    ]);
  });

  it('[D15] is read in order where they passed each other', () => {
    const { me, other, id } = crossed();
    expect([seen(me, id), seen(other, id)]).toEqual([
      [11, 19],
      [11, 19],
    ]);
  });

  it('[D16] is then edited as it is read', () => {
    const { me, id } = crossed();
    me.act((labels) => setSegmentStart(labels, id, at(8)));
    expect(seen(me, id)).toEqual([8, 19]);
    me.act((labels) => setSegmentEnd(labels, id, at(40)));
    expect(seen(me, id)).toEqual([8, 40]);
    me.act((labels) => moveSegment(labels, id, at(50), at(82)));
    expect(seen(me, id)).toEqual([50, 82]);
    for (const place of [
      [8, 40],
      [8, 19],
      [11, 19],
    ]) {
      me.hand.undo();
      expect(seen(me, id)).toEqual(place);
    }
  });

  it('[D16] moves as a whole, also beyond where it was', () => {
    const me = new Replica();
    const id = mark(me, 10, 20);
    for (const [start, end] of [
      [50, 60],
      [0, 10],
      [5, 15],
    ] as const) {
      me.act((labels) => moveSegment(labels, id, at(start), at(end)));
      expect(seen(me, id)).toEqual([start, end]);
    }
  });

  it.each([
    [4, 4, [4, 5]],
    [0, 0, [0, 1]],
    [MAX_FRAME, MAX_FRAME, [MAX_FRAME - 1, MAX_FRAME]],
    [9, 2, [2, 9]],
  ])('[D15] is never empty: %i to %i', (start, end, place) => {
    const me = new Replica();
    expect(seen(me, mark(me, start, end))).toEqual(place);
  });

  it('[D31] is not written where it would stay the same', () => {
    const { me, id } = crossed();
    const before = me.sent.length;
    me.act((labels) => {
      moveSegment(labels, id, at(11), at(19));
      setSegmentLabel(labels, id, label);
    });
    expect(me.sent).toHaveLength(before);
  });
});
