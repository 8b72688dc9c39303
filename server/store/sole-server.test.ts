import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FolderTaken, holdFolder } from './sole-server.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-hold-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('is one at a time', () => {
  const hold = holdFolder(folder);
  expect(() => holdFolder(folder)).toThrow(FolderTaken);
  hold.release();
  holdFolder(folder).release();
});

it('lets go when it is killed', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const script = `import { holdFolder } from '#server/store/sole-server.ts';
    holdFolder(${JSON.stringify(folder)}); process.stdout.write('held'); setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(other.stdout, 'data');
  expect(() => holdFolder(folder)).toThrow('Another Loupe works on');
  other.kill('SIGKILL');
  await once(other, 'exit');
  holdFolder(folder).release();
});
