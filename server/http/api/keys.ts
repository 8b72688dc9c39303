/** The keys a person works with, so that they follow them to another machine. */
import { checkKeyChoice } from '#lib/model/key-choice.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Reply } from '../reply.ts';
import type { Call } from './route.ts';

type Me = { readonly person: PersonRow };

export async function keys({ app }: Call, { person }: Me): Promise<Reply> {
  return { status: 200, json: app.store.keyChoices.of(person.id) };
}

export async function chooseKeys({ app, body }: Call, { person }: Me): Promise<Reply> {
  const choice = checkKeyChoice(body);
  if (!choice) throw new Refusal('bad-request', { what: '"own" names a command twice.' });
  app.store.keyChoices.set(person.id, choice);
  return { status: 200, json: choice };
}
