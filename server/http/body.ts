/** Bodies of requests: bounded before they are read, and read out of the way when they are not wanted. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '#lib/model/problem.ts';

/** Of most bodies. */
const MAX_JSON = 64 * 1024;

/** Tells a client that waits for it to go on sending. */
export function expectBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
}

/** The JSON of a small body. Refuses what is not JSON, or is larger than so many bytes: 64 KiB unless more is named. */
export async function readJson(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes = MAX_JSON,
): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/i.test(type))
    throw new Refusal('bad-request', { what: 'The body must be JSON (content-type: application/json).' });
  expectBody(request, response);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of bytesOf(request)) {
    bytes += part.byteLength;
    if (bytes > maxBytes)
      throw new Refusal('too-large', { what: 'The body', limit: `${maxBytes / 1024} KiB` });
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal('bad-request', { what: 'The body is not JSON.' });
    throw error;
  }
}

/** The bytes of a body. Who stops reading early leaves the line open, so that an answer can still be sent. */
export function bytesOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

/** How much of a refused body is read, and for how long, so that the client sees the answer and not a cut line. */
const DRAIN_BYTES = 64 * 1024 * 1024;
const DRAIN_MS = 5000;

/** For after an answer that did not want the body: lets the client finish within limits, then ends the line. */
export function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let bytes = 0;
  const end = () => {
    clearTimeout(timer);
    request.socket.destroy();
  };
  const timer = setTimeout(end, DRAIN_MS);
  timer.unref();
  request.on('data', (part: Buffer) => {
    bytes += part.byteLength;
    if (bytes > DRAIN_BYTES) end();
  });
  request.once('close', () => clearTimeout(timer));
  request.resume();
}
