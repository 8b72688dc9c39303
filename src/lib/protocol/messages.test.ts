import { createHash } from 'node:crypto';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as syncProtocol from 'y-protocols/sync';
import * as Y from 'yjs';
import type { PersonId } from '#lib/model/id.ts';
import {
  BadMessage,
  CLOSE,
  MESSAGE,
  OURS,
  PROTOCOL_VERSION,
  readFromClient,
  readToClient,
  writePresence,
  writeSync,
  writeToClient,
  type ToClient,
} from './messages.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const text = (value: string) => [value.length, ...new TextEncoder().encode(value)];
const maya = { id: 'maya' as PersonId, name: 'Maya', color: '#6fb3ff' };

const ours: readonly ToClient[] = [
  { kind: 'ack', count: 300 },
  { kind: 'refused', ordinal: 2, code: 'bad-update', details: { reason: 'why', limit: 4 } },
  { kind: 'rights', rights: { write: false, reason: 'You are here as viewer.' } },
  { kind: 'rights', rights: { write: true, reason: null } },
  { kind: 'authors', authors: [[4294967295, maya]] },
  { kind: 'news', of: 'work' },
];

/** A message of ours as a client reads it. */
function read(message: Uint8Array): ToClient {
  const decoder = decoding.createDecoder(message);
  const kind = decoding.readVarUint(decoder);
  const name = OURS.find((one) => MESSAGE[one] === kind);
  return readToClient(name!, decoder);
}

describe('the messages of y-websocket', () => {
  /** As its provider writes them. */
  function stock(kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, kind);
    write(encoder);
    return encoding.toUint8Array(encoder);
  }
  const ydoc = new Y.Doc();
  ydoc.getMap('m').set('a', 1);
  const [vector, update] = [Y.encodeStateVector(ydoc), Y.encodeStateAsUpdate(ydoc)];

  it('of sync are written as it writes them [P1]', () => {
    expect(writeSync('stateVector', vector)).toEqual(
      stock(0, (encoder) => syncProtocol.writeSyncStep1(encoder, ydoc)),
    );
    expect(writeSync('missing', update)).toEqual(
      stock(0, (encoder) => syncProtocol.writeSyncStep2(encoder, ydoc)),
    );
    expect(writeSync('update', update)).toEqual(
      stock(0, (encoder) => syncProtocol.writeUpdate(encoder, update)),
    );
  });

  it('of sync are read, and it is known whether an edit is an answer [P1] [P4]', () => {
    expect(readFromClient(writeSync('stateVector', vector))).toEqual({ kind: 'state-vector', vector });
    expect(readFromClient(writeSync('missing', update))).toEqual({ kind: 'edit', update, isAnswer: true });
    expect(readFromClient(writeSync('update', update))).toEqual({ kind: 'edit', update, isAnswer: false });
  });

  it('of presence are written and read as it does [P2]', () => {
    const awareness = new Awareness(ydoc);
    const states = encodeAwarenessUpdate(awareness, [ydoc.clientID]);
    awareness.destroy();
    const message = stock(1, (encoder) => encoding.writeVarUint8Array(encoder, states));
    expect(writePresence(states)).toEqual(message);
    expect(readFromClient(message)).toEqual({ kind: 'presence', states });
    expect(readFromClient(bytes(3))).toEqual({ kind: 'query-presence' });
  });
});

describe('our own messages', () => {
  it('are laid out as the formulas say [P3]', () => {
    expect(writeToClient({ kind: 'ack', count: 300 })).toEqual(bytes(100, 0b1010_1100, 2));
    expect(writeToClient({ kind: 'refused', ordinal: 2, code: 'forbidden', details: {} })).toEqual(
      bytes(101, 2, ...text('forbidden'), ...text('{}')),
    );
    expect(writeToClient({ kind: 'rights', rights: { write: true, reason: null } })).toEqual(
      bytes(102, ...text('{"write":true,"reason":null}')),
    );
    expect(writeToClient({ kind: 'authors', authors: [[7, maya]] })).toEqual(
      bytes(103, ...text('[[7,{"id":"maya","name":"Maya","color":"#6fb3ff"}]]')),
    );
  });

  it.each(ours)('are read as they were written: $kind [P3]', (message) => {
    expect(read(writeToClient(message))).toEqual(message);
  });

  it('of a server that knows more problems say that something went wrong [P8]', () => {
    const message = bytes(101, 1, ...text('new-code'), ...text('{"a":1,"b":"x","c":[1]}'));
    expect(read(message)).toEqual({
      kind: 'refused',
      ordinal: 1,
      code: 'internal',
      details: { a: 1, b: 'x' },
    });
  });

  it('are read for what in them can be understood [P8]', () => {
    expect(read(bytes(102, ...text('{"write":1}')))).toEqual({
      kind: 'rights',
      rights: { write: false, reason: null },
    });
    const authors = JSON.stringify([
      [1, maya],
      [2, { id: 'x' }],
      'x',
      ['3', maya],
      [4, { ...maya, id: '../' }],
    ]);
    expect(read(writeAuthors(authors))).toEqual({ kind: 'authors', authors: [[1, maya]] });
    expect(read(bytes(103, ...text('{}')))).toEqual({ kind: 'authors', authors: [] });
    expect(read(bytes(105, ...text('weather')))).toEqual({ kind: 'news', of: null });
  });

  function writeAuthors(json: string): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.authors);
    encoding.writeVarString(encoder, json);
    return encoding.toUint8Array(encoder);
  }

  it.each([
    ['cut short', 'ack', []],
    ['with JSON that is none', 'rights', text('{')],
    ['with less than its fields', 'refused', [1, ...text('forbidden')]],
  ] as const)('%s are bad [P7]', (_, kind, body) => {
    expect(() => readToClient(kind, decoding.createDecoder(bytes(...body)))).toThrow(BadMessage);
  });
});

describe('what is no message', () => {
  it.each([
    ['nothing', []],
    ['of an unknown kind', [4, 0]],
    ['of a server only', [2, 0, 1, 65]],
    ['one of our own', [100, 1]],
    ['of sync, of an unknown step', [0, 3, 0]],
    ['cut short', [0, 2, 5, 1, 2]],
    ['longer than it says', [0, 2, 1, 0, 9]],
    ['followed by another', [3, 3]],
    ['with a number that never ends', [0, 2, ...Array(12).fill(255)]],
  ])('is bad: %s [P7]', (_, message) => {
    expect(() => readFromClient(bytes(...message))).toThrow(BadMessage);
  });
});

describe('a close code', () => {
  // What y-websocket 3.1 does by itself; SPEC.md says it in words.
  const comesBack = (code: number) => !(code >= 4400 && code < 4500);

  it('tells a stock client whether to come back [P10]', () => {
    const { restarting, overloaded, signedOut, refused, gone, tooLarge, resync } = CLOSE;
    expect([restarting, overloaded, resync].map(comesBack)).toEqual([true, true, true]);
    expect([signedOut, refused, gone, tooLarge].map(comesBack)).toEqual([false, false, false, false]);
  });
});

/** Bump PROTOCOL_VERSION with every change of the bytes, and write the new pair here. */
const LAYOUTS: Readonly<Record<number, string>> = {
  1: '3c9073ebb8e9a0f5359d42dc99c6467f8335518286e7d077b5c8affd8a2f1f89',
  2: '2ec0d4fee70b94e6bcaeebbe99341eee2ae544e8bc67787a98830575160fd5ac',
};

it('the bytes are those of this version [P11]', () => {
  const golden = [
    writeSync('stateVector', bytes(1, 2, 3)),
    writeSync('missing', bytes(0, 0)),
    writeSync('update', bytes(0, 0)),
    writePresence(bytes(0)),
    ...ours.map(writeToClient),
    new TextEncoder().encode(JSON.stringify([MESSAGE, CLOSE])),
  ];
  const hash = createHash('sha256');
  for (const message of golden) hash.update(`${message.length}:`).update(message);
  expect(hash.digest('hex')).toBe(LAYOUTS[PROTOCOL_VERSION]);
});
