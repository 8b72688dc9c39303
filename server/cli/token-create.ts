/** `loupe token create`: a token with which a program acts as a person. */
import type { App } from '#server/app.ts';
import { terminal } from '#server/telemetry/printer.ts';
import { readArguments, required, UsageError } from './arguments.ts';

const DEFAULT_DAYS = '90';

export async function run(args: string[], open: () => App): Promise<number> {
  const words = readArguments(args, { texts: ['login', 'name', 'days'] });
  if (words.positionals.length > 0) throw new UsageError(`"${words.positionals[0]}" is too much.`);
  const login = required(words, 'login');
  const name = required(words, 'name');
  const days = Number(words.text('days') ?? DEFAULT_DAYS);
  const { store, auth } = open();
  const person = store.people.byLogin(login);
  if (!person || person.disabled) throw new UsageError(`Nobody signs in as "${login}".`);
  const token = auth.createToken(person.id, name, days);
  store.audit.record({ action: 'token.create', by: null, address: 'shell', subject: `person:${person.id}` });
  terminal.say(token);
  terminal.fault(
    `A token of ${person.name} for ${days} days. It is not shown again; keep it like a password.`,
  );
  return 0;
}
