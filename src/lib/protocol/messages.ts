/**
 * What a client and a room say to each other: y-websocket's messages, and ours beside them. A stock client knows only
 * the first kind; ours are sent only to who asked for them (`?loupe=1`). SPEC.md has the rules, this file the bytes.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { isId, type PersonId } from '#lib/model/id.ts';
import { isProblemCode, type ProblemCode, type ProblemDetails } from '#lib/model/problem.ts';
import type { PersonAnswer } from './http.ts';

/** Changed with every change of the bytes below; a test pins the two together. */
export const PROTOCOL_VERSION = 2;

/** First number of a message. 0 to 3 are y-websocket's, 104 is of live sessions. */
export const MESSAGE = {
  sync: 0,
  presence: 1,
  auth: 2,
  queryPresence: 3,
  ack: 100,
  refused: 101,
  rights: 102,
  authors: 103,
  news: 105,
} as const;
/** Second number of a sync message. */
export const SYNC = { stateVector: 0, missing: 1, update: 2 } as const;

/** Why a socket was closed. 4400 to 4499 say: do not come back by yourself. */
export const CLOSE = {
  restarting: 1012,
  overloaded: 1013,
  signedOut: 4401,
  refused: 4403,
  gone: 4404,
  tooLarge: 4413,
  resync: 4500,
} as const;

/** Largest message that a room takes, in bytes. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/** Largest update in one message: an admission reads no more. What is larger goes out in several. */
export const MAX_UPDATE_BYTES = 4 * 1024 * 1024;

/** What a client says. An edit is a `missing` or an `update`: the room counts both, from 1 in each socket. */
export type FromClient =
  | { readonly kind: 'state-vector'; readonly vector: Uint8Array }
  | {
      readonly kind: 'edit';
      readonly update: Uint8Array;
      /** Whether it is the answer to a state vector of the room (`missing`), which a client sends once for each. */
      readonly isAnswer: boolean;
    }
  | { readonly kind: 'presence'; readonly states: Uint8Array }
  | { readonly kind: 'query-presence' };

/** What one may do in the room from now on. */
export type Rights = {
  readonly write: boolean;
  /** Why one may not write, as a sentence; null when one may. */
  readonly reason: string | null;
};

/** Which person a Yjs client is. */
export type Author = readonly [client: number, person: PersonAnswer];

/** What has changed beside the document; who wants to know how asks for it over HTTP. */
export const NEWS = ['work'] as const;
export type News = (typeof NEWS)[number];

/** Names of our messages to a client. */
export const OURS = ['ack', 'refused', 'rights', 'authors', 'news'] as const;

/** Ours, to a client that asked. */
export type ToClient =
  | { readonly kind: 'ack'; readonly count: number }
  | {
      readonly kind: 'refused';
      readonly ordinal: number;
      readonly code: ProblemCode;
      readonly details: ProblemDetails;
    }
  | { readonly kind: 'rights'; readonly rights: Rights }
  | { readonly kind: 'authors'; readonly authors: readonly Author[] }
  /** null: of something that this client does not know. */
  | { readonly kind: 'news'; readonly of: News | null };

/** A message that is none of ours or y-websocket's, cut short, or followed by more bytes. */
export class BadMessage extends Error {
  override readonly name = 'BadMessage';
}

/** The message in these bytes. Throws BadMessage. Answers of `auth` are a server's only, and bad from a client. */
export function readFromClient(bytes: Uint8Array): FromClient {
  return whole(bytes, (decoder) => {
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.queryPresence) return { kind: 'query-presence' };
    if (kind === MESSAGE.presence) return { kind: 'presence', states: decoding.readVarUint8Array(decoder) };
    if (kind !== MESSAGE.sync) throw new BadMessage(`There is no message ${kind}.`);
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (step === SYNC.stateVector) return { kind: 'state-vector', vector: body };
    if (step === SYNC.missing || step === SYNC.update)
      return { kind: 'edit', update: body, isAnswer: step === SYNC.missing };
    throw new BadMessage(`There is no sync message ${step}.`);
  });
}

/** A sync message: a state vector, what is missing from it, or an update. */
export function writeSync(step: keyof typeof SYNC, body: Uint8Array): Uint8Array {
  return written((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, SYNC[step]);
    encoding.writeVarUint8Array(encoder, body);
  });
}

/** A presence message around an awareness update. */
export function writePresence(states: Uint8Array): Uint8Array {
  return written((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.presence);
    encoding.writeVarUint8Array(encoder, states);
  });
}

export function writeToClient(message: ToClient): Uint8Array {
  return written((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE[message.kind]);
    switch (message.kind) {
      case 'ack':
        return encoding.writeVarUint(encoder, message.count);
      case 'refused':
        encoding.writeVarUint(encoder, message.ordinal);
        encoding.writeVarString(encoder, message.code);
        return encoding.writeVarString(encoder, JSON.stringify(message.details));
      case 'rights':
        return encoding.writeVarString(encoder, JSON.stringify(message.rights));
      case 'authors':
        return encoding.writeVarString(encoder, JSON.stringify(message.authors));
      case 'news':
        return encoding.writeVarString(encoder, message.of ?? '');
    }
  });
}

/**
 * What follows the first number of one of our messages; the decoder stands behind that number. Throws BadMessage: a
 * server of another version, or none of ours.
 */
export function readToClient(kind: ToClient['kind'], decoder: decoding.Decoder): ToClient {
  try {
    switch (kind) {
      case 'ack':
        return { kind, count: decoding.readVarUint(decoder) };
      case 'refused': {
        const ordinal = decoding.readVarUint(decoder);
        const code = decoding.readVarString(decoder);
        const details = readDetails(decoding.readVarString(decoder));
        return { kind, ordinal, code: isProblemCode(code) ? code : 'internal', details };
      }
      case 'rights': {
        const { write, reason } = record(JSON.parse(decoding.readVarString(decoder)));
        return {
          kind,
          rights: { write: write === true, reason: typeof reason === 'string' ? reason : null },
        };
      }
      case 'authors':
        return { kind, authors: readAuthors(JSON.parse(decoding.readVarString(decoder))) };
      case 'news': {
        const of = decoding.readVarString(decoder);
        return { kind, of: NEWS.find((one) => one === of) ?? null };
      }
    }
  } catch (thrown) {
    throw new BadMessage(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function whole<T>(bytes: Uint8Array, read: (decoder: decoding.Decoder) => T): T {
  const decoder = decoding.createDecoder(bytes);
  let value: T;
  try {
    value = read(decoder);
  } catch (thrown) {
    throw thrown instanceof BadMessage ? thrown : new BadMessage('The message is cut short.');
  }
  if (decoding.hasContent(decoder)) throw new BadMessage('The message goes on after its end.');
  return value;
}

function written(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function readDetails(text: string): ProblemDetails {
  const known = Object.entries(record(JSON.parse(text))).filter(
    (entry): entry is [string, string | number] =>
      typeof entry[1] === 'string' || typeof entry[1] === 'number',
  );
  return Object.fromEntries(known);
}

function readAuthors(value: unknown): Author[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown): Author[] => {
    const [client, person] = Array.isArray(entry) ? (entry as unknown[]) : [];
    const { id, name, color } = record(person);
    if (typeof client !== 'number' || !isId(id) || typeof name !== 'string' || typeof color !== 'string')
      return [];
    return [[client, { id: id as PersonId, name, color }]];
  });
}
