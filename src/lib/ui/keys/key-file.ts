/** The keys of a person as a file: to keep, to give to a colleague, to take to another server. */
import { refusalOfKey } from '#lib/editor/keys/key-map.ts';
import { checkKeyChoice, type KeyChoice } from '#lib/model/key-choice.ts';

const FORMAT = 'loupe-keys';
const VERSION = 1;
export const MAX_KEY_FILE_BYTES = 256 * 1024;

export function writeKeyFile(choice: KeyChoice): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...choice }, null, 2)}\n`;
}

/** What a file says; or why it is none of ours, as a sentence. Keys that cannot be had are left out, and counted. */
export function readKeyFile(
  text: string,
): { readonly choice: KeyChoice; readonly leftOut: number } | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: 'It is not JSON.' };
    throw error;
  }
  const { format, version } = Object(value) as { readonly format?: unknown; readonly version?: unknown };
  if (format !== FORMAT) return { fault: 'It is no file of keys.' };
  if (version !== VERSION) return { fault: `It is of another version than ${VERSION}.` };
  const choice = checkKeyChoice(value);
  if (!choice) return { fault: 'What it says of keys cannot be read.' };
  const own = choice.own.map(({ command, keys }) => ({
    command,
    keys: keys.filter((one) => command === 'tools.escape' || refusalOfKey(one) === undefined),
  }));
  const count = (all: KeyChoice['own']) => all.reduce((sum, { keys }) => sum + keys.length, 0);
  return { choice: { ...choice, own }, leftOut: count(choice.own) - count(own) };
}
