/**
 * Every request comes in here: it gets its guard headers, its host and origin are checked, and it goes to the API, the
 * media or the pages. Whatever throws behind it becomes one problem answer.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '#lib/model/problem.ts';
import type { App } from '#server/app.ts';
import { serveApi } from './api/api.ts';
import { drain, expectBody } from './body.ts';
import { refuseCrossSite } from './cross-site.ts';
import { guard, guardData } from './guard-headers.ts';
import { identify } from './identity.ts';
import { serveMedia } from './media.ts';
import type { Pages } from './pages.ts';
import { problemOf, send, sendProblem } from './reply.ts';
import { serveUploads, UPLOADS } from './uploads.ts';
import { readVisit, type Visit } from './visit.ts';

export type Door = (request: IncomingMessage, response: ServerResponse) => void;

/** `pages` may still be on their way while the server is made; without them there is only data. */
export function createDoor(app: App, pages: () => Pages | null): Door {
  const log = app.log.child({ room: 'http' });

  async function enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    guard(response, null);
    if (request.url === '/healthz') return serveHealth(response);
    const visit = readVisit(request, app.config);
    guard(response, visit);
    refuseCrossSite(request, visit);
    const { pathname } = visit.url;
    if (pathname.startsWith('/api/v1/') || pathname.startsWith('/media/')) {
      return serveData(app, visit, request, response);
    }
    const found = pages();
    if (!found || isReserved(pathname)) throw new Refusal('not-found');
    expectBody(request, response);
    found.serve(request, response, visit);
  }

  return (request, response) => {
    const started = performance.now();
    response.once('finish', () => {
      const ms = Math.round(performance.now() - started);
      // No path: it may hold a link's token.
      log.debug({ method: request.method, status: response.statusCode, ms }, 'answered');
    });
    enter(request, response).catch((thrown: unknown) => {
      if (response.destroyed || response.socket?.destroyed !== false) {
        log.info({ error: thrown }, 'a request broke off'); // nobody is left to tell
        return;
      }
      const found = problemOf(thrown, log);
      if (found.code === 'bad-origin') {
        const { origin, host } = request.headers;
        log.warn({ origin, host }, 'refused a request from another origin; behind a proxy, set ORIGIN');
      }
      guardData(response);
      if (!request.complete && !response.headersSent) response.setHeader('connection', 'close');
      sendProblem(response, found);
      drain(request);
    });
  };
}

async function serveData(
  app: App,
  visit: Visit,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  guardData(response);
  const { pathname, searchParams } = visit.url;
  const identity = await identify(app.auth, request, visit);
  if (pathname.startsWith('/media/')) {
    return serveMedia(app, identity, pathname.slice('/media/'.length), request, response);
  }
  if (pathname === UPLOADS || pathname.startsWith(`${UPLOADS}/`)) {
    return serveUploads(
      app,
      identity,
      visit,
      pathname.slice(UPLOADS.length),
      searchParams,
      request,
      response,
    );
  }
  return serveApi(app, identity, visit, pathname.slice('/api/v1'.length), searchParams, request, response);
}

/** Never pages, whatever routes there are: a misspelt API path must not answer with HTML. */
function isReserved(pathname: string): boolean {
  return /^\/(api|media|sync)(\/|$)/.test(pathname);
}

/** Alive: the loop turns and the process answers. For load balancers and the tests. */
function serveHealth(response: ServerResponse): void {
  guardData(response);
  send(response, { status: 200, json: { ok: true } });
}
