import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakePlayer } from '../../../tests/builders/fake-player.ts';
import { Ensemble, type Voice } from './ensemble.ts';
import { Playhead } from './playhead.ts';

/** 25 pictures a second, 40 ms each. */
function voice(offsetMs: number, count = 100): Voice & { readonly player: FakePlayer } {
  const player = new FakePlayer(count);
  return { player, playhead: new Playhead(player), index: player.index, offsetMs };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('side by side', () => {
  it('paused, each shows the frame of the same moment; outside of it the nearest end', () => {
    const [a, b, c] = [voice(0), voice(1000), voice(-410)];
    const ensemble = new Ensemble();
    ensemble.lead(a, [b, c]);
    a.playhead.seek(50); // 2000 ms
    expect([b.player.shown.value, c.player.shown.value]).toEqual([25, 60]);
    a.playhead.seek(10);
    expect([b.player.shown.value, ensemble.presence(b).value]).toEqual([0, 'before']);
    a.playhead.seek(99);
    expect([c.player.shown.value, ensemble.presence(c).value]).toEqual([99, 'after']);
    expect(ensemble.presence(b).value).toBe('here');
  });

  it('a held key runs ahead of the decoders in all of them alike', () => {
    const [a, b] = [voice(0), voice(0)];
    a.player.slow = b.player.slow = true;
    new Ensemble().lead(a, [b]);
    for (let n = 0; n < 7; n++) a.playhead.step(1);
    expect(b.playhead.target.value).toBe(7);
  });

  it('runs and stops together, and takes along one that begins later', () => {
    const [a, b] = [voice(0), voice(400)];
    const ensemble = new Ensemble();
    ensemble.lead(a, [b]);
    a.playhead.play(2);
    expect(b.playhead.playing.value).toBe(false);
    a.player.run(12); // 480 ms
    expect([b.playhead.playing.value, b.playhead.rate.value, b.player.shown.value]).toEqual([true, 2, 2]);
    a.playhead.pause();
    expect([b.playhead.playing.value, b.player.shown.value]).toEqual([false, 2]);
    a.playhead.play(-1);
    a.player.run(1);
    expect([b.playhead.playing.value, b.player.shown.value]).toEqual([false, 1]);
    a.player.run(11);
    expect([b.playhead.playing.value, b.player.shown.value]).toEqual([false, 0]);
  });

  it('one that is behind runs faster until it is not; one that is far jumps', () => {
    const [a, b] = [voice(0), voice(0)];
    new Ensemble().lead(a, [b]);
    a.playhead.play(1);
    a.player.run(25);
    b.player.run(22);
    vi.advanceTimersByTime(1000);
    const runOn = (times: number) => {
      for (let n = 0; n < times; n++) {
        b.player.run(1);
        a.player.run(1);
      }
    };
    runOn(7);
    expect(b.player.bent).toBeGreaterThan(1.05);
    b.player.run(3);
    runOn(7);
    expect(b.player.bent).toBe(1);
    a.player.run(20);
    expect(b.player.shown.value).toBeGreaterThanOrEqual(a.player.shown.value);
  });

  it('a little ahead at its own end, it rests there and does not begin again', () => {
    const [a, b] = [voice(0), voice(0, 60)];
    new Ensemble().lead(a, [b]);
    a.playhead.play(1);
    a.player.run(57);
    b.player.run(59);
    b.player.pause();
    a.player.run(1);
    expect([b.player.shown.value, b.playhead.playing.value]).toEqual([59, false]);
    a.player.run(10);
    expect([b.player.shown.value, b.playhead.playing.value]).toEqual([59, false]);
  });

  it('unlinked, each is moved by itself; linked again they come together', () => {
    const [a, b] = [voice(0), voice(0)];
    const ensemble = new Ensemble();
    ensemble.lead(a, [b]);
    ensemble.setLinked(false);
    a.playhead.seek(40);
    expect(b.player.shown.value).toBe(0);
    ensemble.setLinked(true);
    expect(b.player.shown.value).toBe(40);
  });

  it('another leads: the first one follows, and who is gone is left alone', () => {
    const [a, b, c] = [voice(0), voice(0), voice(0)];
    const ensemble = new Ensemble();
    ensemble.lead(a, [b, c]);
    a.playhead.play(1);
    ensemble.lead(b, [a]);
    expect(c.playhead.playing.value).toBe(false);
    b.playhead.seek(30);
    expect([a.player.shown.value, a.playhead.playing.value]).toEqual([30, false]);
    ensemble.destroy();
    b.playhead.seek(60);
    expect(a.player.shown.value).toBe(30);
  });
});
