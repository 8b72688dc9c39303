/** How the server answers when it is not a page: JSON, bytes, and problems of one shape. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { problem, Refusal, type Problem } from '#lib/model/problem.ts';
import type { ProblemAnswer } from '#lib/protocol/http.ts';
import type { Logger } from '#server/telemetry/logger.ts';

export type Reply =
  | { readonly status: number; readonly json: unknown; readonly fileName?: string }
  | { readonly status: number; readonly bytes: Uint8Array; readonly type: string };

export function send(response: ServerResponse, reply: Reply): void {
  const body = 'json' in reply ? Buffer.from(JSON.stringify(reply.json)) : reply.bytes;
  response.statusCode = reply.status;
  response.setHeader('content-type', 'json' in reply ? 'application/json; charset=utf-8' : reply.type);
  response.setHeader('content-length', body.byteLength);
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'private, no-store');
  if ('json' in reply && reply.fileName !== undefined)
    response.setHeader(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(reply.fileName)}`,
    );
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

export function sendProblem(response: ServerResponse, found: Problem): void {
  if (response.headersSent) {
    response.destroy(); // half an answer cannot become another one
    return;
  }
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
