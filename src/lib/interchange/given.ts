/**
 * A value from outside with the place where it was found. Whatever is not as it must be is refused with a sentence that
 * names the place; nothing is read past its limit.
 */
import { isId, type Id } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';

export class Given {
  readonly value: unknown;
  readonly #key: string | number;
  readonly #parent: Given | undefined;

  /** @param key name of the whole, or the key under which the value lies in its parent */
  constructor(value: unknown, key: string | number, parent?: Given) {
    this.value = value;
    this.#key = key;
    this.#parent = parent;
  }

  /** `layers[0].tracks[3].label`. */
  get place(): string {
    if (!this.#parent) return String(this.#key);
    if (typeof this.#key === 'number') return `${this.#parent.place}[${this.#key}]`;
    const key = this.#key.length > 40 ? `${this.#key.slice(0, 39)}…` : this.#key;
    return this.#parent.#parent ? `${this.#parent.place}.${key}` : key;
  }

  /** @param what follows the place, without a stop: `must be a text` */
  refuse(what: string): never {
    throw new Refusal('bad-request', { what: `${this.place} ${what}.` });
  }

  /**
   * The fields of an object that has these and no others.
   *
   * @param optional fields that may be absent; null is then what they hold
   */
  fields<Name extends string>(names: readonly Name[], optional: readonly Name[] = []): Record<Name, Given> {
    const record = this.#record();
    const fields = {} as Record<Name, Given>;
    for (const name of names) {
      const there = Object.hasOwn(record, name);
      if (!there && !optional.includes(name)) this.refuse(`lacks "${name}"`);
      fields[name] = new Given(there ? record[name] : null, name, this);
    }
    const unknown = Object.keys(record).find((name) => !(names as readonly string[]).includes(name));
    if (unknown !== undefined) new Given(null, unknown, this).refuse('is not known here');
    return fields;
  }

  /** Each entry of an object whose keys are anybody's. */
  entries(most: number): [key: string, value: Given][] {
    const entries = Object.entries(this.#record());
    if (entries.length > most) this.refuse(`has more than ${most} entries`);
    return entries.map(([key, value]) => [key, new Given(value, key, this)]);
  }

  list<T>(most: number, read: (item: Given) => T): T[] {
    if (!Array.isArray(this.value)) this.refuse('must be a list');
    if (this.value.length > most) this.refuse(`has more than ${most} items`);
    return this.value.map((item, at) => read(new Given(item, at, this)));
  }

  /** A list in which no two items have the same key. */
  distinct<T>(most: number, read: (item: Given) => T, keyOf: (item: T) => string): T[] {
    const seen = new Set<string>();
    return this.list(most, (item) => {
      const made = read(item);
      const key = keyOf(made);
      if (seen.has(key)) item.refuse(`is the second "${key}"`);
      seen.add(key);
      return made;
    });
  }

  orNull<T>(read: (value: Given) => T): T | null {
    return this.value === null ? null : read(this);
  }

  /** What one of the model's checks lets through. */
  checked<T>(check: (value: unknown) => T | undefined, what: string): T {
    const found = check(this.value);
    return found === undefined ? this.refuse(`must be ${what}`) : found;
  }

  id<Kind extends string>(): Id<Kind> {
    return isId(this.value) ? (this.value as Id<Kind>) : this.refuse('must be an id');
  }

  text(most: number, form = /^/): string {
    if (typeof this.value !== 'string') this.refuse('must be a text');
    if (this.value.length > most) this.refuse(`is longer than ${most} characters`);
    return form.test(this.value) ? this.value : this.refuse(`is not of the form ${form.source}`);
  }

  oneOf<T extends string | number>(choices: readonly T[]): T {
    const found = choices.find((one) => one === this.value);
    return found ?? this.refuse(`must be ${choices.join(' or ')}`);
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.refuse('must be true or false');
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    const { value } = this;
    if (!Number.isSafeInteger(value)) this.refuse('must be a whole number');
    const number = value as number;
    return number >= least && number <= most ? number : this.refuse(`must be from ${least} to ${most}`);
  }

  #record(): Record<string, unknown> {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.refuse('must be an object');
    return value as Record<string, unknown>;
  }
}
