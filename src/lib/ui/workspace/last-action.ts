/** The last thing that was done to the labels, by whomever: for the status line. */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { Editor } from '#lib/editor/editor.ts';
import { parseRef, refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';

/** `person` null: this hand. */
export type Action = {
  readonly person: PersonAnswer | null;
  readonly text: string;
  readonly tone: 'info' | 'warn';
};

export class LastAction {
  readonly #editor: Editor;
  readonly #action = new Cell<Action | null>(null);
  readonly #stops: (() => void)[];
  #known = new Set<string>();

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#known = new Set(keysOf(editor));
    this.#stops = [
      editor.note.subscribe(
        (note) => note && this.#action.set({ person: null, text: note.text, tone: note.tone }),
      ),
      editor.reading.subscribe((changed) => this.#changed(changed)),
    ];
  }

  get action(): Readable<Action | null> {
    return this.#action;
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  #changed(changed: ReadonlySet<string>): void {
    const { reading, options } = this.#editor;
    for (const key of changed) {
      const ref = parseRef(key);
      const client = ref && reading.lastClientOf(ref);
      if (ref && client !== undefined && client !== options.labels.ydoc.clientID) this.#tell(ref, client);
      if (!ref || reading.find(ref)?.deleted !== false) this.#known.delete(key);
      else this.#known.add(key);
    }
  }

  #tell(ref: AnnotationRef, client: number): void {
    const { reading, options } = this.#editor;
    const person = this.#editor.personOf(client);
    if (!person || person.id === options.me.id) return;
    const there = reading.find(ref)?.deleted === false;
    const verb = !there ? 'removed' : this.#known.has(refKey(ref)) ? 'changed' : 'made';
    this.#action.set({ person, text: `${verb} ${this.#editor.captionOf(ref)}`, tone: 'info' });
  }
}

function keysOf({ reading }: Editor): string[] {
  return (['track', 'segment', 'boundary', 'event'] as const).flatMap((kind) => {
    const marks = {
      track: reading.tracks,
      segment: reading.segments,
      boundary: reading.boundaries,
      event: reading.events,
    };
    return [...marks[kind].keys()].map((id) => `${kind}:${id}`);
  });
}
