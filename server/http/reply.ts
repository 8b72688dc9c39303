/** How the server answers when it is not a page: JSON, bytes, and problems of one shape. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { problem, Refusal, type Problem } from '#lib/model/problem.ts';
import type { ProblemAnswer } from '#lib/protocol/http.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { attachment } from './attachment.ts';

export type Reply = WholeReply | FileReply;

type WholeReply =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: number; readonly bytes: Uint8Array; readonly type: string };

/** A file of any size: it is made while it is sent. */
type FileReply = {
  readonly status: number;
  readonly pieces: AsyncIterable<string | Uint8Array> | Iterable<string>;
  /** Its size, where that is known. */
  readonly bytes?: number;
  /** JSON unless it is said. */
  readonly type?: string;
  /** For people; may hold anything that a text can. */
  readonly fileName: string;
};

const JSON_TYPE = 'application/json; charset=utf-8';

/** Who has taken nothing of a file for so long is gone: a document in memory hangs on it. */
const SILENCE_MS = 60_000;

export function send(response: ServerResponse, reply: WholeReply): void {
  const body = 'json' in reply ? Buffer.from(JSON.stringify(reply.json)) : reply.bytes;
  begin(response, reply.status, 'json' in reply ? JSON_TYPE : reply.type);
  response.setHeader('content-length', body.byteLength);
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** Settles when all is sent or the asker has gone. What making a piece throws comes through, after half a file. */
export async function sendFile(
  response: ServerResponse,
  { status, pieces, bytes, fileName, type = JSON_TYPE }: FileReply,
): Promise<void> {
  begin(response, status, type);
  response.setHeader('content-disposition', attachment(fileName));
  if (bytes !== undefined) response.setHeader('content-length', bytes);
  if (response.req.method !== 'HEAD') {
    response.setTimeout(SILENCE_MS, () => response.destroy());
    for await (const piece of pieces) {
      if (response.destroyed) return;
      if (!response.write(piece)) await drained(response);
    }
  }
  response.end();
}

/** Until there is room for more, or nobody is left to send it to. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      response.off('drain', end).off('close', end);
      done();
    };
    response.once('drain', end).once('close', end);
  });
}

function begin(response: ServerResponse, status: number, type: string): void {
  response.statusCode = status;
  response.setHeader('content-type', type);
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'private, no-store');
}

export function sendProblem(response: ServerResponse, found: Problem): void {
  if (response.headersSent) {
    response.destroy(); // half an answer cannot become another one
    return;
  }
  response.removeHeader('content-disposition'); // it was to be a file
  response.removeHeader('content-length');
  if (found.status === 401) response.setHeader('www-authenticate', 'Bearer');
  send(response, { status: found.status, json: answerOf(found) });
}

export function answerOf({ code, sentence, next }: Problem): ProblemAnswer {
  return { problem: { code, sentence, next } };
}

/** What a thrown thing says to the asker: a refusal itself, anything else by a number that is in the log. */
export function problemOf(thrown: unknown, log: Logger): Problem {
  if (thrown instanceof Refusal) return thrown.problem;
  const id = randomUUID().slice(0, 8);
  log.error({ id, error: thrown }, 'a request failed');
  return problem('internal', { id });
}
