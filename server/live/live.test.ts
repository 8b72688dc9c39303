import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VideoId } from '#lib/model/id.ts';
import { MAX_LIVE_BYTES, writeLive, type FromLive } from '#lib/protocol/live.ts';
import { mediaTimeAt } from '#lib/protocol/transport.ts';
import type { LiveEventRow } from '#server/store/live-sessions.ts';
import { LiveBench, LivePerson } from '../../tests/builders/live-bench.ts';

let bench: LiveBench;
let ito: LivePerson;
let maya: LivePerson;
let vera: LivePerson;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  bench = new LiveBench();
  ito = bench.person('Ito', 'clinician');
  maya = bench.person('Maya', 'annotator');
  vera = bench.person('Vera', 'viewer');
});
afterEach(() => {
  bench.close();
  vi.useRealTimers();
});

/** What was changed in this turn is told at its end. */
const told = () => Promise.resolve();

/** What was decided at frame 5, in the session that runs or ran last. */
function decided(id: string, words: string): Extract<FromLive, { kind: 'decide' }> {
  const session = bench.store.liveSessions.listOf(bench.study)[0]!.id;
  return { kind: 'decide', id, session, video: bench.videos[0], frame: 5 as never, words };
}

function decisions(): readonly LiveEventRow[] {
  const [session] = bench.store.liveSessions.listOf(bench.study);
  return bench.store.liveSessions.eventsOf(session!.id).filter(({ kind }) => kind === 'decided');
}

/** Ito leads, the others are in it. */
async function together(): Promise<void> {
  ito.come({ joins: false }).say({ kind: 'begin', drive: bench.drive(12) });
  maya.come();
  vera.come();
  await told();
}

describe('what is shown', () => {
  it('begins paused for who begins it, and the others hear of it without being in it [L1]', async () => {
    maya.come({ joins: false });
    ito.come({ joins: false }).say({ kind: 'begin', drive: bench.drive(12, { playing: true, frame: null }) });
    await told();
    expect(ito.leads).toBe(true);
    expect(ito.session?.transport).toMatchObject({ playing: false, epoch: 1, video: bench.videos[0] });
    expect(maya.session?.seats).toHaveLength(1);
    expect(maya.seat).toBeNull();
    maya.say({ kind: 'begin', drive: bench.drive(0) });
    expect(maya.last('refused')?.code).toBe('live-running');
  });

  it('counts from when the lead did it, within bounds [L2]', async () => {
    await together();
    const at = async (sinceMs: number) => {
      ito.say({ kind: 'drive', drive: bench.drive(10, { playing: true, sinceMs }) });
      await told();
      return maya.last('transport')!.transport;
    };
    expect(await at(bench.nowMs - 120)).toMatchObject({
      sinceMs: bench.nowMs - 120,
      epoch: 2,
      playing: true,
    });
    expect(await at(bench.nowMs - 9000)).toMatchObject({ sinceMs: bench.nowMs - 500, epoch: 3 });
    expect(await at(bench.nowMs + 9000)).toMatchObject({ sinceMs: bench.nowMs, epoch: 4 });
  });

  it('lies inside a video of the study [L3]', async () => {
    await together();
    const other = 'elsewhere' as VideoId;
    ito.say({ kind: 'drive', drive: bench.drive(0, { video: other }) });
    expect(ito.last('refused')?.code).toBe('video-not-ready');
    expect(maya.last('transport')).toBeUndefined();
    const far = bench.drive(249, { frame: 100_000 as never, atMs: 1e9, loop: { startMs: 5000, endMs: 1e9 } });
    ito.say({ kind: 'drive', drive: far });
    expect(maya.last('transport')?.transport).toMatchObject({
      frame: 249,
      atMs: 10_000,
      loop: { startMs: 5000, endMs: 10_000 },
    });
  });

  it('pauses at the end by itself, but not in a loop [L4]', async () => {
    await together();
    ito.say({ kind: 'drive', drive: bench.drive(225, { playing: true, rate: 2 }) });
    await bench.pass(400);
    expect(maya.last('transport')?.transport.playing).toBe(true);
    await bench.pass(200);
    expect(maya.last('transport')?.transport).toMatchObject({ playing: false, frame: 249, rate: 2 });
    ito.say({ kind: 'drive', drive: bench.drive(25, { playing: true, rate: -1 }) });
    await bench.pass(1250);
    expect(maya.last('transport')?.transport).toMatchObject({ playing: false, frame: 0 });
    ito.say({
      kind: 'drive',
      drive: bench.drive(225, { playing: true, loop: { startMs: 8000, endMs: 9500 } }),
    });
    await bench.pass(5000);
    const { transport } = maya.last('transport')!;
    expect(transport.playing).toBe(true);
    expect(mediaTimeAt(transport, bench.nowMs, 10_000)).toBeLessThan(9500);
  });

  it('is told to who joins late, who then knows where it is by the clock [L5]', async () => {
    ito.come({ joins: false }).say({ kind: 'begin', drive: bench.drive(12) });
    ito.say({ kind: 'drive', drive: bench.drive(50, { playing: true }) });
    await bench.pass(3000);
    maya.come();
    await told();
    const { transport } = maya.session!;
    expect(mediaTimeAt(transport, bench.nowMs, 10_000)).toBe(5000);
  });

  it('goes by a clock that is told to who asks [L6]', () => {
    maya.come({ joins: false }).say({ kind: 'ping', id: 7 });
    expect(maya.last('pong')).toEqual({ kind: 'pong', id: 7, nowMs: bench.nowMs });
  });
});

describe('who leads', () => {
  it('is the only one who moves it [L7]', async () => {
    await together();
    maya.say({ kind: 'drive', drive: bench.drive(90) });
    expect(maya.last('refused')?.code).toBe('not-leading');
    expect(ito.last('transport')).toBeUndefined();
    expect(maya.socket.ended).toBeNull();
  });

  it('is who may, or who was given it [L8]', async () => {
    vera.come({ joins: false }).say({ kind: 'begin', drive: bench.drive(0) });
    expect(vera.last('refused')?.code).toBe('forbidden');
    await together();
    ito.say({ kind: 'leave' });
    await told();
    vera.say({ kind: 'take-lead' });
    expect(vera.last('refused')?.code).toBe('forbidden');
    maya.say({ kind: 'take-lead' });
    await told();
    maya.say({ kind: 'give-lead', to: vera.seat! });
    await told();
    expect(vera.leads).toBe(true);
    vera.say({ kind: 'drive', drive: bench.drive(33) });
    expect(maya.last('transport')?.transport.frame).toBe(33);
  });

  it('takes it along to another page of theirs [L9]', async () => {
    await together();
    const second = new LivePerson(bench, ito.id).come();
    await told();
    expect(second.leads).toBe(false);
    second.say({ kind: 'take-lead' });
    await told();
    expect([ito.leads, second.leads]).toEqual([false, true]);
    ito.say({ kind: 'drive', drive: bench.drive(7) });
    expect(ito.last('refused')?.code).toBe('not-leading');
  });

  it('is asked, hands it over, and a manager takes it [L9]', async () => {
    await together();
    maya.say({ kind: 'ask-lead', asks: true });
    await told();
    expect(ito.session?.seats.find(({ id }) => id === maya.seat)?.asks).toBe(true);
    maya.say({ kind: 'give-lead', to: maya.seat! });
    expect(maya.last('refused')?.code).toBe('not-leading');
    ito.say({ kind: 'give-lead', to: maya.seat! });
    await told();
    expect(maya.leads).toBe(true);
    expect(maya.session?.seats.every(({ asks }) => !asks)).toBe(true);
    ito.say({ kind: 'take-lead' });
    expect(ito.last('refused')?.code).toBe('not-leading');
    const chief = bench.person('Chief', 'manager').come();
    chief.say({ kind: 'take-lead' });
    await told();
    expect(chief.leads).toBe(true);
  });

  it('does so no longer when the line is gone for long: it is paused, the lead is free [L10]', async () => {
    await together();
    ito.say({ kind: 'drive', drive: bench.drive(0, { playing: true }) });
    ito.break();
    await bench.pass(3000);
    expect(maya.session?.lead).not.toBeNull();
    await bench.pass(7250);
    expect(maya.session?.lead).toBeNull();
    expect(maya.last('transport')?.transport.playing).toBe(false);
    maya.say({ kind: 'take-lead' });
    await told();
    expect(maya.leads).toBe(true);
  });

  it('comes back to the seat and the lead by the name of the page, and only the same person [L11]', async () => {
    await together();
    const { seat } = ito;
    ito.break();
    await bench.pass(2000);
    const thief = bench.person('Thief', 'clinician');
    Object.assign(thief, { key: ito.key });
    thief.come();
    await told();
    expect(thief.leads).toBe(false);
    ito.come();
    await told();
    expect(ito.seat).toBe(seat);
    expect(ito.leads).toBe(true);
    // Without asking, for their seat waits.
    vera.break();
    vera.come({ joins: false });
    await told();
    expect(vera.seat).not.toBeNull();
    maya.break();
    await bench.pass(30_500);
    expect(ito.session?.seats).toHaveLength(3);
    expect(bench.history()).toContain('left Maya');
  });

  it('ends it, as does who began it or a manager; alone it ends by itself [L12]', async () => {
    await together();
    maya.say({ kind: 'end' });
    expect(maya.last('refused')?.code).toBe('not-leading');
    ito.say({ kind: 'give-lead', to: maya.seat! });
    ito.say({ kind: 'end' });
    expect(maya.last('session')).toMatchObject({ session: null, ended: 'ended' });
    maya.say({ kind: 'begin', drive: bench.drive(0) });
    await told();
    for (const one of [ito, maya, vera]) one.break();
    await bench.pass(331_000);
    expect(ito.come({ joins: false }).session).toBeNull();
    expect(bench.store.liveSessions.listOf(bench.study).map(({ endReason }) => endReason)).toContain('empty');
  });
});

describe('rights', () => {
  it('are asked anew: who may not be here is sent away, the seat with them [L13]', async () => {
    await together();
    bench.setRole(ito.id, null);
    await told();
    expect(ito.socket.ended?.code).toBe(4404);
    expect(maya.session?.seats).toHaveLength(2);
    expect(maya.session?.lead).toBeNull();
    maya.say({ kind: 'take-lead' });
    bench.setRole(maya.id, 'viewer');
    await told();
    expect(maya.session?.lead).toBeNull();
    expect(maya.last('you')?.mayLead).toBe(false);
  });

  it.each([
    ['of no kind', writeLive({ kind: 'dance' } as never)],
    ['without its fields', writeLive({ kind: 'drive', drive: { video: 'x' } } as never)],
    ['with numbers that are none', writeLive({ kind: 'ping', id: 'NaN' } as never)],
    ['of a prototype', writeLive({ kind: 'constructor' } as never)],
    ['too long', writeLive({ kind: 'hello', key: 'x'.repeat(MAX_LIVE_BYTES) })],
    ['cut short', writeLive({ kind: 'join' }).slice(0, 5)],
    ['none', Uint8Array.of(1, 2, 3)],
  ])('end a line that says what is %s [L14]', async (_, bytes) => {
    await together();
    maya.socket.say(bytes);
    expect(maya.socket.ended?.code).toBe(4403);
    expect(ito.socket.ended).toBeNull();
  });

  it('do not let one line flood the others [L14]', async () => {
    await together();
    for (let n = 0; n < 300 && !maya.socket.ended; n++) maya.say({ kind: 'ping', id: n });
    expect(maya.socket.ended?.code).toBe(1013);
  });
});

describe('what is kept', () => {
  it('is who did what, in order [L15]', async () => {
    await together();
    ito.say({ kind: 'drive', drive: bench.drive(3, { video: bench.videos[1] }) });
    maya.say({ kind: 'note', what: 'flagged', frame: 5 as never, ref: 'event:abc' });
    ito.say({ kind: 'give-lead', to: maya.seat! });
    vera.say({ kind: 'leave' });
    ito.say({ kind: 'end' });
    expect(bench.history()).toEqual([
      'begun Ito',
      'joined Ito',
      'lead Ito Ito',
      'joined Maya',
      'joined Vera',
      'shown Ito',
      'flagged Maya event:abc',
      'lead Maya Maya',
      'left Vera',
      'ended Ito ended',
    ]);
  });

  it('is what was decided, in the words of the lead or a manager [L18]', async () => {
    await together();
    ito.say(decided('decision-1', '  It is a B-line. '));
    maya.say(decided('decision-2', 'It is not.'));
    expect(maya.last('refused')).toMatchObject({ code: 'not-leading', about: 'decision-2' });
    const [found, ...others] = decisions();
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      frame: 5,
      words: 'It is a B-line.',
      person: ito.id,
      video: bench.videos[0],
    });
    expect(ito.last('logged')).toEqual({ kind: 'logged', id: 'decision-1', n: found!.n, at: bench.nowMs });

    ito.say({ ...decided('decision-3', 'Beyond'), frame: 250 as never });
    expect(ito.last('refused')).toMatchObject({ code: 'bad-request', about: 'decision-3' });
    ito.say({ ...decided('decision-4', 'Elsewhere'), video: 'elsewhere' as VideoId });
    expect(ito.last('refused')).toMatchObject({ code: 'video-not-ready', about: 'decision-4' });
    expect(decisions()).toHaveLength(1);
  });

  it('has a decision once, however often it was said, also after the session is over [L18] [P16]', async () => {
    await together();
    const { at } = { at: bench.nowMs };
    const said = decided('decision-1', 'It is a B-line.');
    ito.say(said);
    const answer = ito.last('logged')!;
    await bench.pass(1000);
    ito.break();
    bench.restart();
    ito.come().say(said);
    ito.say({ kind: 'end' });
    ito.say(said);
    expect(ito.heard.filter(({ kind }) => kind === 'logged')).toEqual([answer, answer, answer]);
    expect(answer.at).toBe(at);
    expect(decisions()).toHaveLength(1);
    // What was never there is refused, by name; another person's decision is not theirs by its name.
    ito.say({ ...said, id: 'decision-2' });
    expect(ito.last('refused')).toMatchObject({ code: 'no-live', about: 'decision-2' });
    maya.come({ joins: false }).say(said);
    expect(maya.last('refused')).toMatchObject({ code: 'no-live', about: 'decision-1' });
  });

  it('lets a new server take it up, paused, with the lead of before [L16]', async () => {
    await together();
    ito.say({ kind: 'drive', drive: bench.drive(0, { playing: true }) });
    await bench.pass(2000);
    bench.restart();
    ito.come();
    maya.come();
    await told();
    expect(ito.leads).toBe(true);
    const { transport } = maya.session!;
    expect(transport).toMatchObject({ playing: false, frame: null });
    expect(transport.atMs).toBe(2000);
    bench.restart(601_000);
    expect(ito.come({ joins: false }).session).toBeNull();
    expect(bench.history().at(-1)).toBe('ended server restart');
  });

  it('of what seats say goes out together, and only what is new [L17]', async () => {
    await together();
    const report = {
      follows: true,
      health: 'ready',
      video: bench.videos[0],
      frame: 3 as never,
      lagMs: 4,
    } as const;
    maya.say({ kind: 'report', report });
    vera.say({ kind: 'report', report: { ...report, follows: false } });
    await bench.pass(600);
    const { seats } = ito.last('seats')!;
    expect(seats.map(({ report: one }) => one?.follows)).toEqual([true, false]);
    const before = ito.heard.length;
    await bench.pass(2000);
    expect(ito.heard.length).toBe(before);
  });
});
