/** The keys a person works with, so that they follow them to another machine. */
import { checkKeyChoice } from '#lib/model/key-choice.ts';
import { changedParts, checkKeyTimes, mergedKeys, type KeyTimes } from '#lib/model/key-times.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { ChooseKeys } from '#lib/protocol/http.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Reply } from '../reply.ts';
import type { Call } from './route.ts';

type Me = { readonly person: PersonRow };

export async function keys({ app }: Call, { person }: Me): Promise<Reply> {
  return { status: 200, json: app.store.keyChoices.of(person.id) };
}

/**
 * Without `chosen` everything that differs from what is kept is chosen now. With it, only the parts it names, each at its
 * own moment: what somebody chose without a line does not undo what they chose on another machine since.
 */
export async function chooseKeys({ app, body }: Call, { person }: Me): Promise<Reply> {
  const choice = checkKeyChoice(body);
  if (!choice) throw new Refusal('bad-request', { what: '"own" names a command twice.' });
  const kept = app.store.keyChoices.withTimes(person.id);
  const { chosen } = body as ChooseKeys;
  const times = chosen
    ? timesHere(chosen, Date.now())
    : new Map(changedParts(kept.choice, choice).map((part) => [part, Date.now()]));
  const merged = mergedKeys(kept, { choice, times });
  app.store.keyChoices.set(person.id, merged.choice, merged.times);
  return { status: 200, json: merged.choice };
}

/** By the clock of this server: another's may go wrong, and nothing was chosen later than now. */
function timesHere({ sentAt, parts }: NonNullable<ChooseKeys['chosen']>, now: number): KeyTimes {
  const times = checkKeyTimes(parts.map(({ part, at }) => [part, now + Math.min(0, at - sentAt)]));
  if (!times) throw new Refusal('bad-request', { what: '"parts" names what is no part of the keys.' });
  return times;
}
