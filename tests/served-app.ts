/** The product's own composition, served on a free port over a data folder that goes away with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '#lib/model/role.ts';
import { createApp, type App } from '#server/app.ts';
import { readConfig, type Environment } from '#server/config.ts';
import { listen, type PageSource } from '#server/http/listen.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { ProjectRow } from '#server/store/projects.ts';
import type { StudyRow } from '#server/store/studies.ts';

export type Person = {
  readonly row: PersonRow;
  /** `Bearer lp_…`. */
  readonly bearer: string;
};

export type ServedApp = {
  readonly app: App;
  /** `http://localhost:<port>`. */
  readonly url: string;
  readonly project: ProjectRow;
  readonly study: StudyRow;
  /** A person with a token; with a role in the project, the instance's admin, or a stranger to it. */
  person(login: string, as?: Role | 'admin'): Person;
  close(): Promise<void>;
};

/** One project with one study, nobody in it. */
export async function serveApp(
  environment: Environment = {},
  pages: PageSource = 'none',
): Promise<ServedApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'loupe-app-'));
  const app = createApp(readConfig({ PORT: '0', LOG_LEVEL: 'silent', ...environment, DATA_DIR: dataDir }));
  const listening = await listen(app, { pages }).catch(async (error: unknown) => {
    await app.stop();
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  const project = app.store.projects.create({ name: 'Ours' });
  const study = app.store.studies.create({ project: project.id, name: 'First study' });
  return {
    app,
    url: listening.url,
    project,
    study,
    person(login, as) {
      const row = app.store.people.create({ login, name: login, admin: as === 'admin' });
      if (as !== undefined && as !== 'admin') app.store.members.set(project.id, row.id, as);
      return { row, bearer: `Bearer ${app.auth.createToken(row.id, 'test', 1)}` };
    },
    async close() {
      await listening.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
