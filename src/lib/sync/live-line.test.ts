/** The browser's end of a live session on the product's own server, over real sockets. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WebSocket as ServerSocket } from 'ws';
import { newId } from '#lib/model/id.ts';
import type { VideoRow } from '#server/store/videos.ts';
import type { Drive } from '#lib/protocol/transport.ts';
import { DelayProxy } from '../../../tests/builders/delay-proxy.ts';
import { FAST, FakePage } from '../../../tests/builders/line-maker.ts';
import { readyVideo } from '../../../tests/builders/ready-video.ts';
import { serveApp, type Person, type ServedApp } from '../../../tests/served-app.ts';
import { LiveLine } from './live-line.ts';

let served: ServedApp;
let ito: Person;
let vera: Person;
let video: VideoRow;
let proxy: DelayProxy;
const lines: LiveLine[] = [];
const WAIT = { timeout: 20_000 };

beforeAll(async () => {
  served = await serveApp();
  [ito, vera] = [served.person('ito', 'clinician'), served.person('vera', 'viewer')];
  video = await readyVideo(served.app, { study: served.study.id, createdBy: ito.row.id });
  proxy = await DelayProxy.open(Number(new URL(served.url).port), { meanMs: 20, jitterMs: 10 });
}, 30_000);
afterAll(async () => {
  proxy.close();
  await served.close();
});
afterEach(async () => {
  for (const line of lines.splice(0)) line.destroy();
});

function open(person: Person, key: string, { direct = false } = {}): LiveLine {
  const headers = { authorization: person.bearer };
  const Socket = class extends ServerSocket {
    constructor(url: string | URL) {
      super(url, { headers });
    }
  } as unknown as typeof WebSocket;
  const base = direct ? served.url : `http://localhost:${proxy.port}`;
  const url = `${base.replace('http', 'ws')}/sync/live/${served.study.id}`;
  const line = new LiveLine({ url, key, Socket, pace: FAST, surroundings: new FakePage() });
  lines.push(line);
  return line;
}

const drive = (frame: number): Drive => ({
  video: video.id,
  playing: false,
  rate: 1,
  frame: frame as never,
  atMs: frame * 40,
  sinceMs: Date.now(),
  loop: null,
});
const online = (line: LiveLine) => expect.poll(() => line.state.value.status, WAIT).toBe('online');

it('[S40] hears of a session, joins it, comes back to its seat, and hears that it is over', async () => {
  const [lead, follower] = [open(ito, 'page-of-ito'), open(vera, 'page-of-vera')];
  await Promise.all([online(lead), online(follower)]);
  expect(follower.state.value.mayLead).toBe(false);
  lead.say({ kind: 'begin', drive: drive(7) });
  await expect.poll(() => follower.state.value.session?.transport.frame, WAIT).toBe(7);
  expect(follower.transport.value).toBeNull();
  follower.say({ kind: 'join' });
  await expect.poll(() => follower.transport.value?.frame, WAIT).toBe(7);
  lead.say({ kind: 'drive', drive: drive(9) });
  await expect.poll(() => follower.transport.value?.frame, WAIT).toBe(9);
  follower.say({ kind: 'drive', drive: drive(50) });
  await expect.poll(() => follower.refused.value?.code, WAIT).toBe('not-leading');
  expect(follower.seat?.person.name).toBe('vera');

  // The line breaks: both come back to their seats by themselves, and nothing is shown twice or lost.
  const seat = follower.seat?.id;
  proxy.cut();
  await expect.poll(() => follower.state.value.seat, WAIT).toBeNull();
  await expect.poll(() => follower.seat?.id, WAIT).toBe(seat);
  await expect.poll(() => lead.seat?.id === lead.state.value.session?.lead, WAIT).toBe(true);
  lead.say({ kind: 'drive', drive: drive(11) });
  await expect.poll(() => follower.transport.value?.frame, WAIT).toBe(11);

  lead.say({ kind: 'end' });
  await expect.poll(() => follower.ended.value, WAIT).toBe('ended');
  expect(follower.state.value).toMatchObject({ session: null, seat: null });
}, 60_000);

it('[S41] knows the clock of the server over a line that dawdles', async () => {
  const line = open(vera, 'page-of-vera');
  await online(line);
  await expect.poll(() => line.clock.known, WAIT).toBe(true);
  await expect.poll(() => line.clock.tripMs, WAIT).toBeLessThan(Infinity);
  // Up to half the way there and back it may be wrong, never more.
  expect(Math.abs(line.clock.nowMs() - Date.now())).toBeLessThanOrEqual(line.clock.tripMs / 2 + 2);
});

it('[S43] has what was decided in the log once, whenever the line breaks, or hears why it is not', async () => {
  const lead = open(ito, 'page-of-ito');
  await online(lead);
  lead.say({ kind: 'begin', drive: drive(7) });
  await expect.poll(() => lead.state.value.seat, WAIT).not.toBeNull();
  const session = lead.state.value.session!.id;
  const write = (words: string) =>
    lead.decisions.write({
      id: newId<'decision'>(),
      session,
      video: video.id,
      frame: 7 as never,
      words,
    });
  const answer = () => lead.decisions.last.value?.state;
  const logged = async () => {
    await expect.poll(answer, WAIT).toMatchObject({ logged: expect.any(Number) });
    lead.decisions.putAside();
  };
  // Cut before the server heard of it, and once it has, but before the answer is here.
  write('First');
  proxy.cut();
  await logged();
  await online(lead);
  write('Second');
  const words = () =>
    served.app.store.liveSessions.eventsOf(session).flatMap((one) => (one.words === null ? [] : [one.words]));
  while (!words().includes('Second')) await new Promise(setImmediate);
  proxy.cut();
  await logged();
  await online(lead);
  write('Third');
  write('While another one is on its way');
  await logged();
  expect(words()).toEqual(['First', 'Second', 'Third']);

  lead.say({ kind: 'end' });
  write('Too late');
  await expect.poll(answer, WAIT).toMatchObject({ refused: { code: 'no-live' } });
  expect(lead.refused.value).toBeNull();
  expect(lead.decisions.last.value?.decision.words).toBe('Too late');
}, 60_000);

it('[S42] does not come back to a study that one may not see any more', async () => {
  const gone = served.person('gone', 'viewer');
  const line = open(gone, 'page-of-gone', { direct: true });
  await online(line);
  served.app.store.members.remove(served.project.id, gone.row.id);
  await expect.poll(() => line.state.value.status, WAIT).toBe('closed');
});
