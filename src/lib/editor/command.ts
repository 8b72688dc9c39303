/** One table of what can be done: menus, palette, shortcuts and the help sheet read it. */
import type { Editor } from './editor.ts';
import { chordsOf, chordsOfInput, type KeyInput } from './keys.ts';

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
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export type Command = {
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
  /** The key that ran it is let go; also when the window loses the keyboard. */
  release?(editor: Editor): void;
  when?(editor: Editor): boolean;
  run(editor: Editor): void;
};

export class Commands {
  readonly all: readonly Command[];
  readonly #editor: Editor;
  readonly #byId: ReadonlyMap<string, Command>;
  readonly #byChord = new Map<string, Command[]>();
  /** What the keys that are down have run, by their places on the keyboard. */
  readonly #held = new Map<string, Command>();

  constructor(editor: Editor, all: readonly Command[]) {
    this.#editor = editor;
    this.all = all;
    this.#byId = new Map(all.map((command) => [command.id, command]));
    for (const command of all) {
      for (const chord of command.keys.flatMap(chordsOf)) {
        this.#byChord.set(chord, [...(this.#byChord.get(chord) ?? []), command]);
      }
    }
  }

  get(id: string): Command | undefined {
    return this.#byId.get(id);
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

  /**
   * The keyboard's way in: runs the first command of the key that makes sense now, by the most literal of its names for
   * which there is one. True when the key is one of ours, so that the page must not act on it too.
   */
  key(input: KeyInput): boolean {
    let isOurs = false;
    for (const chord of chordsOfInput(input)) {
      const candidates = this.#byChord.get(chord);
      if (!candidates) continue;
      isOurs = true;
      const command = candidates.find(({ id }) => this.enabled(id));
      if (!command) continue;
      if (!input.repeat || command.repeats) {
        if (command.release) this.#held.set(input.code, command);
        command.run(this.#editor);
      }
      return true;
    }
    return isOurs;
  }

  /** A key is let go, by its place on the keyboard; without one, all are: the keyboard is somewhere else now. */
  release(code?: string): void {
    for (const [place, command] of this.#held) {
      if (code !== undefined && place !== code) continue;
      this.#held.delete(place);
      command.release?.(this.#editor);
    }
  }
}
