/** `loupe audit verify`: whether the audit log is what was written, and its head to keep elsewhere. */
import type { App } from '#server/app.ts';
import type { AuditHead } from '#server/store/audit.ts';
import { terminal } from '#server/telemetry/printer.ts';
import { readArguments, UsageError } from './arguments.ts';

export async function run(args: string[], open: () => App): Promise<number> {
  const words = readArguments(args, { texts: ['head'] });
  if (words.positionals.length > 0) throw new UsageError(`"${words.positionals[0]}" is too much.`);
  const noted = words.text('head');
  const expected = noted === undefined ? undefined : headIn(noted);
  const { head, erased, fault } = open().store.audit.verify(expected);
  if (fault) {
    terminal.fault(`The audit log is damaged at row ${fault.n}: ${fault.reason}.`);
    terminal.fault('Keep the data folder as it is, and compare it with a backup.');
    return 1;
  }
  const without = erased === 0 ? '' : `, ${erased} of them without their detail, which was erased`;
  terminal.say(`The audit log is whole: ${head.n} rows${without}. Its head:`);
  terminal.say(`${head.n}:${head.hash}`);
  return 0;
}

function headIn(text: string): AuditHead {
  const found = /^(\d{1,12}):([0-9a-f]{64})$/.exec(text);
  if (!found) throw new UsageError(`"${text}" is no head; it is like 120:5f3a… with 64 characters.`);
  return { n: Number(found[1]), hash: found[2] ?? '' };
}
