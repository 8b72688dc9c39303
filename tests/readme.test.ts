/** The README is the map: what it names exists, and what exists is on it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
const scripts = Object.keys(
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts,
);

function folders(path: string): string[] {
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${path}/${entry.name}`);
}

it('every room is on the map', () => {
  const rooms = [
    ...folders('src/lib'),
    ...folders('server'),
    'src/routes',
    'server/main.ts',
    'server/app.ts',
    'tests',
  ];
  expect(rooms.filter((room) => !readme.includes(`\`${room}\``))).toEqual([]);
});

it('every path on the map exists', () => {
  const named = [...readme.matchAll(/[`(]((?:src|server|tests|static)(?:\/[\w.-]+)*\/?)[`)]/g)].map(
    (match) => match[1] ?? '',
  );
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('every npm command it names is a script', () => {
  const named = [...readme.matchAll(/npm (?:run )?([a-z]+)(?= |`|\n)/g)].map((match) => match[1] ?? '');
  expect([...new Set(named)].filter((name) => !scripts.includes(name))).toEqual([]);
});

it('every command of the shell tool is named', () => {
  const cli = readdirSync(join(root, 'server/cli')).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const commands = cli.filter((name) =>
    /export (async )?function run\b|export const run\b/.test(
      readFileSync(join(root, 'server/cli', name), 'utf8'),
    ),
  );
  expect(commands.length).toBeGreaterThan(3);
  expect(
    commands
      .map((name) => name.replace('.ts', '').replace('-', ' '))
      .filter((name) => !readme.includes(`\`${name}`)),
  ).toEqual([]);
});

it('its picture exists', () => {
  for (const match of readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g))
    expect(match[1]).toSatisfy((path: string) => existsSync(join(root, path)));
});

it('the changelog has one outcome a line', () => {
  const lines = changelog.split('\n').filter((line) => line.trim() !== '');
  expect(lines[0]).toBe('# Changelog');
  expect(lines.slice(2).filter((line) => !/^(## .+|- [A-Z*`].*\.)$/.test(line))).toEqual([]);
});
