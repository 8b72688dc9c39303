/** Starts Loupe: settings → app → listen, the same in production and with `--dev`. Stops in reverse on a signal. */
import { createApp, type App } from './app.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { isEmpty, seedDemo } from './demo/seed.ts';
import { listen, PortTaken, type Listening } from './http/listen.ts';
import { LogDamaged } from './log/log.ts';
import { HistoryLost } from './log/lost.ts';
import { NewerDatabase } from './store/database.ts';
import { FolderTaken } from './store/sole-server.ts';
import { terminal } from './telemetry/printer.ts';

/** A stop that takes longer than this has failed. */
const STOP_MS = 20_000;
/** For the supervisor: what was running cannot go on, the same started anew can (EX_SOFTWARE). */
const START_ANEW = 70;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const app = createApp(config);
  app.history.onBroken((error) => {
    // Memory is ahead of the disk. Nothing is written any more, also not in an orderly stop.
    app.log.error({ error }, 'the history cannot be written');
    process.exit(START_ANEW);
  });
  const listening = await listen(app, { pages: process.argv.includes('--dev') ? 'development' : 'built' });
  stopOnSignal(app, listening);
  terminal.say([`Loupe is at ${listening.url}`, ...listening.networkUrls].join(', '));
  if (config.demo && isEmpty(app)) await seed(app, config, listening.url);
}

/** Fills an empty data folder and says how to get in. */
async function seed(app: App, { dataDir }: Config, url: string): Promise<void> {
  const people = await seedDemo(app);
  terminal.say(`\n${dataDir} was empty: there is a demo study now. Each link signs one person in, once:\n`);
  for (const { name, role, link } of people)
    terminal.say(`  ${name.padEnd(12)} ${role.padEnd(10)} ${url}/link/${link}`);
  terminal.say('\nOpen two of them in two browsers. More people: npm run loupe -- user add');
}

function stopOnSignal({ log }: App, listening: Listening): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1); // asked twice: whoever asks has waited long enough
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    listening.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  terminal.fault(`Loupe cannot start.\n${sentencesOf(error)}`);
  process.exit(1);
});

/** What a person can mend is said in sentences; for the rest the stack is what helps. */
function sentencesOf(error: unknown): string {
  if (error instanceof ConfigError) return error.faults.map((fault) => `- ${fault}`).join('\n');
  if (error instanceof HistoryLost) return error.message;
  if (error instanceof PortTaken || error instanceof FolderTaken) return error.message;
  if (error instanceof NewerDatabase || error instanceof LogDamaged) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
