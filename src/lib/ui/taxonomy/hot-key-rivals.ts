/** Which commands a label's key would run into: with their keys, the label does not get the press. Brings the whole table. */
import { commandTable } from '#lib/editor/commands/table.ts';
import { chordsOf } from '#lib/editor/keys/chord.ts';
import { KeyMap, refusalOfKey } from '#lib/editor/keys/key-map.ts';
import { PRESET_NAMES } from '#lib/editor/keys/presets.ts';
import { KEY_PRESETS, USUAL_KEYS } from '#lib/model/key-choice.ts';

const MAPS = KEY_PRESETS.map((preset) => ({
  name: PRESET_NAMES[preset],
  keys: new KeyMap(commandTable, { ...USUAL_KEYS, preset }),
}));

/** As a sentence for whoever gives the key; undefined where it is in nobody's way with any of the presets. */
export function rivalText(hotKey: string): string | undefined {
  const refusal = refusalOfKey(hotKey);
  if (refusal !== undefined) return `${refusal} The label does not get it.`;
  const byCaption = new Map<string, string[]>();
  for (const { name, keys } of MAPS)
    for (const { caption } of chordsOf(hotKey).flatMap((chord) => keys.on(chord)))
      byCaption.set(caption, [...(byCaption.get(caption) ?? []), name]);
  if (byCaption.size === 0) return undefined;
  const all = [...byCaption].map(([caption, names]) => `“${caption}” (keys: ${names.join(', ')})`);
  return `Is the key of ${all.join(' and of ')}. Who works with these keys does not get the label by it.`;
}
