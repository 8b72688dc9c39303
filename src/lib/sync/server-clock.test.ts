import { describe, expect, it } from 'vitest';
import { ServerClock } from './server-clock.ts';

/** A server 5,000,000 ms ahead, behind a line that takes so long there and back. */
function heardOver(trips: readonly (readonly [there: number, back: number])[]): number {
  let now = 1000;
  const clock = new ServerClock(() => now);
  for (const [there, back] of trips) {
    const asked = now;
    now += there;
    const server = now + 5_000_000;
    now += back;
    clock.heard(asked, server);
  }
  return clock.nowMs() - (now + 5_000_000);
}

describe('the clock of the server', () => {
  it('is known after one answer, up to half of what the line is crooked [S41]', () => {
    expect(heardOver([[150, 150]])).toBe(0);
    expect(heardOver([[200, 100]])).toBe(50);
  });

  it('is known best by the answer with the shortest way [S41]', () => {
    expect(
      heardOver([
        [200, 100],
        [105, 101],
        [120, 190],
      ]),
    ).toBe(2);
  });

  it('forgets what was heard long ago, for clocks drift', () => {
    let now = 0;
    const clock = new ServerClock(() => now);
    clock.heard(0, 5000);
    now = 200_000;
    clock.heard(now - 100, 205_100);
    expect(clock.tripMs).toBe(100);
    expect(clock.nowMs()).toBe(205_150);
    expect(new ServerClock().known).toBe(false);
  });
});
