/**
 * Keys that stand for labels of the project. Commands come first: what one of them has with the keys of this person is
 * not the label's, so that no project takes a hand's habits away.
 */
import type { Label } from '#lib/model/label.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import { chordsOf, chordsOfInput, isCharacter, type KeyInput } from './chord.ts';
import { refusalOfKey, type KeyMap } from './key-map.ts';

export class LabelKeys {
  readonly #byChord: ReadonlyMap<string, Label>;

  constructor({ labels }: Taxonomy) {
    const usable = labels.filter(
      ({ hotKey, retired }) => hotKey !== undefined && !retired && refusalOfKey(hotKey) === undefined,
    );
    this.#byChord = new Map(
      usable.flatMap((label) => chordsOf(label.hotKey ?? '').map((chord) => [chord, label] as const)),
    );
  }

  /** The label that a press stands for; undefined where there is none, or the press means a command. */
  on(input: KeyInput, keys: KeyMap): Label | undefined {
    const chords = chordsOfInput(input);
    if (chords.some((chord) => keys.on(chord).length > 0)) return undefined;
    const chord = chords.find((one) => this.#byChord.has(one) && works(one, keys));
    return chord === undefined ? undefined : this.#byChord.get(chord);
  }

  /** The key of a label, as a keys entry; undefined where it does nothing with the keys of this person. */
  of({ id, hotKey = '' }: Label, keys: KeyMap): string | undefined {
    const [chord = ''] = chordsOf(hotKey);
    return this.#byChord.get(chord)?.id === id && works(chord, keys) ? hotKey : undefined;
  }
}

function works(chord: string, keys: KeyMap): boolean {
  return keys.on(chord).length === 0 && (keys.choice.singleKeys || !isCharacter(chord));
}
