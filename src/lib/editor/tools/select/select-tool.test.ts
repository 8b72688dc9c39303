import { describe, expect, it } from 'vitest';
import { boundsSeen } from '#lib/model/shapes/stretched.ts';
import { FORCEPS, HandAtWork, POLYP, TwoHands } from '../../../../../tests/builders/hand-at-work.ts';

describe('the select tool', () => {
  it('selects the smallest object under a click, adds with Shift, and clears on empty ground', () => {
    const hand = new HandAtWork();
    const large = hand.draw(10, 10, 90, 90);
    const small = hand.draw(30, 30, 50, 50, POLYP);
    hand.click(40, 40);
    expect(hand.editor.selection.refs.value).toEqual([{ kind: 'track', id: small }]);
    hand.click(80, 80, { shift: true });
    expect(hand.editor.selection.refs.value.map(({ id }) => id)).toEqual([small, large]);
    hand.click(80, 80, { shift: true });
    expect(hand.editor.selection.refs.value.map(({ id }) => id)).toEqual([small]);
    hand.click(150, 50);
    expect(hand.editor.selection.refs.value).toEqual([]);
  });

  it('drags an object: a draft until release, then one transaction and one keyframe', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 70, 70);
    hand.at(10);
    const before = hand.transactions;
    hand.press(40, 40).drag(60, 50);
    expect(hand.editor.draft.value).toMatchObject({
      ref: `track:${id}`,
      frame: 10,
      shape: { x: 30, y: 20, w: 60, h: 60 },
    });
    expect(hand.transactions).toBe(before);
    hand.release();
    expect(hand.editor.draft.value).toBeNull();
    expect(hand.transactions).toBe(before + 1);
    expect(hand.track(id).keyframes.map(({ frame }) => frame)).toEqual([0, 10]);
    expect(hand.boxAt(id, 10)).toMatchObject({ x: 30, y: 20, w: 60, h: 60 });
    expect(hand.boxAt(id, 5)).toMatchObject({ x: 20, y: 15 });
  });

  it('does not move what is locked on this device, and says why', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 70, 70);
    hand.at(10);
    hand.editor.lanes.set('locked', [`track:${id}`], true);
    hand.press(40, 40).drag(60, 50);
    expect(hand.editor.draft.value).toBeNull();
    hand.release();
    expect(hand.editor.note.value).toMatchObject({
      tone: 'warn',
      text: expect.stringContaining('locked') as string,
    });
    expect(hand.track(id).keyframes).toHaveLength(1);
  });

  it('keeps a trembling click from moving anything', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 70, 70);
    hand.at(10).press(40, 40).drag(42, 41).release();
    expect(hand.track(id).keyframes).toHaveLength(1);
  });

  it('gives up a drag on Esc and on a second finger', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 70, 70);
    hand.press(40, 40).drag(60, 60);
    expect(hand.key('Escape')).toBe(true);
    hand.release();
    hand.press(40, 40).drag(60, 60).point('cancel', 60, 60);
    expect(hand.boxAt(id, 0)).toMatchObject({ x: 10, y: 10 });
    expect(hand.editor.selection.refs.value).toHaveLength(1);
  });

  it('resizes at a handle, with Shift in proportion', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 70, 70);
    hand.press(70, 70).drag(90, 80).release();
    expect(hand.boxAt(id, 0)).toMatchObject({ x: 10, y: 10, w: 80, h: 70 });
    hand.press(90, 80).drag(50, 45, { shift: true }).release({ shift: true });
    expect(hand.boxAt(id, 0)).toMatchObject({ x: 10, y: 10, w: 40, h: 35 });
  });

  it('turns at the handle that stands off the top, with Shift by steps of 15°', () => {
    const hand = new HandAtWork();
    hand.key('Shift+B');
    hand.editor.armed.set(FORCEPS);
    hand.press(80, 40).drag(120, 60).release();
    hand.key('V');
    const { id } = hand.tracks[0]!;
    // The middle is at 100, 50; the handle stands 28 px above the top side.
    hand.press(100, 12).drag(150, 50).release();
    expect(hand.shapeAt(id, 0)).toEqual({ kind: 'rotated-box', x: 80, y: 40, w: 40, h: 20, rotation: 90 });
    expect(hand.editor.note.value?.text).toBe('Turn Forceps 1');
    hand.press(138, 50).drag(110, 90, { shift: true }).release({ shift: true });
    expect(hand.shapeAt(id, 0)).toMatchObject({ rotation: 165 });
  });

  it('[D45] turns what one sees, also where pixels are wider than high', () => {
    const hand = new HandAtWork({ pixelAspect: 16 / 11 });
    const { viewport, selection } = hand.editor;
    viewport.fit();
    expect(viewport.scaleX).toBeCloseTo(1, 9);
    hand.key('Shift+B');
    hand.editor.armed.set(FORCEPS);
    hand.press(60, 40).drag(140, 60).release(); // 80 wide and 20 high, as one sees it
    hand.key('V');
    const { id } = hand.tracks[0]!;
    hand.press(100, 12).drag(150, 50).release();
    expect(hand.shapeAt(id, 0)).toMatchObject({ rotation: 90, w: 80 });
    const isHit = (x: number, y: number) => {
      hand.click(190, 95).click(x, y);
      return selection.refs.value.length > 0;
    };
    // Now 20 wide and 80 high: from 90, 10 to 110, 90.
    expect(
      [
        [125, 50],
        [100, 85],
        [100, 14],
        [92, 50],
      ].map(([x = 0, y = 0]) => isHit(x, y)),
    ).toEqual([false, true, true, true]);
    hand.press(90, 90).drag(80, 96).release(); // its corner, and the one across it stays
    const rect = boundsSeen(hand.shapeAt(id, 0)!, viewport.aspect);
    const [from, to] = [rect, { x: rect.x + rect.w, y: rect.y + rect.h }].map((at) => viewport.toScreen(at));
    for (const [is, should] of [
      [from?.x, 80],
      [from?.y, 10],
      [to?.x, 110],
      [to?.y, 96],
    ] as const)
      // prettier-ignore
      expect(is).toBeCloseTo(should, 1);
  });

  it('resizes what is turned along its own sides: the side across stays', () => {
    const hand = new HandAtWork();
    hand.key('E');
    hand.editor.armed.set(FORCEPS);
    hand.press(60, 30).drag(140, 70).release();
    hand.key('V');
    const { id } = hand.tracks[0]!;
    hand.press(100, 2).drag(190, 50).release(); // a quarter to the right: its top lies right of the middle
    expect(hand.shapeAt(id, 0)).toMatchObject({ cx: 100, cy: 50, rx: 40, ry: 20, rotation: 90 });
    hand.press(120, 50).drag(130, 50).release();
    expect(hand.shapeAt(id, 0)).toMatchObject({ cx: 105, cy: 50, rx: 40, ry: 25, rotation: 90 });
  });

  it('shows the handle it would take', () => {
    const hand = new HandAtWork();
    hand.draw(10, 10, 70, 70);
    hand.move(70, 70);
    expect(hand.editor.tools.cursor.value).toBe('nwse-resize');
    hand.move(30, 40);
    expect(hand.editor.tools.cursor.value).toBe('move');
    hand.move(150, 40);
    expect(hand.editor.tools.cursor.value).toBe('default');
    expect(hand.editor.tools.hover.value).toBeNull();
  });

  it('lets a small object be moved, not only resized', () => {
    const hand = new HandAtWork();
    const id = hand.draw(50, 50, 66, 66);
    hand.press(58, 58).drag(78, 58).release();
    expect(hand.boxAt(id, 0)).toMatchObject({ x: 70, y: 50, w: 16, h: 16 });
  });

  it('selects what a rectangle on empty ground touches', () => {
    const hand = new HandAtWork();
    const one = hand.draw(10, 10, 30, 30);
    const two = hand.draw(50, 10, 70, 30);
    hand.draw(150, 70, 180, 90);
    hand.press(5, 50).drag(60, 20);
    expect(hand.editor.tools.marquee.value).toEqual({ x: 5, y: 20, w: 55, h: 30 });
    hand.release();
    expect(new Set(hand.editor.selection.refs.value.map(({ id }) => id))).toEqual(new Set([one, two]));
  });

  it('keeps occlusion when a shape is moved', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 70, 70);
    hand.key('Q');
    hand.at(8).press(40, 40).drag(60, 40).release();
    expect(hand.track(id).keyframes.map(({ occluded }) => occluded)).toEqual([true, true]);
  });

  it('stops the video when a drag begins, and sets the keyframe on the frame that was taken', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 70, 70);
    hand.editor.playhead.play();
    hand.player.run(7);
    hand.press(40, 40).drag(50, 40);
    expect(hand.editor.playhead.playing.value).toBe(false);
    hand.at(20);
    hand.release();
    expect(hand.track(id).keyframes.map(({ frame }) => frame)).toEqual([0, 7]);
  });

  it('takes hold of nothing that is hidden', () => {
    const hand = new HandAtWork();
    hand.draw(10, 10, 70, 70);
    hand.key('H');
    hand.click(40, 40);
    expect(hand.editor.selection.refs.value).toEqual([]);
  });

  it('moves nothing for a viewer, and says so', () => {
    const both = new TwoHands();
    const id = both.maya.draw(10, 10, 70, 70);
    const viewer = new HandAtWork({ role: 'viewer' });
    viewer.press(40, 40).drag(90, 90).release();
    viewer.editor.tools.choose('box');
    viewer.press(10, 10).drag(60, 60).release();
    expect(viewer.transactions).toBe(0);
    expect(viewer.editor.note.value).toMatchObject({ tone: 'warn' });
    expect(both.ito.boxAt(id, 0)).toMatchObject({ x: 10 });
  });
});

describe('points of what goes through points', () => {
  const corners = [{ x: 10, y: 10 }, { x: 90, y: 10 }, { x: 90, y: 90 }, { x: 10, y: 90 }]; // prettier-ignore

  function withPolygon() {
    const hand = new HandAtWork();
    hand.key('P');
    hand.editor.armed.set(FORCEPS);
    for (const { x, y } of corners) hand.click(x, y);
    hand.key('Enter');
    hand.key('V');
    const { id } = hand.tracks[0]!;
    const points = () => {
      const shape = hand.shapeAt(id, hand.editor.playhead.shown.value);
      return shape?.kind === 'polygon' ? shape.points : [];
    };
    return { hand, id, points };
  }

  it('are dragged one by one', () => {
    const { hand, points } = withPolygon();
    hand.press(90, 90).drag(120, 80).release();
    expect(points()).toEqual([corners[0], corners[1], { x: 120, y: 80 }, corners[3]]);
    expect(hand.editor.note.value?.text).toBe('Move a point of Forceps 1');
  });

  it.each<[string, (hand: HandAtWork) => unknown]>([
    ['a double click', (hand) => hand.doubleClick(50, 11)],
    ['Alt+click', (hand) => hand.click(50, 11, { alt: true })],
  ])('%s on an edge adds one there', (_how, add) => {
    const { hand, points } = withPolygon();
    add(hand);
    expect(points()).toEqual([corners[0], { x: 50, y: 10 }, ...corners.slice(1)]);
    expect(hand.editor.selection.vertex.value).toBe(1);
    expect(hand.transactions).toBe(2);
  });

  it('a double click inside adds none', () => {
    const { hand, points } = withPolygon();
    hand.doubleClick(50, 50);
    expect(points()).toEqual(corners);
  });

  it.each<[string, (hand: HandAtWork) => unknown]>([
    ['Alt+click', (hand) => hand.click(90, 90, { alt: true })],
    ['Del, once it is selected by a click,', (hand) => hand.click(90, 90).key('Delete')],
  ])('%s removes one, down to three', (_how, remove) => {
    const { hand, points } = withPolygon();
    remove(hand);
    const rest = [corners[0], corners[1], corners[3]];
    expect(points()).toEqual(rest);
    hand.click(10, 10, { alt: true });
    expect(points()).toEqual(rest);
    expect(hand.editor.note.value).toEqual({ text: 'A polygon has at least 3 points.', tone: 'warn' });
    expect(hand.editor.asks.value).toBeNull();
  });

  it('the selected one moves with keys, and is let go on another frame', () => {
    const { hand, id, points } = withPolygon();
    hand.click(90, 90).key('Ctrl+Shift+ArrowRight');
    expect(points()[2]).toEqual({ x: 91, y: 90 });
    hand.at(5);
    expect(hand.editor.selection.vertex.value).toBeNull();
    hand.key('Ctrl+Shift+ArrowRight');
    expect(hand.shapeAt(id, 5)).toMatchObject({ points: [{ x: 11 }, { x: 91 }, { x: 92 }, { x: 11 }] });
  });

  it('are left alone while somebody else moves them', () => {
    const { maya, ito } = new TwoHands();
    maya.key('P');
    maya.editor.armed.set(FORCEPS);
    for (const { x, y } of corners) maya.click(x, y);
    maya.key('Enter');
    maya.key('V');
    ito.editor.selection.set(maya.editor.selection.refs.value);
    maya.press(90, 90).drag(120, 80);
    ito.click(10, 10, { alt: true });
    expect(ito.editor.note.value?.text).toBe('Maya is moving this. Hold Shift to take it all the same.');
    expect(ito.transactions).toBe(0);
  });
});

describe('two hands on one object', () => {
  it('see each other’s draft, and the soft lock keeps the second hand off until Shift', () => {
    const { maya, ito } = new TwoHands();
    const id = maya.draw(10, 10, 70, 70, FORCEPS);
    maya.press(40, 40).drag(60, 40);
    expect(ito.editor.company.drafts()).toMatchObject([{ draft: { ref: `track:${id}`, shape: { x: 30 } } }]);
    ito.press(40, 40).drag(40, 60).release();
    expect(ito.editor.note.value).toEqual({
      text: 'Maya is moving this. Hold Shift to take it all the same.',
      tone: 'warn',
    });
    expect(ito.transactions).toBe(0);
    ito.press(40, 40).drag(40, 60, { shift: true }).release();
    expect(ito.transactions).toBe(1);
    maya.release();
    expect(maya.editor.company.drafts()).toEqual([]);
    expect(ito.boxAt(id, 0)).toMatchObject({ x: 30 });
  });

  it('a draft that rests for five seconds no longer locks', () => {
    const { maya, ito } = new TwoHands();
    const id = maya.draw(10, 10, 70, 70);
    maya.press(40, 40).drag(60, 40);
    expect(ito.editor.holderOf({ kind: 'track', id })?.person.name).toBe('Maya');
    ito.nowMs += 5001;
    expect(ito.editor.holderOf({ kind: 'track', id })).toBeUndefined();
  });

  it('both edit one track on different frames, apart, and both keyframes stay', () => {
    const both = new TwoHands();
    const { maya, ito } = both;
    const id = maya.draw(10, 10, 70, 70);
    both.cut();
    maya.at(20).press(40, 40).drag(60, 40).release();
    ito.at(40).press(40, 40).drag(40, 50).release();
    both.mend();
    for (const hand of [maya, ito]) {
      expect(hand.track(id).keyframes.map(({ frame }) => frame)).toEqual([0, 20, 40]);
      expect(hand.boxAt(id, 20)).toMatchObject({ x: 30, y: 10 });
      expect(hand.boxAt(id, 40)).toMatchObject({ x: 10, y: 20 });
    }
  });

  it('an object deleted by the other leaves my selection', () => {
    const { maya, ito } = new TwoHands();
    const id = maya.draw(10, 10, 70, 70);
    ito.editor.selection.set([{ kind: 'track', id }]);
    maya.key('Shift+Delete');
    expect(ito.editor.selection.refs.value).toEqual([]);
  });
});
