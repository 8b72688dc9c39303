import { afterAll, beforeAll, expect, it } from 'vitest';
import type { VideoId } from '#lib/model/id.ts';
import type { LiveEventAnswer, LiveSessionAnswer } from '#lib/protocol/http.ts';
import { serveApp, type Person, type ServedApp } from '../../../tests/served-app.ts';

const BEGUN = Date.UTC(2026, 4, 1, 9);
const MINUTE = 60_000;
let served: ServedApp;
let ito: Person;
let maya: Person;
let session: string;

beforeAll(async () => {
  served = await serveApp();
  [ito, maya] = [served.person('=Ito', 'clinician'), served.person('maya', 'viewer')];
  const { liveSessions } = served.app.store;
  const transport = {
    video: 'v' as VideoId,
    playing: false,
    rate: 1,
    frame: null,
    atMs: 0,
    sinceMs: BEGUN,
    loop: null,
    epoch: 1,
  };
  session = liveSessions.begin(served.study.id, ito.row.id, transport, BEGUN);
  const none = { video: null, frame: null, subject: null, words: null };
  const happened = [
    ['begun', ito, 0],
    ['joined', ito, 0],
    ['joined', maya, 5],
    // A second page of hers: she is there once.
    ['joined', maya, 6],
    ['left', maya, 7],
    ['flagged', maya, 8],
    ['left', maya, 10],
    ['joined', maya, 20],
  ] as const;
  for (const [kind, { row }, minute] of happened)
    liveSessions.record(session, { ...none, kind, person: row.id, at: BEGUN + minute * MINUTE });
  liveSessions.record(session, { ...none, kind: 'resumed', person: null, at: BEGUN + 22 * MINUTE });
  liveSessions.record(session, {
    ...none,
    kind: 'lead',
    person: ito.row.id,
    subject: maya.row.id,
    at: BEGUN + 23 * MINUTE,
  });
  liveSessions.end(session, 'ended', BEGUN + 30 * MINUTE);
}, 30_000);
afterAll(() => served.close());

const ask = (path: string, person = maya) =>
  fetch(`${served.url}/api/v1/studies/${served.study.id}/live${path}`, {
    headers: { authorization: person.bearer },
  });

it('a session says who was there and for how long, each once, and what was counted', async () => {
  const [found] = (await (await ask('')).json()) as LiveSessionAnswer[];
  expect(found).toMatchObject({ begunBy: '=Ito', endReason: 'ended', flagged: 1, comments: 0 });
  expect(found?.people).toEqual([
    { name: '=Ito', minutes: 22 },
    { name: 'maya', minutes: 7 },
  ]);
});

it('what happened comes with names, in order, of all or of one', async () => {
  const events = (await (await ask(`/events?session=${session}`)).json()) as LiveEventAnswer[];
  expect(events.map(({ kind }) => kind)).toEqual([
    'begun',
    'joined',
    'joined',
    'joined',
    'left',
    'flagged',
    'left',
    'joined',
    'resumed',
    'lead',
  ]);
  expect(events.at(-1)).toMatchObject({ person: '=Ito', subject: 'maya', n: 10 });
  expect(await (await ask('/events')).json()).toEqual(events);
  expect((await ask('/events?session=other')).status).toBe(404);
});

it('as CSV, names are shown and never run by a spreadsheet', async () => {
  const answer = await ask('/events.csv');
  expect(answer.headers.get('content-disposition')).toContain('First study - live.csv');
  const lines = (await answer.text()).split('\r\n');
  expect(lines[0]).toBe('session,n,at,kind,person,video,frame,subject,words');
  expect(lines[1]).toBe(`${session},1,2026-05-01T09:00:00.000Z,begun,'=Ito,,,,`);
  expect(lines).toHaveLength(12);
});
