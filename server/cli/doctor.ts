/** `loupe doctor`: looks at everything a server needs, and says what to do about what is not right. */
import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { App } from '#server/app.ts';
import { readConfig, type Config } from '#server/config.ts';
import { isBuilt } from '#server/http/pages.ts';
import { LogDamaged } from '#server/log/log.ts';
import { lossOf } from '#server/log/lost.ts';
import { DatabaseFault, NewerDatabase, versionOf } from '#server/store/database.ts';
import { MIGRATIONS } from '#server/store/migrations.ts';
import { terminal } from '#server/telemetry/printer.ts';
import { readArguments } from './arguments.ts';

/** `note` is worth knowing; only `bad` makes the command fail. */
type Finding = { readonly mark: 'good' | 'note' | 'bad'; readonly sentence: string };

const good = (sentence: string): Finding => ({ mark: 'good', sentence });
const note = (sentence: string): Finding => ({ mark: 'note', sentence });
const bad = (sentence: string): Finding => ({ mark: 'bad', sentence });

/** Below this there is no room for the next video. */
const LOW_SPACE_BYTES = 2e9;
const STUCK_MS = 60_000;

export async function run(args: string[], open: () => App): Promise<number> {
  readArguments(args, {});
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  const findings = [nodeVersion(), dataFolder(config), freeSpace(config), pages(), await port(config)];
  if (findings.every(({ mark }) => mark !== 'bad')) findings.push(...history(config));
  if (findings.every(({ mark }) => mark !== 'bad')) findings.push(...contents(open));
  for (const { mark, sentence } of findings) terminal.say(`${mark.padEnd(5)} ${sentence}`);
  return findings.some(({ mark }) => mark === 'bad') ? 1 : 0;
}

/** Nothing is opened before this: the log would be made anew, and look like one in which nothing was ever written. */
function history({ dataDir }: Config): Finding[] {
  const [store, log] = [join(dataDir, 'loupe.db'), join(dataDir, 'log.db')];
  const loss = lossOf(log);
  if (!existsSync(store) || !loss) return [];
  return [
    bad(`${log} ${loss}, and with it whatever was annotated. Restore a backup before the server starts.`),
  ];
}

/** What lies in the databases. One that cannot even be opened is a finding, too. */
function contents(open: () => App): Finding[] {
  try {
    const app = open();
    return [...database(app), ...annotations(app)];
  } catch (error) {
    if (error instanceof NewerDatabase) return [bad(error.message)];
    if (error instanceof LogDamaged)
      return [bad(`${error.room} is damaged: ${error.reason}. Restore a backup.`)];
    if (error instanceof DatabaseFault)
      return [bad(`loupe.db cannot be read (${error.message}). Restore a backup.`)];
    throw error;
  }
}

function nodeVersion(): Finding {
  const { node } = process.versions;
  return Number(node.split('.')[0]) >= 24
    ? good(`Node ${node}`)
    : bad(`Node ${node} is too old: use npm run loupe.`);
}

function dataFolder({ dataDir }: Config): Finding {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK);
    return good(`Data lies in ${dataDir}`);
  } catch (error) {
    return bad(
      `${dataDir} cannot be written (${(error as Error).message}). Correct DATA_DIR or the folder's owner.`,
    );
  }
}

function freeSpace({ dataDir }: Config): Finding {
  if (!existsSync(dataDir)) return note('Free space: there is no data folder to measure.');
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  const sentence = `${(free / 1e9).toFixed(1)} GB are free`;
  return free < LOW_SPACE_BYTES ? note(`${sentence}: too little for more videos.`) : good(sentence);
}

function pages(): Finding {
  return isBuilt() ? good('The pages are built') : note('The pages are not built; npm start builds them.');
}

function port({ host, port: number }: Config): Promise<Finding> {
  const probe = createServer();
  return new Promise((done) => {
    probe.once('error', ({ code }: NodeJS.ErrnoException) =>
      done(
        note(
          code === 'EADDRINUSE'
            ? `Port ${number} is in use: the server runs, or another program.`
            : `Port ${number}: ${code}`,
        ),
      ),
    );
    probe.listen(number, host, () => probe.close(() => done(good(`Port ${number} of ${host} is free`))));
  });
}

/** The database was brought up to date when it was opened. */
function database({ store, config }: App): Finding[] {
  const answer = store.db.pragma('integrity_check', { simple: true });
  const stuck = store.jobs.stuckSince(Date.now() - STUCK_MS).length;
  const waiting = store.videos.inState('queued').length;
  return [
    answer === 'ok'
      ? good(
          `${join(config.dataDir, 'loupe.db')} is sound, version ${versionOf(store.db)} of ${MIGRATIONS.length}`,
        )
      : bad(`${join(config.dataDir, 'loupe.db')} is damaged (${String(answer)}). Restore a backup.`),
    good(`People: ${store.people.count()}, projects: ${store.projects.all().length}`),
    stuck === 0
      ? good(`Videos that wait to be prepared: ${waiting}`)
      : note(`Preparations without a worker: ${stuck}; the server takes them up when it runs.`),
  ];
}

/** Reads every row of every document, and its checksum. */
function annotations({ history }: App): Finding[] {
  const rooms = history.names();
  let edits = 0;
  const damaged: Finding[] = [];
  for (const room of rooms) {
    const { rows, fault } = history.verify(room);
    edits += rows;
    if (fault)
      damaged.push(bad(`${room} is damaged at edit ${fault.seq}: ${fault.reason}. Restore a backup.`));
  }
  return damaged.length > 0
    ? damaged
    : [good(`Documents: ${rooms.length}, all ${edits} edits are as they were written`)];
}
