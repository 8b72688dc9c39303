/**
 * Keeps the changes of one line in the outbox until they are acknowledged. What is kept has no hole: a change is written
 * only after all that were made before it, so that whatever is found later can be sent.
 */
import { newId } from '#lib/model/id.ts';
import { Outbox, type Entry, type EntryKey } from './outbox.ts';
import { onSignedOut } from './sign-out.ts';
import type { Change } from './unacknowledged.ts';

export type KeeperPorts = {
  /** `keeps` has changed. */
  readonly told: () => void;
  /** All that would have to be kept now, oldest first. */
  readonly unacknowledged: () => readonly Change[];
};

/** So many bytes of one line are kept; what is beyond waits in the page alone. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;

/** Of this page, those that still write: what they do is in the store before the next one looks into it. */
const closing = new Set<Promise<void>>();

export class Keeper {
  readonly #person: string;
  readonly #room: string;
  readonly #maxBytes: number;
  readonly #told: () => void;
  readonly #writer = newId();
  readonly #outbox = new Outbox();
  readonly #unfollow: () => void;
  /** The person has signed out, perhaps in another page: nothing is written before they are back. */
  #muted = false;
  #place = 0;
  #asideMs: number | null = null;
  /** Oldest first; what is being written is no longer among them. */
  #unwritten: readonly Change[] = [];
  #beingWritten: readonly Change[] = [];
  #keptBytes = 0;
  #keeps = true;
  #working = false;
  #work: Promise<unknown> = Promise.resolve();
  #removals: Promise<unknown> = Promise.resolve();

  constructor(
    person: string,
    room: string,
    { told, unacknowledged }: KeeperPorts,
    maxBytes = MAX_KEPT_BYTES,
  ) {
    this.#unfollow = onSignedOut(person, () => this.#mute(unacknowledged()));
    this.#person = person;
    this.#room = room;
    this.#told = told;
    this.#maxBytes = maxBytes;
  }

  /** False while a change waits in the page because the store failed or is full. */
  get keeps(): boolean {
    return this.#keeps;
  }

  /** What earlier lines of this person left in this room. Nothing where nothing can be kept. */
  async read(): Promise<readonly Entry[]> {
    await Promise.all(closing);
    try {
      return await this.#outbox.read(this.#person, this.#room);
    } catch {
      return []; // a browser without a store still edits; `unsaved` tells the truth
    }
  }

  /** A key for the next change. */
  nextKey(): EntryKey {
    return [this.#person, this.#room, this.#writer, this.#place++];
  }

  /** Writes these, at the end of the turn. */
  keep(changes: readonly Change[]): void {
    this.#unwritten = [...this.#unwritten, ...changes];
    this.#write();
  }

  /** Found in the store already: only counted. */
  adopt(changes: readonly Change[]): void {
    this.#keptBytes += bytesOf(changes);
  }

  /** These are acknowledged. */
  forget(changes: readonly Change[]): void {
    const gone = new Set(changes);
    const unwritten = this.#unwritten.filter((change) => gone.has(change));
    this.#unwritten = this.#unwritten.filter((change) => !gone.has(change));
    for (const change of unwritten) gone.delete(change);
    const written = [...gone].filter((change) => !this.#beingWritten.includes(change));
    this.#beingWritten = this.#beingWritten.filter((change) => !gone.has(change));
    this.#keptBytes -= bytesOf(written);
    const keys = [...gone].flatMap(({ key }) => (key ? [key] : []));
    this.remove(keys);
    if (this.#unwritten.length === 0) this.#tell();
    else this.#write(); // there may be room now
  }

  /** The server refused these, and with them whatever this line still writes. */
  setAside(changes: readonly Change[], atMs: number): void {
    this.#asideMs = atMs;
    this.#unwritten = [...changes];
    this.#keptBytes = 0;
    this.#write();
  }

  /** Removes entries that are acknowledged, or that nobody wants any more. */
  remove(keys: readonly EntryKey[]): void {
    if (keys.length === 0) return;
    // What cannot be removed is found once more at the next opening, which does no harm.
    const removed = this.#outbox.remove(keys).catch(() => undefined);
    this.#removals = Promise.all([this.#removals, removed]);
  }

  /** The person is signed in again: what is not acknowledged is kept again. */
  resume(): void {
    if (!this.#muted) return;
    this.#muted = false;
    this.#write();
  }

  /** What is in hand is still written. */
  close(): void {
    this.#unfollow();
    const done = Promise.all([this.#work, this.#removals])
      .then(() => this.#outbox.close())
      .finally(() => closing.delete(done));
    closing.add(done);
  }

  /** Waits in the page from now on. What was being written meanwhile came after the wiping, so it is wiped once more. */
  #mute(all: readonly Change[]): void {
    this.#muted = true;
    this.#unwritten = [...all];
    this.#keptBytes = 0;
    this.#tell();
    const wiped = this.#work.then(() => this.#outbox.wipe(this.#person)).catch(() => undefined);
    this.#removals = Promise.all([this.#removals, wiped]);
  }

  #write(): void {
    if (this.#working || this.#muted || this.#unwritten.length === 0) return;
    this.#working = true;
    this.#work = this.#writeAll();
  }

  /** Batch after batch, until all is written, the limit is reached, or the store fails. */
  async #writeAll(): Promise<void> {
    await Promise.all(closing); // and all changes of one turn are written together
    let failed = false;
    for (;;) {
      const batch: readonly Change[] = failed ? [] : this.#withinLimit();
      if (batch.length === 0) break;
      this.#beingWritten = batch;
      this.#unwritten = this.#unwritten.slice(batch.length);
      failed = !(await this.#put(batch));
      if (this.#muted) break; // they are among the unwritten again
      // In their place again, and tried with the next change: what others made later must not come before them.
      if (failed) this.#unwritten = [...this.#beingWritten, ...this.#unwritten];
      else this.#keptBytes += bytesOf(this.#beingWritten);
      this.#beingWritten = [];
    }
    this.#beingWritten = [];
    this.#working = false;
    this.#tell();
  }

  #tell(): void {
    const keeps = this.#unwritten.length === 0;
    if (keeps === this.#keeps) return;
    this.#keeps = keeps;
    this.#told();
  }

  /** Whether they are written. They are not where there is no store, or no room in it. */
  async #put(changes: readonly Change[]): Promise<boolean> {
    const asideMs = this.#asideMs;
    const entries = changes.flatMap(({ key, update }) => (key ? [{ key, update, asideMs }] : []));
    return this.#outbox.put(entries).then(
      () => true,
      () => false,
    );
  }

  #withinLimit(): readonly Change[] {
    if (this.#muted) return [];
    let bytes = this.#keptBytes;
    const over = this.#unwritten.findIndex(({ update }) => (bytes += update.length) > this.#maxBytes);
    return over === -1 ? this.#unwritten : this.#unwritten.slice(0, over);
  }
}

function bytesOf(changes: readonly Change[]): number {
  return changes.reduce((sum, { update }) => sum + update.length, 0);
}
