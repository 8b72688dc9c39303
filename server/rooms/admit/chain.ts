/**
 * Everything that was written under one key, and which write comes out on top once new ones are in. Writes are a tree:
 * each stands below the one it overwrote; Yjs reads it parent first, siblings by client ascending, of one client the
 * later first. What comes last is the value: the way from the top along the last siblings. Everything else is deleted.
 */
import type * as Y from 'yjs';
import { sameWrite, type WriteId } from '#lib/doc/item.ts';
import type { Container } from './container.ts';
import type { Struct } from './decode.ts';
import { lastWrite } from './news.ts';
import type { KeyRule } from './rule.ts';

/** A run of writes that overwrite each other: an item of the document or a new struct. */
export type Run = Y.Item | Struct;
/** The run that holds a write; for writes that are in the document or were placed. */
export type Find = (write: WriteId) => Run;

export class Chain {
  readonly container: Container;
  readonly key: string;
  readonly rule: KeyRule;
  /** What the document has under the key. */
  readonly before: Y.Item | undefined;
  readonly #writes: Struct[] = [];
  #newest: Run | undefined;
  #way: Way | undefined;
  /** Runs in the document, once they were counted. */
  #known: number | undefined;

  constructor(container: Container, key: string, rule: KeyRule) {
    this.container = container;
    this.key = key;
    this.rule = rule;
    this.before = container.type?._map.get(key);
    this.#newest = this.before;
  }

  /** The new ones, in an order in which each comes after what it builds on. */
  get writes(): readonly Struct[] {
    return this.#writes;
  }

  /** The run whose last write is the value of the key. */
  get newest(): Run | undefined {
    return this.#newest;
  }

  /**
   * Puts in one more. Says how many earlier ones Yjs may have to pass, at most: none where it overwrites the newest, one
   * where it goes on from the one put in before it, which is beside others already.
   */
  add(struct: Struct, find: Find): number {
    const { origin, id } = struct;
    const newest = this.#newest;
    const last = this.#writes.at(-1);
    this.#writes.push(struct);
    if (newest ? isOver(origin, newest) : !origin) {
      this.#way?.goOn(struct);
      this.#newest = struct;
      return 0;
    }
    const way = (this.#way ??= new Way(newest, find));
    if (way.turn(struct, find)) this.#newest = struct;
    return last && isOver(origin, last) && last.id.client === id.client ? 1 : this.#size();
  }

  /** Runs under the key. */
  #size(): number {
    if (this.#known === undefined) {
      this.#known = 0;
      for (let run: Y.Item | null = this.before ?? null; run; run = run.left) this.#known++;
    }
    return this.#known + this.#writes.length;
  }
}

function isOver(origin: WriteId | null, run: Run): boolean {
  return origin !== null && sameWrite(origin, lastWrite(run));
}

/** The way from the top of the tree to the newest write. */
class Way {
  readonly #runs: Run[] = [];
  /** For each run the clock of its last write that is on the way. */
  readonly #through: number[] = [];
  readonly #places = new Map<Run, number>();

  constructor(newest: Run | undefined, find: Find) {
    const up: (readonly [Run, number])[] = [];
    for (let run = newest, through = newest && lastWrite(newest).clock; run && through !== undefined;) {
      up.push([run, through]);
      const origin: WriteId | null = run.origin;
      run = origin ? find(origin) : undefined;
      through = origin?.clock;
    }
    for (const [run, through] of up.reverse()) this.#push(run, through);
  }

  /** A write below the newest. */
  goOn(struct: Struct): void {
    this.#push(struct, lastWrite(struct).clock);
  }

  /** A write beside others. Says whether the way leads to it from now on. */
  turn(struct: Struct, find: Find): boolean {
    const { origin } = struct;
    const place = origin ? this.#places.get(find(origin)) : -1;
    if (place === undefined) return false; // what it overwrote is off the way
    const through = this.#through[place];
    const goesOnInside = origin !== null && through !== undefined && origin.clock < through;
    if (origin !== null && through !== undefined && origin.clock > through) return false;
    const sibling = this.#runs[goesOnInside ? place : place + 1];
    if (sibling && struct.id.client <= sibling.id.client) return false;
    for (const run of this.#runs.splice(place + 1)) this.#places.delete(run);
    this.#through.length = place + 1;
    if (origin) this.#through[place] = origin.clock;
    this.goOn(struct);
    return true;
  }

  #push(run: Run, through: number): void {
    this.#places.set(run, this.#runs.length);
    this.#runs.push(run);
    this.#through.push(through);
  }
}
