import { describe, expect, it } from 'vitest';
import type { Decision, FromLive, LiveSession, ToLive } from './live.ts';
import { LIVE_MESSAGE, MAX_LIVE_BYTES, readFromLive, readToLive, writeLive } from './live.ts';
import { BadMessage } from './messages.ts';
import type { Drive } from './transport.ts';

const drive = {
  video: 'v1',
  playing: false,
  rate: 1,
  frame: 12,
  atMs: 400,
  sinceMs: 1_700_000_000_000,
  loop: null,
} as unknown as Drive;
const person = { id: 'p1', name: 'Maya', color: '#6fb3ff' };
const report = { follows: true, health: 'ready', video: 'v1', frame: 12, lagMs: 4 };
const seat = { id: 'seat-one', person, role: 'viewer', report, asks: false, mayLead: false };
const session = {
  id: 's1',
  study: 'st',
  begunAt: 5,
  begunBy: person,
  lead: 'seat-one',
  transport: { ...drive, epoch: 3 },
  seats: [seat],
} as unknown as LiveSession;

const decision = {
  id: 'decision-1',
  session: 's1',
  video: 'v1',
  frame: 4,
  words: 'It is a B-line.',
} as unknown as Decision;

describe('messages of a live session', () => {
  it('are one number and JSON [P14]', () => {
    expect([...writeLive({ kind: 'join' })]).toEqual([
      LIVE_MESSAGE,
      15,
      ...new TextEncoder().encode('{"kind":"join"}'),
    ]);
  });

  it.each<FromLive>([
    { kind: 'ping', id: 3 },
    { kind: 'hello', key: 'abcdefgh12' },
    { kind: 'begin', drive },
    { kind: 'drive', drive },
    { kind: 'leave' },
    { kind: 'ask-lead', asks: true },
    { kind: 'give-lead', to: 'seat-one' },
    { kind: 'report', report: report as never },
    { kind: 'note', what: 'flagged', frame: 4 as never, ref: 'event:x1' },
    { kind: 'decide', ...decision },
  ])('of a client come through whole: $kind [P14]', (message) => {
    expect(readFromLive(writeLive(message))).toEqual(message);
  });

  it.each<ToLive>([
    { kind: 'pong', id: 3, nowMs: 7 },
    { kind: 'you', seat: 'seat-one', mayLead: true },
    { kind: 'you', seat: null, mayLead: false },
    { kind: 'session', session, ended: null },
    { kind: 'session', session: null, ended: 'empty' },
    { kind: 'transport', transport: { ...drive, epoch: 4 } },
    { kind: 'seats', seats: [seat] as never },
    { kind: 'refused', code: 'not-leading', details: {}, about: null },
    { kind: 'refused', code: 'no-live', details: {}, about: 'decision-1' },
    { kind: 'logged', id: 'decision-1', n: 4, at: 1_700_000_000_000 },
  ])('of a server come through whole: $kind [P14]', (message) => {
    expect(readToLive(writeLive(message))).toEqual(message);
  });

  it.each([
    ['no words', { words: '  ' }],
    ['too many words', { words: 'x'.repeat(501) }],
    ['a name that is none', { id: 'short' }],
    ['no session', { session: undefined }],
    ['a frame that is none', { frame: -1 }],
  ])('of a decision with %s are none [P16]', (_what, more) => {
    expect(() => readFromLive(writeLive({ kind: 'decide', ...decision, ...more } as never))).toThrow(
      BadMessage,
    );
  });

  it('that a client does not know are left out, and what is none ends the line [P14]', () => {
    expect(readToLive(writeLive({ kind: 'tomorrow' } as never))).toBeUndefined();
    expect(readToLive(writeLive({ kind: 'session', session: { id: 7 } } as never))).toBeUndefined();
    expect(() => readToLive(Uint8Array.of(100, 3))).toThrow(BadMessage);
    expect(() => readFromLive(writeLive({ kind: 'hello', key: 'x'.repeat(MAX_LIVE_BYTES) }))).toThrow(
      BadMessage,
    );
    expect(() => readFromLive(writeLive({ kind: 'note', what: 'sang', frame: 1, ref: '' } as never))).toThrow(
      BadMessage,
    );
  });
});
