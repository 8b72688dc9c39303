/**
 * A value that tells when it changes: what the rooms of the client show of themselves to those above. It is a Svelte
 * store too, so a component reads it as `$cell`, and it needs no Svelte to be tested.
 */

/** A value one may read and follow. */
export interface Readable<T> {
  readonly value: T;
  /** Calls `listener` now and after each change; the answer ends it. */
  subscribe(listener: (value: T) => void): () => void;
}

/** A cell its owner may set. Setting an identical value (`Object.is`) tells nobody. */
export class Cell<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    // A copy: one that is added meanwhile has been called by `subscribe`.
    for (const listener of new Set(this.#listeners)) listener(value);
  }

  subscribe(listener: (value: T) => void): () => void {
    const own = (value: T) => listener(value);
    this.#listeners.add(own);
    listener(this.#value);
    return () => this.#listeners.delete(own);
  }
}

/** A cell computed from others; it follows them from now until `stop`. */
export class Derived<T> implements Readable<T> {
  readonly #cell: Cell<T>;
  readonly #stops: (() => void)[];

  constructor(sources: readonly Readable<unknown>[], compute: () => T) {
    this.#cell = new Cell(compute());
    let ready = false;
    this.#stops = sources.map((source) => source.subscribe(() => ready && this.#cell.set(compute())));
    ready = true;
  }

  get value(): T {
    return this.#cell.value;
  }

  subscribe(listener: (value: T) => void): () => void {
    return this.#cell.subscribe(listener);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
