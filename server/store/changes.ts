/** Who wants to know of a change: called after it, in the order they came. */

export class ChangeList<T> {
  readonly #listeners = new Set<(what: T) => void>();

  /** The answer ends it. */
  subscribe(listener: (what: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(what: T): void {
    for (const listener of this.#listeners) listener(what);
  }
}
