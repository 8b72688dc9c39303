/** The keys of a person over real HTTP: kept for them alone, within bounds. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAX_OWN_KEYS, USUAL_KEYS, type KeyChoice } from '#lib/model/key-choice.ts';
import { serveApp, type ServedApp } from '../../../tests/served-app.ts';

let served: ServedApp;
let maya: string;
let jonas: string;

beforeAll(async () => {
  served = await serveApp();
  maya = served.person('maya', 'annotator').bearer;
  jonas = served.person('jonas', 'annotator').bearer;
}, 30_000);
afterAll(() => served.close());

async function keysOf(authorization: string): Promise<unknown> {
  return (await fetch(`${served.url}/api/v1/me/keys`, { headers: { authorization } })).json();
}

async function choose(authorization: string, choice: unknown) {
  const answer = await fetch(`${served.url}/api/v1/me/keys`, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(choice),
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
}

it('are the usual ones at first, then those that were chosen, and nobody else has them', async () => {
  expect(await keysOf(maya)).toEqual(USUAL_KEYS);
  const choice: KeyChoice = {
    preset: 'premiere',
    own: [{ command: 'moving.first', keys: ['$mod+Shift+H'] }],
    singleKeys: false,
  };
  expect(await choose(maya, choice)).toEqual({ status: 200, body: choice });
  expect(await keysOf(maya)).toEqual(choice);
  expect(await keysOf(jonas)).toEqual(USUAL_KEYS);
  await choose(maya, USUAL_KEYS);
  expect(await keysOf(maya)).toEqual(USUAL_KEYS);
});

it('a full choice fits', async () => {
  const own = Array.from({ length: MAX_OWN_KEYS }, (_, n) => ({
    command: `${'a'.repeat(30)}.${'b'.repeat(36)}-${n}`,
    keys: ['1', '2', '3', '4', '5', '6'].map((end) => 'x'.repeat(39) + end),
  }));
  expect((await choose(jonas, { ...USUAL_KEYS, own })).status).toBe(200);
});

it.each([
  [{ ...USUAL_KEYS, preset: 'vi' }, '"preset" must be one of loupe, cvat, premiere.'],
  [{ preset: 'loupe', own: [] }, 'The body lacks "singleKeys".'],
  [{ ...USUAL_KEYS, own: [{ command: '__proto__', keys: [] }] }, /^"command" is not of the form/],
  [{ ...USUAL_KEYS, own: [{ command: 'a.b', keys: ['x'.repeat(41)] }] }, /must have 1 to 40 characters/],
  [{ ...USUAL_KEYS, own: [{ command: 'a.b', keys: Array(7).fill('X') }] }, /at most 6 entries/],
  [{ ...USUAL_KEYS, own: Array(501).fill({ command: 'a.b', keys: [] }) }, /at most 500 entries/],
  [{ ...USUAL_KEYS, own: [1, 2].map(() => ({ command: 'a.b', keys: [] })) }, '"own" names a command twice.'],
])('%j is refused, and changes nothing', async (choice, sentence) => {
  const before = await keysOf(maya);
  expect(await choose(maya, choice)).toMatchObject({
    status: 400,
    body: { problem: { code: 'bad-request', sentence: expect.stringMatching(sentence) as string } },
  });
  expect(await keysOf(maya)).toEqual(before);
});

it('of two machines the later hand wins for each command, whatever their clocks show', async () => {
  const ada = served.person('ada', 'annotator').bearer;
  const own = (one: string, two: string) => [
    { command: 'moving.first', keys: [one] },
    { command: 'moving.last', keys: [two] },
  ];
  await choose(ada, { ...USUAL_KEYS, own: own('A', 'B') });
  // A machine whose clock is a year ahead sends what it chose an hour ago, and what it chooses now.
  const sentAt = Date.now() + 3.2e10;
  const late = {
    sentAt,
    parts: [
      { part: 'moving.first', at: sentAt - 3.6e6 },
      { part: 'singleKeys', at: sentAt + 5e9 },
    ],
  };
  const answer = await choose(ada, { preset: 'cvat', own: own('X', 'Y'), singleKeys: false, chosen: late });
  const merged = { preset: 'loupe', own: own('A', 'B'), singleKeys: false };
  expect(answer).toEqual({ status: 200, body: merged });
  expect(await keysOf(ada)).toEqual(merged);
  // Nothing can be chosen in the future, so the next hand is the later one.
  await choose(ada, { ...merged, singleKeys: true });
  expect(await keysOf(ada)).toEqual({ ...merged, singleKeys: true });
  const strange = { sentAt, parts: [{ part: 'own', at: sentAt }] };
  expect((await choose(ada, { ...USUAL_KEYS, chosen: strange })).status).toBe(400);
  expect(await keysOf(ada)).toEqual({ ...merged, singleKeys: true });
});
