/**
 * Which keys do what for one person: the keys of the table, a preset over them, their own over both. Commands that share
 * a key in the table are told apart by when they make sense; any others that share one are in each other's way.
 */
import type { KeyChoice } from '#lib/model/key-choice.ts';
import type { Command } from '../command.ts';
import { chordsOf, isCharacter } from './chord.ts';
import { PRESETS } from './presets.ts';

/** Esc always gets one out; the others are the page's and the browser's, and never reach us or must not. */
const TAKEN =
  /^(escape|(shift\+)?tab|f5|f11|f12|mod\+([wtnr]|f4|f5|tab|keyw|keyt|keyn|keyr)|mod\+shift\+[wtnr]|alt\+(arrow(left|right)|f4))$/;

/** Why a key cannot be given to a command; undefined where it can. */
export function refusalOfKey(keys: string): string | undefined {
  if (keys === 'Escape') return 'Esc always leaves what one is in, and stays so.';
  return chordsOf(keys).some((chord) => TAKEN.test(chord))
    ? 'The browser keeps this key to itself.'
    : undefined;
}

export class KeyMap {
  readonly choice: KeyChoice;
  readonly #all: readonly Command[];
  readonly #own: ReadonlyMap<string, readonly string[]>;
  readonly #keys = new Map<string, readonly string[]>();
  readonly #onChord = new Map<string, readonly Command[]>();
  /** Pairs of commands that share a key in the table. */
  readonly #apart = new Set<string>();

  constructor(all: readonly Command[], choice: KeyChoice) {
    this.choice = choice;
    this.#all = all;
    this.#own = new Map(choice.own.map(({ command, keys }) => [command, keys]));
    for (const [, users] of usersOf(all, ({ keys }) => keys))
      for (const a of users) for (const b of users) this.#apart.add(pair(a, b));
    const preset = this.#preset();
    for (const { id } of all) this.#keys.set(id, this.#own.get(id) ?? preset.get(id) ?? []);
    for (const [chord, users] of usersOf(all, ({ id }) => this.of(id)))
      this.#onChord.set(
        chord,
        users.toSorted((a, b) => Number(this.isOwn(b.id)) - Number(this.isOwn(a.id))),
      );
  }

  /** Keys of a command; the first one is shown. */
  of(id: string): readonly string[] {
    return this.#keys.get(id) ?? [];
  }

  /** Keys of a command that do something: without single keys, only those that write no character. */
  working(id: string): readonly string[] {
    return this.of(id).filter((keys) => this.choice.singleKeys || !chordsOf(keys).every(isCharacter));
  }

  /** Whether a person has chosen the keys of this command. */
  isOwn(id: string): boolean {
    return this.#own.has(id);
  }

  /** Commands on a chord, in the order in which they are tried. */
  on(chord: string): readonly Command[] {
    if (!this.choice.singleKeys && isCharacter(chord)) return [];
    return this.#onChord.get(chord) ?? [];
  }

  /** Commands that have this key and would be in the way of one that gets it. */
  rivals(id: string, keys: string): readonly Command[] {
    const command = this.#all.find((one) => one.id === id);
    if (!command) return [];
    const users = chordsOf(keys).flatMap((chord) => this.#onChord.get(chord) ?? []);
    return [...new Set(users)].filter((other) => other.id !== id && !this.#apart.has(pair(command, other)));
  }

  /** Commands whose keys are in each other's way, and on which key. */
  conflicts(): readonly {
    readonly command: Command;
    readonly keys: string;
    readonly rivals: readonly Command[];
  }[] {
    return this.#all.flatMap((command) =>
      this.of(command.id)
        .map((keys) => ({ command, keys, rivals: this.rivals(command.id, keys) }))
        .filter(({ rivals }) => rivals.length > 0),
    );
  }

  /** Gives a command one key more, and takes it from those in whose way it would be. */
  withKey(id: string, keys: string): KeyChoice {
    const [chord] = chordsOf(keys);
    let { choice } = this;
    for (const rival of this.rivals(id, keys))
      choice = withOwn(
        choice,
        rival.id,
        this.of(rival.id).filter((one) => chordsOf(one)[0] !== chord),
      );
    const others = this.of(id).filter((one) => chordsOf(one)[0] !== chord);
    return withOwn(choice, id, [...others, keys]);
  }

  /** Takes one key from a command. */
  withoutKey(id: string, keys: string): KeyChoice {
    return withOwn(
      this.choice,
      id,
      this.of(id).filter((one) => one !== keys),
    );
  }

  /** A command has the keys of the preset again. */
  withUsual(id: string): KeyChoice {
    return { ...this.choice, own: this.choice.own.filter(({ command }) => command !== id) };
  }

  /** What the preset gives: its own keys, else those of the table that it gave to nobody else. */
  #preset(): ReadonlyMap<string, readonly string[]> {
    const given = PRESETS[this.choice.preset];
    const takers = usersOf(
      this.#all.filter(({ id }) => given[id]),
      ({ id }) => given[id] ?? [],
    );
    const isFree = (command: Command, chord: string) =>
      (takers.get(chord) ?? []).every((taker) => this.#apart.has(pair(taker, command)));
    return new Map(
      this.#all.map((command) => [
        command.id,
        given[command.id] ??
          command.keys.filter((keys) => chordsOf(keys).every((chord) => isFree(command, chord))),
      ]),
    );
  }
}

function withOwn(choice: KeyChoice, command: string, keys: readonly string[]): KeyChoice {
  return { ...choice, own: [...choice.own.filter((one) => one.command !== command), { command, keys }] };
}

function pair(a: { readonly id: string }, b: { readonly id: string }): string {
  return a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`;
}

function usersOf(
  all: readonly Command[],
  keysOf: (command: Command) => readonly string[],
): ReadonlyMap<string, readonly Command[]> {
  const users = new Map<string, Command[]>();
  for (const command of all)
    for (const chord of new Set(keysOf(command).flatMap(chordsOf)))
      users.set(chord, [...(users.get(chord) ?? []), command]);
  return users;
}
