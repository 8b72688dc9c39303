import { describe, expect, it, vi } from 'vitest';
import { HandAtWork } from '../../../tests/builders/hand-at-work.ts';
import type { TrackedFrame, Tracker, TrackerRequest } from '#lib/media/tracker/tracker.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { Frame } from '#lib/model/time.ts';

/** Finds what moves a pixel and a half a frame; is lost where it is told to be. */
class ScriptedTracker implements Tracker {
  readonly asked: TrackerRequest[] = [];
  lostAt = Infinity;
  refuses = false;
  /** Waits before it goes on after this frame. */
  pausesAt = Infinity;
  resume: () => void = () => undefined;

  async *track(request: TrackerRequest, signal: AbortSignal): AsyncGenerator<TrackedFrame> {
    this.asked.push(request);
    if (this.refuses) throw new Refusal('media-unreachable', { reason: 'no line' });
    const way = request.to < request.from ? -1 : 1;
    for (let frame = request.from + way; frame !== request.to + way; frame += way) {
      await Promise.resolve();
      if (signal.aborted) return;
      const dx = 1.5 * Math.abs(frame - request.from);
      const confidence = frame === this.lostAt ? 0.1 : 0.9;
      yield { frame: frame as Frame, pose: { a: 1, b: 0, dx, dy: 0 }, confidence };
      if (frame === this.pausesAt) await new Promise<void>((go) => (this.resume = go));
    }
  }
}

function atWork(): { hand: HandAtWork; tracker: ScriptedTracker; over: () => Promise<void> } {
  const tracker = new ScriptedTracker();
  const hand = new HandAtWork({ tracker });
  hand.draw(10, 10, 50, 50);
  hand.key('V');
  const over = () => vi.waitFor(() => expect(hand.editor.tracking.run.value).toBeNull(), 10_000);
  return { hand, tracker, over };
}

const frames = (hand: HandAtWork) =>
  hand.tracks[0]?.keyframes.map(({ frame, made }) => (made ? -Number(frame) : frame));

describe('tracking', () => {
  it('goes to the end, writes few keyframes that say a machine made them, in one step of undo', async () => {
    const { hand, tracker, over } = atWork();
    hand.key('Ctrl+B');
    await over();
    expect(tracker.asked[0]).toEqual({ rect: { x: 10, y: 10, w: 40, h: 40 }, aspect: 1, from: 0, to: 99 });
    expect(frames(hand)).toEqual([0, -99]);
    expect(hand.tracks[0]?.keyframes[1]?.shape).toMatchObject({ x: 158.5, y: 10, w: 40 });
    expect(hand.editor.note.value?.text).toContain('99 frames tracked, 1 keyframe.');
    hand.key('Ctrl+Z');
    expect(frames(hand)).toEqual([0]);
  });

  it('stops before what a hand has set, and at the mark of the range', async () => {
    const { hand, tracker, over } = atWork();
    hand.at(40);
    hand.key('A');
    hand.at(0);
    hand.key('Ctrl+B');
    await over();
    expect(tracker.asked[0]?.to).toBe(39);
    expect(frames(hand)).toEqual([0, -39, 40]);
    hand.at(60);
    hand.key('O');
    hand.at(40);
    hand.key('Ctrl+B');
    await over();
    expect(tracker.asked[1]).toMatchObject({ from: 40, to: 60 });
  });

  it('goes backwards, and over what it made there before', async () => {
    const { hand, over } = atWork();
    hand.at(50);
    hand.key('A');
    hand.key('Shift+A');
    hand.at(0);
    hand.key('Ctrl+B');
    await over();
    hand.at(0);
    hand.key('Ctrl+B');
    await over();
    expect(frames(hand)).toEqual([0, -99]);
    hand.at(60);
    hand.key('A');
    hand.key('Ctrl+Shift+B');
    await over();
    expect(frames(hand)?.filter((frame) => frame > 0)).toEqual([60]);
  });

  it('ends where it is lost, and says so', async () => {
    const { hand, tracker, over } = atWork();
    tracker.lostAt = 30;
    hand.key('Ctrl+B');
    await over();
    expect(frames(hand)).toEqual([0, -29]);
    expect(hand.editor.note.value).toMatchObject({ tone: 'warn', undo: true });
    expect(hand.editor.note.value?.text).toContain('Lost at frame 30');
  });

  it('is ended by a key, keeping or throwing away', async () => {
    for (const [key, kept] of [
      ['Enter', [0, -20]],
      ['Escape', [0]],
    ] as const) {
      const { hand, tracker, over } = atWork();
      tracker.pausesAt = 20;
      hand.key('Ctrl+B');
      await vi.waitFor(() => expect(hand.editor.tracking.run.value?.at).toBe(20), 10_000);
      hand.key(key);
      tracker.resume();
      await over();
      expect(frames(hand)).toEqual(kept);
    }
  });

  it('is set by a hand once it is touched', async () => {
    const { hand, over } = atWork();
    hand.key('Ctrl+B');
    await over();
    hand.at(99);
    hand.key('A');
    expect(frames(hand)).toEqual([0, 99]);
  });

  it('says why it cannot, and leaves all as it was', async () => {
    const { hand, tracker, over } = atWork();
    tracker.refuses = true;
    hand.key('Ctrl+B');
    await over();
    expect(hand.editor.note.value).toMatchObject({ tone: 'warn' });
    expect(hand.editor.note.value?.text).toContain('cannot be loaded');
    expect(frames(hand)).toEqual([0]);
    hand.at(99);
    hand.key('Ctrl+B');
    expect(hand.editor.tracking.run.value).toBeNull();
    expect(tracker.asked).toHaveLength(1);
  });
});
