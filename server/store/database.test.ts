import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NewerDatabase, openDatabase, versionOf } from './database.ts';
import { MIGRATIONS } from './migrations.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const STEPS = [
  'CREATE TABLE a (x INTEGER) STRICT',
  'ALTER TABLE a ADD COLUMN y TEXT',
  'CREATE TABLE b (z TEXT) STRICT',
];
const tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";

it('takes each step once, from whatever version it finds', () => {
  const path = join(folder, 'db');
  const first = openDatabase(path, STEPS.slice(0, 1));
  first.exec('INSERT INTO a (x) VALUES (7)');
  expect(versionOf(first)).toBe(1);
  first.close();
  const second = openDatabase(path, STEPS);
  expect(versionOf(second)).toBe(3);
  expect(second.prepare('SELECT x, y FROM a').all()).toEqual([{ x: 7, y: null }]);
  second.close();
});

it('leaves the older version whole when a step fails', () => {
  const path = join(folder, 'db');
  openDatabase(path, STEPS.slice(0, 1)).close();
  expect(() =>
    openDatabase(path, [STEPS[0]!, 'CREATE TABLE c (x INTEGER); CREATE TABLE a (x INTEGER)']),
  ).toThrow('already exists');
  const again = openDatabase(path, STEPS.slice(0, 1));
  expect(versionOf(again)).toBe(1);
  expect(again.prepare(tables).pluck().get()).toBe(1);
  again.close();
});

it('refuses a database of a newer Loupe, and leaves it as it is', () => {
  const path = join(folder, 'db');
  openDatabase(path, STEPS).close();
  expect(() => openDatabase(path, STEPS.slice(0, 1))).toThrow(NewerDatabase);
  const db = openDatabase(path, STEPS);
  expect(versionOf(db)).toBe(3);
  db.close();
});

it('is durable, waits for other writers, and keeps references', () => {
  const db = openDatabase(join(folder, 'db'));
  const pragma = (name: string) => db.pragma(name, { simple: true });
  expect(versionOf(db)).toBe(MIGRATIONS.length);
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(2);
  expect(pragma('foreign_keys')).toBe(1);
  expect(pragma('trusted_schema')).toBe(0);
  expect(pragma('busy_timeout')).toBe(5000);
  db.close();
});
