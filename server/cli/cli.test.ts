import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#lib/model/id.ts';
import { LOG_MIGRATIONS } from '#server/log/migrations.ts';
import { createLog } from '#server/log/sqlite-log.ts';
import { openDatabase } from '#server/store/database.ts';
import { createStore, type Store } from '#server/store/store.ts';
import { numberedRow, ROOMS } from '../../tests/builders/appending-process.ts';
import { loupe as runLoupe, type Finished } from '../../tests/builders/shell-tool.ts';

let folder = '';
let store: Store;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-cli-'));
  store = createStore(join(folder, 'loupe.db'));
  store.projects.create({ name: 'Lungs' });
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Beside this process, which has the database open. */
function loupe(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Finished> {
  return runLoupe(folder, args, environment);
}

it('user add makes a person with a role, and a link that signs them in', async () => {
  const added = await loupe([
    'user',
    'add',
    'maya',
    '--name',
    'Maya Okafor',
    '--project',
    'Lungs',
    '--role',
    'annotator',
  ]);
  expect(added).toMatchObject({ code: 0, fault: '' });
  expect(added.out).toMatch(
    /Maya Okafor \(maya\) is there now, annotator in Lungs\..*\nhttp:\/\/localhost:\d+\/link\/[\w-]{43}\n$/,
  );
  const person = store.people.byLogin('maya');
  expect(store.members.ofPerson(person!.id)).toMatchObject([{ role: 'annotator' }]);
  const again = await loupe(['user', 'add', 'maya', '--admin']);
  expect(again.out).toContain('was there already');
  expect(store.people.byLogin('maya')?.admin).toBe(true);
  expect(store.people.count()).toBe(1);
});

it('token create prints the token and nothing else to stdout', async () => {
  store.people.create({ login: 'tool', name: 'Tool' });
  const made = await loupe(['token', 'create', '--login', 'tool', '--name', 'script', '--days', '5']);
  expect(made.code).toBe(0);
  expect(made.out).toMatch(/^lp_[\w-]{43}\n$/);
  const [row] = store.tokens.ofPerson(store.people.byLogin('tool')!.id);
  expect(row).toMatchObject({ name: 'script', usedAt: null });
  expect(row!.expiresAt - row!.createdAt).toBe(5 * 86_400_000);
});

it('doctor finds a sound folder, and says what is wrong with one that cannot be used', async () => {
  const sound = await loupe(['doctor']);
  expect(sound).toMatchObject({ code: 0, fault: '' });
  expect(sound.out).toContain('loupe.db is sound');
  expect(sound.out).toContain('Documents: 0, all 0 edits are as they were written');
  const none = await loupe(['doctor'], { DATA_DIR: '/dev/null/loupe' });
  expect(none.code).toBe(1);
  expect(none.out).toMatch(/bad +\/dev\/null\/loupe cannot be written/);
});

it('doctor finds a damaged edit', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'loupe-cli-'));
  const path = join(dataDir, 'log.db');
  const log = createLog(path);
  const row = { person: newId<'person'>(), atMs: 1, update: Uint8Array.of(1), newClients: [] };
  await Promise.all([log.append('a', row), log.append('a', row)]);
  await log.stop();
  const db = openDatabase(path, LOG_MIGRATIONS);
  db.exec('UPDATE row SET at = 3 WHERE seq = 2');
  db.close();
  const { code, out } = await loupe(['doctor'], { DATA_DIR: dataDir });
  expect(code).toBe(1);
  expect(out).toContain('bad   a is damaged at edit 2: it is not what was written. Restore a backup.');
  rmSync(dataDir, { recursive: true });
});

describe('doctor and a log that was really damaged', () => {
  const FIRST_PAGE_OF_ROWS = 1024;
  const PAGE = 4096;
  const spoilers: Readonly<Record<string, (path: string) => void>> = {
    'is no database any more': (path) => overwrite(path, 0, 100),
    'was cut in half': (path) => truncateSync(path, 500 * PAGE),
    'was cut to nothing': (path) => truncateSync(path, 0),
    'is gone': (path) => rmSync(path),
    'lost the page that says what is in it': (path) => overwrite(path, 100, PAGE),
    'lost the pages of all rows': (path) =>
      overwrite(path, FIRST_PAGE_OF_ROWS * PAGE, (FIRST_PAGE_OF_ROWS + 8) * PAGE),
  };

  it.each(Object.keys(spoilers))('that %s: says so, in a sentence, and what to do', async (how) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'loupe-cli-'));
    createStore(join(dataDir, 'loupe.db')).close();
    const path = join(dataDir, 'log.db');
    const log = createLog(path);
    for (let n = 0; n < 60; n++) await log.append(ROOMS[n % 3] ?? '', numberedRow(n));
    await log.stop();
    spoilers[how]?.(path);
    const { code, out, fault } = await loupe(['doctor'], { DATA_DIR: dataDir });
    expect({ code, fault }).toEqual({ code: 1, fault: '' });
    expect(out).toMatch(/^bad .*(damaged|is empty|is missing).*Restore a backup/m);
    expect(out).toMatch(/^good +Node/m);
    rmSync(dataDir, { recursive: true });
  });

  it('that is sound beside a store that is not: finds the store', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'loupe-cli-'));
    const path = join(dataDir, 'loupe.db');
    createStore(path).close();
    const log = createLog(join(dataDir, 'log.db'));
    await log.append('a', numberedRow(1));
    await log.stop();
    overwrite(path, 0, 100);
    const { code, out, fault } = await loupe(['doctor'], { DATA_DIR: dataDir });
    expect({ code, fault }).toEqual({ code: 1, fault: '' });
    expect(out).toMatch(/^bad +loupe\.db cannot be read \(.*\)\. Restore a backup\./m);
    rmSync(dataDir, { recursive: true });
  });
});

function overwrite(path: string, from: number, to: number): void {
  writeFileSync(path, readFileSync(path).fill(0x41, from, to));
}

it.each([
  [['nothing'], 'There is no command "nothing".'],
  [['user', 'add'], 'LOGIN is missing'],
  [['user', 'add', 'a b', '--name', 'x'], 'LOGIN is missing'],
  [['user', 'add', 'new'], '--name is missing.'],
  [['user', 'add', 'new', '--name', 'x', '--role', 'viewer'], '--project and --role go together.'],
  [['user', 'add', 'new', '--name', 'x', '--project', 'Lungs', '--role', 'king'], '"king" is not a role.'],
  [
    ['user', 'add', 'new', '--name', 'x', '--project', 'Hearts', '--role', 'viewer'],
    'There is no project "Hearts".',
  ],
  [['user', 'add', 'new', '--nmae', 'x'], "Unknown option '--nmae'"],
  [['token', 'create', '--login', 'nobody', '--name', 'x'], 'Nobody signs in as "nobody".'],
])('%j is refused with a sentence', async (args, sentence) => {
  const refused = await loupe(args);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.fault).toContain(sentence);
});

it('help is an answer, a wrong setting is a fault', async () => {
  expect(await loupe(['help'])).toMatchObject({ code: 0, fault: '' });
  const wrong = await loupe(['doctor'], { LOG_LEVEL: 'loud' });
  expect(wrong.code).toBe(1);
  expect(wrong.fault).toContain('LOG_LEVEL is "loud"');
});
