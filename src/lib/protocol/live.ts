/**
 * What a client and a live session say to each other, over a socket of their own: `/sync/live/<study>`. One message is
 * `104 • json`. SPEC.md has the rules.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { isId, type PersonId, type StudyId, type VideoId } from '#lib/model/id.ts';
import { isProblemCode, type ProblemCode, type ProblemDetails } from '#lib/model/problem.ts';
import { isRole, type Role } from '#lib/model/role.ts';
import { isFrame, type Frame } from '#lib/model/time.ts';
import type { PersonAnswer } from './http.ts';
import { BadMessage } from './messages.ts';
import { checkDrive, type Drive, type Transport } from './transport.ts';

/** First number of each message. */
export const LIVE_MESSAGE = 104;
/** Longest message of a client, in bytes. */
export const MAX_LIVE_BYTES = 4096;

/** Longest note of what was decided, in characters. */
export const MAX_DECISION = 500;

/** How one who is in the session does. `away`: their page is hidden, or their line is gone for the moment. */
export type Health = 'ready' | 'loading' | 'away';

/** What one says of oneself. */
export type Report = {
  /** Follows what is shown; false: looks around alone. */
  readonly follows: boolean;
  readonly health: Health;
  readonly video: VideoId;
  readonly frame: Frame;
  /** How far behind the server's clock the picture is, milliseconds of the video; null: not known. */
  readonly lagMs: number | null;
};

/** What happened in a session, for its log. The server writes who and when. */
export const NOTED = ['flagged', 'commented'] as const;
export type Noted = (typeof NOTED)[number];

/** What was decided in a session, as the one who writes it down says it. */
export type Decision = {
  /** Made by the page: said again, because no answer came, it is written down once. */
  readonly id: string;
  readonly session: string;
  readonly video: VideoId;
  readonly frame: Frame;
  readonly words: string;
};

export type FromLive =
  | { readonly kind: 'ping'; readonly id: number }
  /** First of all: what this page is called, also after its line broke. */
  | { readonly kind: 'hello'; readonly key: string }
  | { readonly kind: 'begin'; readonly drive: Drive }
  | { readonly kind: 'drive'; readonly drive: Drive }
  | { readonly kind: 'join' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'end' }
  | { readonly kind: 'take-lead' }
  | { readonly kind: 'ask-lead'; readonly asks: boolean }
  | { readonly kind: 'give-lead'; readonly to: string }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'note'; readonly what: Noted; readonly frame: Frame; readonly ref: string }
  /** The lead writes down what was decided; it is answered with `logged` or `refused`. */
  | ({ readonly kind: 'decide' } & Decision);

/** Somebody in the session. One person may sit in it twice, in two pages. */
export type Seat = {
  readonly id: string;
  readonly person: PersonAnswer;
  readonly role: Role;
  readonly report: Report | null;
  /** Wants the lead. */
  readonly asks: boolean;
  /** May take the lead when nobody has it. */
  readonly mayLead: boolean;
};

export type LiveSession = {
  readonly id: string;
  readonly study: StudyId;
  /** Milliseconds since 1970, the server's clock. */
  readonly begunAt: number;
  readonly begunBy: PersonAnswer;
  /** Whose hand is followed: a seat; null: nobody's. */
  readonly lead: string | null;
  readonly transport: Transport;
  readonly seats: readonly Seat[];
};

/** Why there is no session any more. */
export type EndReason = 'ended' | 'empty' | 'restart';

export type ToLive =
  | { readonly kind: 'pong'; readonly id: number; readonly nowMs: number }
  /** What one may do here, and what one's seat is called; null: one has not joined. */
  | { readonly kind: 'you'; readonly seat: string | null; readonly mayLead: boolean }
  /** Who is in what; sent when it changes. */
  | {
      readonly kind: 'session';
      readonly session: LiveSession | null;
      /** Why the last one is over. */
      readonly ended: EndReason | null;
    }
  | { readonly kind: 'transport'; readonly transport: Transport }
  | { readonly kind: 'seats'; readonly seats: readonly Seat[] }
  /** A decision is on disk: its number in the log of the session, and when, milliseconds since 1970. */
  | { readonly kind: 'logged'; readonly id: string; readonly n: number; readonly at: number }
  | {
      readonly kind: 'refused';
      readonly code: ProblemCode;
      readonly details: ProblemDetails;
      /** The decision it is about; null: something else. */
      readonly about: string | null;
    };

export function writeLive(message: FromLive | ToLive): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, LIVE_MESSAGE);
  encoding.writeVarString(encoder, JSON.stringify(message));
  return encoding.toUint8Array(encoder);
}

/** The message of a client. Throws BadMessage. */
export function readFromLive(bytes: Uint8Array): FromLive {
  if (bytes.byteLength > MAX_LIVE_BYTES) throw new BadMessage('The message is too long.');
  const found = checkFromLive(jsonIn(bytes));
  if (!found) throw new BadMessage('There is no such message.');
  return found;
}

/** The message of a server; undefined for one that this client does not know. Throws BadMessage. */
export function readToLive(bytes: Uint8Array): ToLive | undefined {
  return checkToLive(jsonIn(bytes));
}

function jsonIn(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const decoder = decoding.createDecoder(bytes);
    if (decoding.readVarUint(decoder) !== LIVE_MESSAGE) throw new BadMessage('There is no such message.');
    const value: unknown = JSON.parse(decoding.readVarString(decoder));
    if (decoding.hasContent(decoder)) throw new BadMessage('The message goes on after its end.');
    return record(value);
  } catch (thrown) {
    throw thrown instanceof BadMessage ? thrown : new BadMessage('The message is cut short.');
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

type Fields = Readonly<Record<string, unknown>>;

/** How each message of a client is read; undefined: it is none. */
const FROM_LIVE: Readonly<Record<FromLive['kind'], (value: Fields) => FromLive | undefined>> = {
  ping: ({ id }) => (Number.isSafeInteger(id) ? { kind: 'ping', id: id as number } : undefined),
  hello: ({ key }) => (isKey(key) ? { kind: 'hello', key } : undefined),
  begin: ({ drive }) => withDrive('begin', drive),
  drive: ({ drive }) => withDrive('drive', drive),
  join: () => ({ kind: 'join' }),
  leave: () => ({ kind: 'leave' }),
  end: () => ({ kind: 'end' }),
  'take-lead': () => ({ kind: 'take-lead' }),
  'ask-lead': ({ asks }) => ({ kind: 'ask-lead', asks: asks === true }),
  'give-lead': ({ to }) => (isKey(to) ? { kind: 'give-lead', to } : undefined),
  report({ report }) {
    const found = checkReport(report);
    return found && { kind: 'report', report: found };
  },
  note({ what, frame, ref }) {
    const known = NOTED.find((one) => one === what);
    const good = known && isFrame(frame) && typeof ref === 'string' && /^[\w:-]{0,60}$/.test(ref);
    return good ? { kind: 'note', what: known, frame, ref } : undefined;
  },
  decide({ id, session, video, frame, words }) {
    const text = typeof words === 'string' && words.length <= 2 * MAX_DECISION ? words.trim() : '';
    if (!isKey(id) || !isId(session) || !isId(video) || !isFrame(frame)) return undefined;
    if (text === '' || text.length > MAX_DECISION) return undefined;
    return { kind: 'decide', id, session, video: video as VideoId, frame, words: text };
  },
};

function checkFromLive(value: Fields): FromLive | undefined {
  const { kind } = value;
  if (typeof kind !== 'string' || !Object.hasOwn(FROM_LIVE, kind)) return undefined;
  return FROM_LIVE[kind as FromLive['kind']](value);
}

function withDrive(kind: 'begin' | 'drive', value: unknown): FromLive | undefined {
  const drive = checkDrive(value);
  return drive && ({ kind, drive } as FromLive);
}

function checkReport(value: unknown): Report | undefined {
  const { follows, health, video, frame, lagMs } = record(value);
  if (!isId(video) || !isFrame(frame)) return undefined;
  const isLag = typeof lagMs === 'number' && Number.isFinite(lagMs) && Math.abs(lagMs) < 1e9;
  return {
    follows: follows === true,
    health: health === 'loading' || health === 'away' ? health : 'ready',
    video: video as VideoId,
    frame,
    lagMs: isLag ? Math.round(lagMs) : null,
  };
}

const ENDS: readonly EndReason[] = ['ended', 'empty', 'restart'];

/** How each message of a server is read; undefined: nothing that this client can use. */
const TO_LIVE: Readonly<Record<ToLive['kind'], (value: Fields) => ToLive | undefined>> = {
  pong: ({ id, nowMs }) =>
    typeof id === 'number' && typeof nowMs === 'number' ? { kind: 'pong', id, nowMs } : undefined,
  you: ({ seat, mayLead }) => ({ kind: 'you', seat: isKey(seat) ? seat : null, mayLead: mayLead === true }),
  session({ session, ended }) {
    if (session === null)
      return { kind: 'session', session, ended: ENDS.find((one) => one === ended) ?? null };
    const found = checkSession(session);
    return found && { kind: 'session', session: found, ended: null };
  },
  transport({ transport }) {
    const found = checkTransport(transport);
    return found && { kind: 'transport', transport: found };
  },
  seats: ({ seats }) => ({ kind: 'seats', seats: checkSeats(seats) }),
  logged: ({ id, n, at }) =>
    isKey(id) && Number.isSafeInteger(n) && Number.isSafeInteger(at)
      ? { kind: 'logged', id, n: n as number, at: at as number }
      : undefined,
  refused: ({ code, details, about }) => ({
    kind: 'refused',
    code: isProblemCode(code) ? code : 'internal',
    details: record(details) as ProblemDetails,
    about: isKey(about) ? about : null,
  }),
};

function checkToLive(value: Fields): ToLive | undefined {
  const { kind } = value;
  if (typeof kind !== 'string' || !Object.hasOwn(TO_LIVE, kind)) return undefined;
  return TO_LIVE[kind as ToLive['kind']](value);
}

/** A transport as it lies in a message or in the store; undefined when it is none. */
export function checkTransport(value: unknown): Transport | undefined {
  const drive = checkDrive(value);
  const { epoch } = record(value);
  return drive && Number.isSafeInteger(epoch) ? { ...drive, epoch: epoch as number } : undefined;
}

function checkSession(value: unknown): LiveSession | undefined {
  const { id, study, begunAt, begunBy, lead, transport, seats } = record(value);
  const drive = checkTransport(transport);
  const person = checkPerson(begunBy);
  if (!isId(id) || !isId(study) || typeof begunAt !== 'number' || !person || !drive) return undefined;
  return {
    id,
    study: study as StudyId,
    begunAt,
    begunBy: person,
    lead: isKey(lead) ? lead : null,
    transport: drive,
    seats: checkSeats(seats),
  };
}

function checkSeats(value: unknown): Seat[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown): Seat[] => {
    const { id, person, role, report, asks, mayLead } = record(one);
    const who = checkPerson(person);
    if (!isKey(id) || !who || !isRole(role)) return [];
    const seat = { id, person: who, role, asks: asks === true, mayLead: mayLead === true };
    return [{ ...seat, report: checkReport(report) ?? null }];
  });
}

function checkPerson(value: unknown): PersonAnswer | undefined {
  const { id, name, color } = record(value);
  if (!isId(id) || typeof name !== 'string' || typeof color !== 'string') return undefined;
  return { id: id as PersonId, name, color };
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{8,40}$/.test(value);
}
