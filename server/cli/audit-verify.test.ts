/** The audit log over the whole road: what people do is written, given out, and proven. */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loupe } from '../../tests/builders/shell-tool.ts';
import { serveApp, type ServedApp } from '../../tests/served-app.ts';

let served: ServedApp;
beforeEach(async () => {
  served = await serveApp();
});
afterEach(() => served.close());

it('says whether the log is whole, and knows a head that was noted', async () => {
  const { dataDir } = served.app.config;
  const added = await loupe(dataDir, ['user', 'add', 'ana', '--name', 'Ana']);
  expect(added.code).toBe(0);
  const first = await loupe(dataDir, ['audit', 'verify']);
  expect(first.out).toMatch(/whole: 2 rows\. Its head:\n2:[0-9a-f]{64}\n/);
  const head = first.out.trim().split('\n').at(-1)!;
  await served.app.auth
    .signIn({ login: 'ana', password: 'guess', address: '10.0.0.9' })
    .catch(() => undefined);
  const again = await loupe(dataDir, ['audit', 'verify', '--head', head]);
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('3 rows') });
  expect(served.app.store.audit.page({})[0]).toMatchObject({
    action: 'sign-in.failed',
    by: null,
    address: '10.0.0.9',
  });

  const db = new Database(join(dataDir, 'loupe.db'));
  db.exec("DROP TRIGGER audit_stays; UPDATE audit SET action = 'sign-in' WHERE n = 3");
  db.close();
  const damaged = await loupe(dataDir, ['audit', 'verify']);
  expect(damaged).toMatchObject({ code: 1, fault: expect.stringContaining('row 3') });
  expect((await loupe(dataDir, ['audit', 'verify', '--head', 'x'])).code).toBe(2);
}, 120_000);

it('gives a project’s rows to its managers, as a file that no spreadsheet runs, and says that it did', async () => {
  const manager = served.person('boss', 'manager');
  const stranger = served.app.store.projects.create({ name: 'Another' });
  served.app.store.audit.record({ action: 'task.create', by: null, address: '::1', project: stranger.id });
  served.app.store.people.setName(manager.row.id, '=cmd|"x"');
  const { authorization } = { authorization: manager.bearer };
  const made = await fetch(`${served.url}/api/v1/studies`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ project: served.project.id, name: 'Echo' }),
  });
  expect(made.status).toBe(201);
  const answer = await fetch(`${served.url}/api/v1/projects/${served.project.id}/audit`, {
    headers: { authorization },
  });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const lines = (await answer.text()).trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain('audit.export');
  expect(lines[2]).toContain(`"'=cmd|""x""",study.create,made a study`);
  const filtered = await fetch(
    `${served.url}/api/v1/projects/${served.project.id}/audit?action=study.create&from=2020-01-01&to=2099-01-01`,
    { headers: { authorization } },
  );
  expect((await filtered.text()).trim().split('\r\n')).toHaveLength(2);
});
