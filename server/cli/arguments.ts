/** Words of a command line → what a command asks for. What it did not ask for is an error. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** The command was called in a way it does not have; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type Words = {
  readonly positionals: readonly string[];
  /** The value of an option, or undefined. */
  text(name: string): string | undefined;
  flag(name: string): boolean;
};

/** Reads `args`, where `texts` are options with a value and `flags` those without. Throws UsageError. */
export function readArguments(
  args: readonly string[],
  { texts = [], flags = [] }: { readonly texts?: readonly string[]; readonly flags?: readonly string[] },
): Words {
  const options: ParseArgsOptionsConfig = {};
  for (const name of texts) options[name] = { type: 'string' };
  for (const name of flags) options[name] = { type: 'boolean' };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return {
      positionals,
      text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The value of an option that must be there. */
export function required(words: Words, name: string): string {
  const value = words.text(name);
  if (value === undefined || value.trim() === '') throw new UsageError(`--${name} is missing.`);
  return value.trim();
}
