/** One server on one port for all of it: pages, API, media, sockets, and in development Vite's own socket. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { App } from '#server/app.ts';
import type { Config } from '#server/config.ts';
import { createDoor } from './door.ts';
import { builtPages, developmentPages, type Pages } from './pages.ts';
import { openSyncDoor } from './sync.ts';

export type Listening = {
  /** Where people find it. */
  readonly url: string;
  /** Where others on the network find it, when it listens to them and no ORIGIN says otherwise. */
  readonly networkUrls: readonly string[];
  /** Takes nothing new, lets what runs end, stops the app. */
  close(): Promise<void>;
};

/** `none` serves data only. */
export type PageSource = 'built' | 'development' | 'none';

/** Why a port cannot be had, as a sentence. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** What is still running when asked to stop gets so long. */
const GRACE_MS = 5000;

/** Starts the app and serves it. */
export async function listen(
  app: App,
  { pages: source }: { readonly pages: PageSource },
): Promise<Listening> {
  let pages: Pages | null = null;
  const door = createDoor(app, () => pages);
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 30_000,
      requestTimeout: 0, // an upload may take hours; a silent one is cut by its route
      keepAliveTimeout: 65_000, // longer than a proxy's, so that it never meets a line we have just closed
    },
    door,
  );
  server.on('checkContinue', door); // a body is asked for after the checks
  server.setTimeout(120_000);
  const sync = openSyncDoor(app, server, { sharesServer: source === 'development' });
  globalThis.__loupe = app; // the bridge to src/hooks.server.ts
  if (source === 'built') pages = await builtPages(app.config);
  if (source === 'development') pages = await developmentPages(server);
  app.start(); // before the port: where another server works on the data, nobody is to be answered
  await bind(server, app.config);
  const port = (server.address() as AddressInfo).port;

  return {
    url: app.config.origin ?? `http://${shownHost(app.config.host)}:${port}`,
    networkUrls: app.config.origin === null ? networkUrls(app.config.host, port) : [],
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      await app.rooms.stop(); // writes down what is on its way, tells the members
      sync.close();
      await pages?.close();
      const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      await closed;
      clearTimeout(timer);
      await app.stop();
    },
  };
}

function bind(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(sentenceOf(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      done();
    });
  });
}

function sentenceOf(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const { code = '' } = error;
  if (code === 'EADDRINUSE') {
    return new PortTaken(
      `Port ${port} of ${host} is in use. Is Loupe running already? Stop it, or set PORT to another.`,
    );
  }
  if (code === 'EACCES')
    return new PortTaken(`Port ${port} may not be used by this account. Set PORT to one above 1023.`);
  const noSuchHost = code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND';
  return noSuchHost ? new PortTaken(`This machine has no address ${host}. Correct HOST.`) : error;
}

function networkUrls(host: string, port: number): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [];
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return addresses
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => `http://${address}:${port}`);
}

function shownHost(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
