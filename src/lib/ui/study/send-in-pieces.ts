/**
 * A file on its way to the server in pieces (tus 1.0.0): what was lost on a broken line, with a killed server or a closed
 * page is asked for and sent again, and the sum over the whole is told with the last piece.
 */
import type { StudyId } from '#lib/model/id.ts';
import type { ProblemAnswer } from '#lib/protocol/http.ts';
import { Sha256 } from './sha256.ts';

export type Fault = { readonly code: string; readonly sentence: string; readonly next: string };

/** What the server says no to; the line being down is not among it. */
export class SendingRefused extends Error {
  override readonly name = 'SendingRefused';
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.sentence);
    this.fault = fault;
  }
}

export type Sending = {
  readonly study: StudyId;
  readonly file: File;
  /** Where it lies on the server, where it has been begun. */
  readonly address: string | null;
  /** It has been begun there. */
  readonly begun: (address: string) => void;
  /** So many bytes are there, or on their way. */
  readonly sent: (bytes: number) => void;
  /** The line is down; it is tried again. */
  readonly waits: (waiting: boolean) => void;
  /** All is sent. */
  readonly stored: () => void;
  readonly signal: AbortSignal;
};

const PIECE = 8 * 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };
const PAUSES_MS = [500, 1000, 2000, 4000, 8000];
/** Bytes that are hashed before others have their turn. */
const GULP = 512 * 1024;

type Answer = {
  readonly status: number;
  readonly offset: number | null;
  readonly place: string;
  readonly body: string;
};

/** Rejects with SendingRefused, or with the signal's reason. Answers the address. */
export async function sendInPieces(sending: Sending): Promise<string> {
  const { file, sent, waits, stored, signal } = sending;
  let address = sending.address;
  let hashed = 0;
  let hash = new Sha256();
  let failures = 0;
  for (;;) {
    try {
      address ??= await begin(sending);
      const offset = await offsetOf(address, signal);
      sent(offset);
      waits(false);
      if (hashed > offset) [hash, hashed] = [new Sha256(), 0];
      await hashTo(offset);
      if (offset === file.size) await confirm(address);
      else await sendFrom(address, offset);
      return address;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SendingRefused) {
        // Begun long ago and forgotten since, or somebody else's: from the beginning, once.
        if (error.fault.code !== 'not-found' || address === null || address !== sending.address) throw error;
        address = null;
        continue;
      }
      if (!(error instanceof LineDown)) throw error;
      waits(true);
      await pause(PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)] ?? 0, signal);
    }
  }

  async function hashTo(end: number): Promise<void> {
    for (; hashed < end; hashed = Math.min(end, hashed + GULP)) {
      const part = await file.slice(hashed, Math.min(end, hashed + GULP)).arrayBuffer();
      signal.throwIfAborted();
      hash.update(new Uint8Array(part));
    }
  }

  /** All has come, but nobody has said that it is what was sent: the last answer was lost, or the page was closed before. */
  async function confirm(to: string): Promise<void> {
    stored();
    const sum = hash.hex();
    hashed = Infinity;
    await ask('PATCH', to, lastPiece(file.size, sum), signal, new Blob([]));
  }

  async function sendFrom(to: string, from: number): Promise<void> {
    for (let at = from; at < file.size;) {
      const end = Math.min(file.size, at + PIECE);
      await hashTo(end);
      const isLast = end === file.size;
      const headers = isLast ? lastPiece(at, hash.hex()) : pieceAt(at);
      if (isLast) hashed = Infinity; // nothing can be added to a sum that has been told: begun anew, if it must be
      const start = at;
      const answer = await ask('PATCH', to, headers, signal, file.slice(at, end), (bytes) => {
        sent(start + bytes);
        if (isLast && start + bytes >= file.size) stored();
      });
      if (answer.offset === null) throw new LineDown();
      at = answer.offset;
      failures = 0;
    }
  }
}

function pieceAt(offset: number): Readonly<Record<string, string>> {
  return { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) };
}

/** @param sum over the whole file */
function lastPiece(offset: number, sum: string): Readonly<Record<string, string>> {
  return { ...pieceAt(offset), 'upload-sha256': sum };
}

async function begin({ study, file, begun, signal }: Sending): Promise<string> {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name.slice(-200))));
  const headers = { ...TUS, 'upload-length': String(file.size), 'upload-metadata': `filename ${name}` };
  const { place } = await ask('POST', `/api/v1/uploads?study=${study}`, headers, signal);
  begun(place);
  return place;
}

async function offsetOf(address: string, signal: AbortSignal): Promise<number> {
  const { offset } = await ask('HEAD', address, TUS, signal);
  if (offset === null) throw new LineDown();
  return offset;
}

/** Takes it back. What has arrived meanwhile stays. */
export async function takeBack(address: string): Promise<void> {
  // Where the line is down it is forgotten by the server after a day.
  await fetch(address, { method: 'DELETE', headers: TUS, keepalive: true }).catch(() => undefined);
}

/** Nothing came back, or nothing that can be used: the same again, later. */
class LineDown extends Error {
  override readonly name = 'LineDown';
}

function ask(
  method: string,
  address: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  body: Blob | null = null,
  progress: (bytes: number) => void = () => undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    signal.addEventListener('abort', abort, { once: true });
    xhr.upload.onprogress = ({ loaded }) => progress(loaded);
    xhr.onloadend = () => {
      signal.removeEventListener('abort', abort);
      const { status, responseText } = xhr;
      const offset = xhr.getResponseHeader('upload-offset');
      const place = xhr.getResponseHeader('location') ?? '';
      // Another byte is due: a piece that was thought lost had come after all.
      if (status === 0 || status === 409 || status === 429 || (status >= 500 && status !== 507))
        reject(signal.aborted ? signal.reason : new LineDown());
      else if (status >= 400) reject(new SendingRefused(faultOf(status, responseText)));
      else resolve({ status, offset: offset === null ? null : Number(offset), place, body: responseText });
    };
    xhr.open(method, address);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.send(body);
  });
}

function faultOf(status: number, text: string): Fault {
  try {
    return (JSON.parse(text) as ProblemAnswer).problem;
  } catch {
    // The answer to HEAD has no body.
    if (status === 404)
      return { code: 'not-found', sentence: 'The upload is not there any more.', next: 'Try again.' };
    if (status === 401)
      return { code: 'not-signed-in', sentence: 'You are not signed in.', next: 'Sign in and try again.' };
    return { code: 'refused', sentence: `The server refused the upload (${status}).`, next: 'Try again.' };
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
}
