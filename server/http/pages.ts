/**
 * SvelteKit's half of the door: the build in production, Vite in development. It learns host, scheme and address of a
 * request from headers that only our own door sets.
 */
import { existsSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Config } from '#server/config.ts';
import type { Visit } from './visit.ts';

export type Pages = {
  serve(request: IncomingMessage, response: ServerResponse, visit: Visit): void;
  close(): Promise<void>;
};

type Handler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

const BUILD = new URL('../../build/handler.js', import.meta.url);
const HEADERS = { scheme: 'x-loupe-scheme', host: 'x-loupe-host', address: 'x-loupe-address' } as const;

export function isBuilt(): boolean {
  return existsSync(BUILD);
}

/** The built pages. adapter-node reads its settings from the environment when it is loaded. */
export async function builtPages({ origin }: Config): Promise<Pages> {
  if (!isBuilt()) throw new Error('The pages are not built. Run `npm start`, or `npm run build`.');
  for (const name of ['ORIGIN', 'PORT_HEADER', 'XFF_DEPTH']) delete process.env[name];
  if (origin !== null) process.env['ORIGIN'] = origin;
  process.env['PROTOCOL_HEADER'] = HEADERS.scheme;
  process.env['HOST_HEADER'] = HEADERS.host;
  process.env['ADDRESS_HEADER'] = HEADERS.address;
  process.env['BODY_SIZE_LIMIT'] = '512K';
  const { handler } = (await import(BUILD.href)) as { readonly handler: Handler };
  return {
    serve: (request, response, visit) => hand(handler, request, response, visit),
    close: async () => {},
  };
}

/** The pages from their sources, reloaded as they change; hot updates come over the same server. */
export async function developmentPages(server: Server): Promise<Pages> {
  const { createServer } = await import('vite');
  const vite = await createServer({
    server: { middlewareMode: true, hmr: { server } },
    appType: 'custom',
  });
  return {
    serve: (request, response, visit) => hand(vite.middlewares, request, response, visit),
    close: () => vite.close(),
  };
}

function hand(handler: Handler, request: IncomingMessage, response: ServerResponse, visit: Visit): void {
  // Overwrites what the client may have sent under these names.
  request.headers[HEADERS.scheme] = visit.secure ? 'https' : 'http';
  request.headers[HEADERS.host] = new URL(visit.origin).host;
  request.headers[HEADERS.address] = visit.address;
  handler(request, response, (error) => {
    response.statusCode = error === undefined ? 404 : 500;
    response.end();
  });
}
