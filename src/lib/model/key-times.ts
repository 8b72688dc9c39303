/**
 * When each part of somebody's keys was chosen, so that of two machines the later hand wins part by part, and what was
 * chosen without a line does not undo what was chosen elsewhere since. A part is `preset`, `singleKeys`, or a command.
 */
import { COMMAND_ID, MAX_OWN_KEYS, type KeyChoice, type OwnKeys } from './key-choice.ts';

/** Unix ms by part; a part that is not there was chosen before all others. */
export type KeyTimes = ReadonlyMap<string, number>;

/** Most parts whose times are kept; of more, the oldest are forgotten. */
export const MAX_KEY_TIMES = 2 * MAX_OWN_KEYS;

const WHOLE_PARTS = ['preset', 'singleKeys'] as const;
const PART = new RegExp(`^(?:${WHOLE_PARTS.join('|')})$|${COMMAND_ID}`);

/** The parts in which two choices differ. */
export function changedParts(before: KeyChoice, after: KeyChoice): readonly string[] {
  const [was, is] = [ownOf(before), ownOf(after)];
  return [
    ...WHOLE_PARTS.filter((part) => before[part] !== after[part]),
    ...[...new Set([...was.keys(), ...is.keys()])].filter(
      (command) => was.get(command)?.keys.join('\n') !== is.get(command)?.keys.join('\n'),
    ),
  ];
}

/** These parts as the other choice has them, all else as it is; a command that the other leaves as usual is so again. */
export function withParts(choice: KeyChoice, other: KeyChoice, parts: Iterable<string>): KeyChoice {
  const taken = new Set(parts);
  const theirs = ownOf(other);
  const kept = choice.own.flatMap((one) =>
    taken.has(one.command) ? (theirs.get(one.command) ?? []) : [one],
  );
  const known = ownOf(choice);
  const added = other.own.filter(({ command }) => taken.has(command) && !known.has(command));
  return {
    preset: taken.has('preset') ? other.preset : choice.preset,
    own: [...kept, ...added].slice(0, MAX_OWN_KEYS),
    singleKeys: taken.has('singleKeys') ? other.singleKeys : choice.singleKeys,
  };
}

/** What is kept, with every part of the other that was chosen later; of the same moment, the other's. */
export function mergedKeys(
  kept: { readonly choice: KeyChoice; readonly times: KeyTimes },
  sent: { readonly choice: KeyChoice; readonly times: KeyTimes },
): { readonly choice: KeyChoice; readonly times: KeyTimes } {
  const later = [...sent.times].filter(([part, at]) => at >= (kept.times.get(part) ?? -Infinity));
  const times = [...new Map([...kept.times, ...later])].sort(([, a], [, b]) => b - a);
  return {
    choice: withParts(
      kept.choice,
      sent.choice,
      later.map(([part]) => part),
    ),
    times: new Map(times.slice(0, MAX_KEY_TIMES)),
  };
}

/** Pairs of part and time from outside; undefined for what is none. Never throws. */
export function checkKeyTimes(value: unknown): KeyTimes | undefined {
  if (!Array.isArray(value) || value.length > MAX_KEY_TIMES) return undefined;
  const times = new Map<string, number>();
  for (const one of value as readonly unknown[]) {
    if (!Array.isArray(one) || one.length !== 2) return undefined;
    const [part, at]: readonly unknown[] = one;
    if (typeof part !== 'string' || !PART.test(part) || typeof at !== 'number' || !Number.isFinite(at))
      return undefined;
    times.set(part, at);
  }
  return times;
}

function ownOf({ own }: KeyChoice): ReadonlyMap<string, OwnKeys> {
  return new Map(own.map((one) => [one.command, one]));
}
