/** Which keys a person works with: kept for them on the server, so that it follows them to another machine. */

/** Sets of keys to begin from: ours, and two that imitate what people may have in their fingers. */
export const KEY_PRESETS = ['loupe', 'cvat', 'premiere'] as const;
export type KeyPreset = (typeof KEY_PRESETS)[number];

/** The keys of one command, where they are other than the preset's; none: it has no key. */
export type OwnKeys = { readonly command: string; readonly keys: readonly string[] };

export type KeyChoice = {
  readonly preset: KeyPreset;
  /** At most one entry for a command. Of commands that are not known here, nothing is lost. */
  readonly own: readonly OwnKeys[];
  /** Whether letters, digits and signs do anything without Ctrl or Alt (WCAG 2.1.4). */
  readonly singleKeys: boolean;
};

export const USUAL_KEYS: KeyChoice = { preset: 'loupe', own: [], singleKeys: true };

/** Bounds of what is kept. */
export const MAX_OWN_KEYS = 500;
export const MAX_KEYS_OF_ONE = 6;
export const MAX_KEYS_TEXT = 40;
/** Of a command's id: `objects.set-keyframe`. */
export const COMMAND_ID = '^[a-z0-9-]{1,30}\\.[a-z0-9-]{1,40}$';

/** A choice from outside (a file, the device's storage) in our type; undefined for what is none. Never throws. */
export function checkKeyChoice(value: unknown): KeyChoice | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { preset, own, singleKeys } = value as Partial<Record<keyof KeyChoice, unknown>>;
  const known = KEY_PRESETS.find((one) => one === preset);
  if (!known || typeof singleKeys !== 'boolean' || !Array.isArray(own) || own.length > MAX_OWN_KEYS)
    return undefined;
  const checked = own.map(checkOwnKeys);
  const commands = new Set(checked.map((one) => one?.command));
  if (checked.some((one) => one === undefined) || commands.size < checked.length) return undefined;
  return { preset: known, own: checked as OwnKeys[], singleKeys };
}

function checkOwnKeys(value: unknown): OwnKeys | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { command, keys } = value as Partial<Record<keyof OwnKeys, unknown>>;
  if (typeof command !== 'string' || !new RegExp(COMMAND_ID).test(command)) return undefined;
  if (!Array.isArray(keys) || keys.length > MAX_KEYS_OF_ONE) return undefined;
  const good = keys.every((one) => typeof one === 'string' && one !== '' && one.length <= MAX_KEYS_TEXT);
  return good ? { command, keys: [...new Set(keys as string[])] } : undefined;
}
