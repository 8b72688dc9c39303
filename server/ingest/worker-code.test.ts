/** Compiled code is taken from a folder of our own only. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ownFolder } from './worker-code.ts';

const folder = mkdtempSync(join(tmpdir(), 'loupe-worker-code-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('makes a folder that nobody else can enter, and takes it again', () => {
  const path = join(folder, 'new');
  expect(ownFolder(path)).toBe(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(ownFolder(path)).toBe(path);
});

it('takes none that others can write to, or that leads elsewhere', () => {
  const open = join(folder, 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  const link = join(folder, 'link');
  symlinkSync(folder, link);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect([open, link, file, join(file, 'below')].map(ownFolder)).toEqual([null, null, null, null]);
});
