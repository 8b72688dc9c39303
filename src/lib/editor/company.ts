/** The others in the room: what they point at, since when they are still, and what they hold in their hands. */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { Draft } from '#lib/protocol/presence.ts';
import type { EditorLine, Other } from './options.ts';

/** A draft that has not moved for so long no longer keeps others from the object. */
const LOCK_MS = 5000;

type Movement = { cursor: string; cursorMs: number; draft: string; draftMs: number };

export class Company {
  readonly #others = new Cell<readonly Other[]>([]);
  readonly #movements = new Map<number, Movement>();
  readonly #now: () => number;
  readonly #stop: () => void;

  constructor(presence: EditorLine['presence'], now: () => number) {
    this.#now = now;
    this.#stop = presence?.others.subscribe((others) => this.#follow(others)) ?? (() => undefined);
  }

  get others(): Readable<readonly Other[]> {
    return this.#others;
  }

  /** When the pointer of a client last moved, in milliseconds since 1970; undefined for one that is not here. */
  cursorMovedMs(client: number): number | undefined {
    return this.#movements.get(client)?.cursorMs;
  }

  /** Who is dragging this mark just now. */
  holderOf(ref: AnnotationRef): Other | undefined {
    const key = refKey(ref);
    return this.#others.value.find(({ client, draft }) => draft?.ref === key && this.#isFresh(client));
  }

  /** Drafts of the others, with who holds them. */
  drafts(): readonly { readonly other: Other; readonly draft: Draft }[] {
    return this.#others.value.flatMap((other) => (other.draft ? [{ other, draft: other.draft }] : []));
  }

  destroy(): void {
    this.#stop();
  }

  #isFresh(client: number): boolean {
    return this.#now() - (this.#movements.get(client)?.draftMs ?? 0) < LOCK_MS;
  }

  #follow(others: readonly Other[]): void {
    const present = new Set<number>();
    for (const { client, cursor, draft } of others) {
      present.add(client);
      const cursorNow = cursor ? `${cursor.x},${cursor.y}` : '';
      const draftNow = draft ? JSON.stringify(draft) : '';
      const before = this.#movements.get(client);
      this.#movements.set(client, {
        cursor: cursorNow,
        cursorMs: before && before.cursor === cursorNow ? before.cursorMs : this.#now(),
        draft: draftNow,
        draftMs: before && before.draft === draftNow ? before.draftMs : this.#now(),
      });
    }
    for (const client of this.#movements.keys()) if (!present.has(client)) this.#movements.delete(client);
    this.#others.set(others);
  }
}
