/**
 * Another site's page may make a browser send us requests with our cookie. Such a request changes nothing: what is not
 * a mere question must come from our own origin. A program with a token has no browser to be tricked.
 */
import type { IncomingMessage } from 'node:http';
import { Refusal } from '#lib/model/problem.ts';
import type { Visit } from './visit.ts';

const QUESTIONS = ['GET', 'HEAD', 'OPTIONS'];

/** Refuses `bad-origin`. */
export function refuseCrossSite(request: IncomingMessage, visit: Visit): void {
  const { method = 'GET', headers } = request;
  if (QUESTIONS.includes(method) || headers.authorization !== undefined) return;
  if (!isFromUs(request, visit)) throw new Refusal('bad-origin');
}

/** Every browser names the origin of a request that changes something; without a cookie there is nothing to misuse. */
function isFromUs({ headers }: IncomingMessage, visit: Visit): boolean {
  const site = headers['sec-fetch-site'];
  if (headers.origin !== undefined) return headers.origin === visit.origin;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return headers.cookie === undefined;
}
