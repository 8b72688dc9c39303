/** What of an entity is not valid, gathered while it is read, and said in one sentence. */

/** So many are named; a broken document must not make an endless sentence. */
const NAMED = 3;

export class Faults {
  #named: string[] = [];
  #count = 0;

  /** `what` is a noun: `keyframe 12`, `its label`. */
  add(what: string): void {
    this.#count++;
    if (this.#named.length < NAMED) this.#named.push(what);
  }

  get any(): boolean {
    return this.#count > 0;
  }

  /** A sentence for people; `shown` says whether the rest of the mark can be read. */
  sentence(shown: boolean): string {
    const more = this.#count - this.#named.length;
    const what = this.#named.join(', ') + (more > 0 ? ` and ${more} more` : '');
    return shown ? `Left out as not valid: ${what}.` : `It cannot be shown, as this is not valid: ${what}.`;
  }
}

/** Text from a document, short enough to be shown. */
export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
