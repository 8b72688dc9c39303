/** The shell tool: `loupe <command> …`, on the data folder of the settings, beside a running server or without one. */
import { createApp, type App } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { Refusal } from '#lib/model/problem.ts';
import { HELP } from './cli/help.ts';
import { UsageError } from './cli/arguments.ts';
import { LogDamaged } from './log/log.ts';
import { HistoryLost } from './log/lost.ts';
import { NewerDatabase } from './store/database.ts';
import { terminal } from './telemetry/printer.ts';

/** A command: its words' rest → exit code. `open` makes the app when the command needs it. */
type Command = { readonly run: (args: string[], open: () => App) => Promise<number> };

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  'user add': () => import('./cli/user-add.ts'),
  'token create': () => import('./cli/token-create.ts'),
  'audit verify': () => import('./cli/audit-verify.ts'),
  doctor: () => import('./cli/doctor.ts'),
  import: () => import('./cli/import.ts'),
  export: () => import('./cli/export.ts'),
  frames: () => import('./cli/frames.ts'),
};

async function main(args: string[]): Promise<number> {
  if (args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '')) {
    terminal.say(HELP);
    return 0;
  }
  const words = [2, 1].find((count) => Object.hasOwn(COMMANDS, args.slice(0, count).join(' ')));
  const load = words === undefined ? undefined : COMMANDS[args.slice(0, words).join(' ')];
  if (words === undefined || !load)
    throw new UsageError(`There is no command "${args.slice(0, 2).join(' ')}".`);
  const command = await load();
  let app: App | undefined;
  try {
    // Quiet unless asked: a command answers in sentences, not in log lines.
    return await command.run(
      args.slice(words),
      () => (app ??= createApp(readConfig({ LOG_LEVEL: 'warn', ...process.env }))),
    );
  } finally {
    await app?.stop();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) terminal.fault(`${error.message}\n\`loupe help\` shows the commands.`);
    else if (error instanceof Refusal) terminal.fault(`${error.problem.sentence} ${error.problem.next}`);
    else if (error instanceof ConfigError) terminal.fault(error.message);
    else if (error instanceof HistoryLost) terminal.fault(error.message);
    else if (error instanceof NewerDatabase || error instanceof LogDamaged) terminal.fault(error.message);
    else terminal.fault(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
