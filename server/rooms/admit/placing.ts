/**
 * Where the new writes of an update would come to lie, found in the order in which Yjs will put them in: each after
 * what it builds on. What builds on nothing that is here, or on itself, is refused, so nothing is ever left pending.
 */
import * as Y from 'yjs';
import { shortened } from '#lib/doc/entity/faults.ts';
import type { WriteId } from '#lib/doc/item.ts';
import { must } from '#lib/model/problem.ts';
import type { Bounds } from './bounds.ts';
import type { Chain, Run } from './chain.ts';
import { Container, type Type } from './container.ts';
import type { Struct } from './decode.ts';
import { structAt, type News } from './news.ts';
import { refuse, refuseGap } from './refused.ts';
import type { Roots } from './rule.ts';

/** How far the new writes of one client are placed. */
type Progress = { next: number; clock: number; busy: boolean };

export class Placing {
  readonly #ydoc: Y.Doc;
  readonly #roots: Roots;
  readonly #news: ReadonlyMap<number, News>;
  readonly #bounds: Bounds;
  readonly #progress = new Map<number, Progress>();
  readonly #byName = new Map<string, Container>();
  readonly #byType = new Map<Type, Container>();
  readonly #made = new Map<Struct, Container>();
  readonly #placed = new Map<Struct, Chain>();
  readonly #chains = new Set<Chain>();
  #steps = 0;

  /** Throws Refused. */
  constructor(ydoc: Y.Doc, roots: Roots, news: ReadonlyMap<number, News>, bounds: Bounds) {
    this.#ydoc = ydoc;
    this.#roots = roots;
    this.#news = news;
    this.#bounds = bounds;
    for (const { client, start } of news.values())
      this.#progress.set(client, { next: 0, clock: start, busy: false });
    for (const one of news.values()) this.#placeUntil(one, one.end);
  }

  /** Every key that is written. */
  get chains(): ReadonlySet<Chain> {
    return this.#chains;
  }

  /** Every map that is made. */
  get made(): Iterable<Container> {
    return this.#made.values();
  }

  /** The end of a client's writes once the update is in. */
  endOf(client: number): number {
    return this.#news.get(client)?.end ?? Y.getState(this.#ydoc.store, client);
  }

  /** Whether the update overwrites a value that is in the document. */
  overwrites(item: Y.Item): boolean {
    const container = this.#byType.get(item.parent as Type);
    const chain = item.parentSub === null ? undefined : container?.chains.get(item.parentSub);
    return chain !== undefined && chain.newest !== item;
  }

  #placeUntil(news: News, end: number): void {
    const progress = must(this.#progress.get(news.client), 'News without progress.');
    while (progress.clock < end) {
      if (progress.busy) refuse('it builds on itself');
      progress.busy = true;
      const struct = must(news.structs[progress.next], 'News end before their end.');
      this.#place(struct);
      progress.next++;
      progress.clock += struct.length;
      progress.busy = false;
    }
  }

  #place(struct: Struct): void {
    const { origin, parent, key, id, content } = struct;
    const chain = origin ? this.#chainOf(this.#find(origin)) : this.#open(parent).chain(key ?? refuseList());
    const { rule, container } = chain;
    this.#steps += chain.add(struct, this.#find);
    if (this.#steps > this.#bounds.steps) refuse('it has too many edits beside others');
    this.#placed.set(struct, chain);
    this.#chains.add(chain);
    if (content.kind !== 'map') return;
    if (rule.kind !== 'container') refuse(`“${shortened(chain.key)}” of ${container.rule.noun} is no map`);
    this.#made.set(struct, container.make(chain.key, id.client));
  }

  /** The run that holds a write, placed if it is a new one. */
  readonly #find = ({ client, clock }: WriteId): Run => {
    const { store } = this.#ydoc;
    if (clock < Y.getState(store, client)) {
      const item: Y.Item | Y.GC = Y.getItem(store, Y.createID(client, clock));
      return item instanceof Y.Item ? item : refuse('it builds on something that was removed');
    }
    const news = this.#news.get(client);
    if (!news || clock >= news.end) refuseGap();
    this.#placeUntil(news, clock + 1);
    return must(structAt(news, clock), 'News with a hole.');
  };

  #chainOf(run: Run): Chain {
    if ('from' in run) return must(this.#placed.get(run), 'A run that was found is placed.');
    return this.#containerOf(run.parent as Type).chain(run.parentSub ?? refuseList());
  }

  /** The map a write without an origin names. */
  #open(parent: string | WriteId | null): Container {
    if (typeof parent === 'string') return this.#root(parent);
    const run = this.#find(parent ?? refuseList());
    if ('from' in run) return this.#made.get(run) ?? refuse('it writes into what is no map');
    if (run.deleted || !(run.content instanceof Y.ContentType)) refuse('it writes into what is no map');
    return this.#containerOf(run.content.type);
  }

  #containerOf(type: Type): Container {
    const known = this.#byType.get(type);
    if (known) return known;
    const item = type._item;
    if (!item) return this.#root(Y.findRootTypeKey(type as Y.AbstractType<unknown>));
    if (item.deleted || item.parentSub === null) refuse('it writes into something that was removed');
    const found = this.#containerOf(item.parent as Type).known(item.parentSub, type);
    this.#byType.set(type, found);
    return found;
  }

  #root(name: string): Container {
    const known = this.#byName.get(name);
    if (known) return known;
    const rule = Object.hasOwn(this.#roots, name) ? this.#roots[name] : undefined;
    if (!rule) return refuse(`“${shortened(name)}” has no place in this document`);
    const type = this.#ydoc.share.get(name);
    const root = Container.root(rule, name, type);
    this.#byName.set(name, root);
    if (type) this.#byType.set(type, root);
    return root;
  }
}

function refuseList(): never {
  return refuse('it writes into a list, and no annotation has one');
}
