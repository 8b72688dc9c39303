/** A data folder whose history is gone is not opened as if nothing had ever been annotated. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import { HistoryLost } from './lost.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'loupe-lost-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (environment: Readonly<Record<string, string>> = {}) =>
  createApp(readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', ...environment }));

async function worked(): Promise<void> {
  const app = open();
  app.store.people.create({ login: 'maya', name: 'Maya' });
  await app.stop();
}

function lose(): void {
  for (const name of readdirSync(folder)) if (name.startsWith('log.db')) rmSync(join(folder, name));
}

it('[L31] a history that is missing or empty is refused, and nothing is made in its place', async () => {
  await worked();
  lose();
  expect(() => open()).toThrow(HistoryLost);
  expect(() => open()).toThrow(/log\.db is missing.*Restore.*ACCEPT_LOST_HISTORY=yes/s);
  expect(existsSync(join(folder, 'log.db'))).toBe(false);
  writeFileSync(join(folder, 'log.db'), '');
  expect(() => open()).toThrow(/log\.db is empty/);
});

it('[L31] goes on without it when that is said, and needs no word of it afterwards', async () => {
  await worked();
  lose();
  const app = open({ ACCEPT_LOST_HISTORY: 'yes' });
  expect(app.store.people.count()).toBe(1);
  await app.stop();
  await open().stop();
});

it('[L31] a folder that nobody has used needs none', async () => {
  await open().stop();
  lose();
  const app = open();
  expect(app.history.names()).toEqual([]);
  await app.stop();
});
