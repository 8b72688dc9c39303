import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import { FolderTaken } from '#server/store/sole-server.ts';
import { serveApp } from '../../tests/served-app.ts';
import { listen, PortTaken } from './listen.ts';

it('serves until it is closed, and then frees port and folder', async () => {
  const served = await serveApp();
  expect(await (await fetch(`${served.url}/healthz`)).json()).toEqual({ ok: true });
  await served.close();
  await expect(fetch(`${served.url}/healthz`)).rejects.toThrow('fetch failed');
});

it('says in a sentence when the port is taken', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as AddressInfo;
  await expect(serveApp({ PORT: String(port) })).rejects.toThrow(PortTaken);
  other.close();
});

it('does not work on a folder that another server works on', async () => {
  const served = await serveApp();
  const { dataDir } = served.app.config;
  const second = createApp(readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir }));
  await expect(listen(second, { pages: 'none' })).rejects.toThrow(FolderTaken);
  await second.stop();
  await served.close();
});
