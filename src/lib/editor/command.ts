/** One table of what can be done: menus, palette, shortcuts and the help sheet read it. */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { USUAL_KEYS, type KeyChoice } from '#lib/model/key-choice.ts';
import type { Label } from '#lib/model/label.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import { takeLabel } from './deeds/take-label.ts';
import type { Editor } from './editor.ts';
import { chordsOfInput, showKeys, type KeyInput } from './keys/chord.ts';
import { KeyMap } from './keys/key-map.ts';
import { LabelKeys } from './keys/label-keys.ts';

export const COMMAND_GROUPS = [
  'Playback',
  'Moving',
  'Marking',
  'Objects',
  'Labels',
  'Tools',
  'View',
  'Editing',
  'Together',
  'Review',
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

type Named = {
  /** `playback.toggle`; never changes, so that keys can be remapped. */
  readonly id: string;
  readonly caption: string;
  /** In the syntax of tinykeys: `$mod+Shift+Z`; `$mod` is Ctrl, on a Mac ⌘. The first one is shown. */
  readonly keys: readonly string[];
  readonly group: CommandGroup;
  /** `one`: one entry of undo · `never`: changes no document. */
  readonly undo: 'one' | 'never';
  /** Runs again while the key is held. */
  readonly repeats?: boolean;
  /** It lasts as long as its key is held, and is nothing to choose from a list. */
  readonly held?: true;
  /** The key that ran it is let go; also when the window loses the keyboard. */
  release?(editor: Editor): void;
  run(editor: Editor): void;
};
type Always = Named & { readonly when?: never; readonly needs?: never };
/** Makes sense at some times only, and says at which: `needs` ends the sentence "This needs …". */
export type Sometimes = Named & { when(editor: Editor): boolean; readonly needs: string };
export type Command = Always | Sometimes;

/** The key to show for a command, as people write it: `Ctrl+Z`; '' where it has none. */
export type ShownKey = (id: string) => string;

export class Commands {
  readonly all: readonly Command[];
  readonly #editor: Editor;
  readonly #mac: boolean;
  readonly #byId: ReadonlyMap<string, Command>;
  /** What the keys that are down have run, by their places on the keyboard. */
  readonly #held = new Map<string, Command>();
  readonly #keys: Cell<KeyMap>;
  readonly #shown: Cell<ShownKey>;
  readonly #labels: LabelKeys | null;

  /** @param taxonomy whose labels may have keys of their own */
  constructor(
    editor: Editor,
    all: readonly Command[],
    { mac = false, taxonomy }: { readonly mac?: boolean; readonly taxonomy?: Taxonomy } = {},
  ) {
    this.#editor = editor;
    this.#mac = mac;
    this.all = all;
    this.#labels = taxonomy ? new LabelKeys(taxonomy) : null;
    this.#byId = new Map(all.map((command) => [command.id, command]));
    this.#keys = new Cell(new KeyMap(all, USUAL_KEYS));
    this.#shown = new Cell(this.#showing());
  }

  /** Which keys do what now. */
  get keys(): Readable<KeyMap> {
    return this.#keys;
  }

  /** From now on a person works with these keys. */
  choose(choice: KeyChoice): void {
    this.#keys.set(new KeyMap(this.all, choice));
    this.#shown.set(this.#showing());
  }

  get(id: string): Command | undefined {
    return this.#byId.get(id);
  }

  /** Which key to show for which command. */
  get shown(): Readable<ShownKey> {
    return this.#shown;
  }

  /** The key of a label as people write it; '' where it has none, or a command of this person has it. */
  labelKey(label: Label): string {
    const keys = this.#labels?.of(label, this.#keys.value);
    return keys === undefined ? '' : this.show(keys);
  }

  /** How keys are written here: `⌘+Z` on a Mac. */
  show(keys: string): string {
    return showKeys(keys, this.#mac);
  }

  /** Whether a command makes sense now; false for an unknown one. */
  enabled(id: string): boolean {
    const command = this.#byId.get(id);
    return command !== undefined && (command.when?.(this.#editor) ?? true);
  }

  /** Runs a command unless it makes no sense now; tells whether it ran. */
  run(id: string): boolean {
    if (!this.enabled(id)) return false;
    this.#byId.get(id)?.run(this.#editor);
    return true;
  }

  /** As if its key were pressed and let go: for lists to choose from. */
  runOnce(id: string): void {
    if (this.run(id)) this.#byId.get(id)?.release?.(this.#editor);
  }

  /**
   * The keyboard's way in: runs the first command of the key that makes sense now, by the most literal of its names for
   * which there is one; a key of no command may stand for a label of the project. True when the key is one of ours, so that the page must not act on it too.
   */
  key(input: KeyInput): boolean {
    let isOurs = false;
    for (const chord of chordsOfInput(input)) {
      const candidates = this.#keys.value.on(chord);
      if (candidates.length === 0) continue;
      isOurs = true;
      const command = candidates.find(({ id }) => this.enabled(id));
      if (!command) continue;
      if (!input.repeat || command.repeats) {
        if (command.release) this.#held.set(input.code, command);
        command.run(this.#editor);
      }
      return true;
    }
    return isOurs || this.#keyOfLabel(input);
  }

  /** A key is let go, by its place on the keyboard; without one, all are: the keyboard is somewhere else now. */
  release(code?: string): void {
    for (const [place, command] of this.#held) {
      if (code !== undefined && place !== code) continue;
      this.#held.delete(place);
      command.release?.(this.#editor);
    }
  }

  #keyOfLabel(input: KeyInput): boolean {
    const label = this.#labels?.on(input, this.#keys.value);
    if (label && !input.repeat) takeLabel(this.#editor, label);
    return label !== undefined;
  }

  #showing(): ShownKey {
    const keys = this.#keys.value;
    return (id) => {
      const [first] = keys.working(id);
      return first === undefined ? '' : showKeys(first, this.#mac);
    };
  }
}
