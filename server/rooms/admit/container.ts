/** A map of the document as an update would leave it: what is there, and the keys that are written. */
import type * as Y from 'yjs';
import { shortened } from '#lib/doc/entity/faults.ts';
import { Chain, type Run } from './chain.ts';
import { refuse } from './refused.ts';
import type { MapRule } from './rule.ts';

/** What is asked of a Yjs type: its keys, and the item that made it (null for a root). */
export type Type = { readonly _map: ReadonlyMap<string, Y.Item>; readonly _item: Y.Item | null };

export class Container {
  readonly rule: MapRule;
  /** The map it lies in; null for a root. */
  readonly parent: Container | null;
  /** Its key there, or the name of the root. */
  readonly name: string;
  /** What the document has of it. */
  readonly type: Type | undefined;
  /** The client that made it; undefined for a root. */
  readonly maker: number | undefined;
  readonly #chains = new Map<string, Chain>();
  /** The maps that the update makes in it. */
  readonly #made = new Map<string, Container>();

  private constructor(
    rule: MapRule,
    parent: Container | null,
    name: string,
    type: Type | undefined,
    maker: number | undefined,
  ) {
    this.rule = rule;
    this.parent = parent;
    this.name = name;
    this.type = type;
    this.maker = maker;
  }

  /** A root; the document does not know one in which nothing was ever written. */
  static root(rule: MapRule, name: string, type: Type | undefined): Container {
    return new Container(rule, null, name, type, undefined);
  }

  /** The map that lies under a key of this one. */
  known(name: string, type: Type): Container {
    return new Container(this.#ruleOf(name), this, name, type, type._item?.id.client);
  }

  /** A map that the update puts under a key of this one. */
  make(name: string, maker: number): Container {
    const made = new Container(this.#ruleOf(name), this, name, undefined, maker);
    this.#made.set(name, made);
    return made;
  }

  /** Whether the update makes it. */
  get isNew(): boolean {
    return this.parent !== null && this.type === undefined;
  }

  /** The entity it is or lies in; null for a root. */
  get entity(): Container | null {
    return this.parent?.parent ? this.parent.entity : this.parent && this;
  }

  get chains(): ReadonlyMap<string, Chain> {
    return this.#chains;
  }

  /** All that is written under a key. Throws Refused for a key that has no meaning here. */
  chain(key: string): Chain {
    const known = this.#chains.get(key);
    if (known) return known;
    const rule = this.rule.ruleOf(key) ?? refuse(`“${shortened(key)}” has no place in ${this.rule.noun}`);
    const chain = new Chain(this, key, rule);
    this.#chains.set(key, chain);
    return chain;
  }

  /** The value a key will have; undefined where it has none. */
  valueOf(key: string): unknown {
    const chain = this.#chains.get(key);
    return valueIn(chain ? chain.newest : this.type?._map.get(key));
  }

  /** The map that will lie under a key; undefined where there is none. */
  inner(key: string): Container | undefined {
    const made = this.#made.get(key);
    if (made) return made;
    const type = valueIn(this.type?._map.get(key));
    return isType(type) ? this.known(key, type) : undefined;
  }

  #ruleOf(key: string): MapRule {
    const rule = this.rule.ruleOf(key);
    return rule?.kind === 'container'
      ? rule.of
      : refuse(`“${shortened(key)}” of ${this.rule.noun} is no map`);
  }
}

function valueIn(run: Run | undefined): unknown {
  if (!run) return undefined;
  if ('from' in run) return run.content.kind === 'values' ? run.content.values.at(-1) : undefined;
  return run.deleted ? undefined : (run.content.getContent().at(-1) as unknown);
}

function isType(value: unknown): value is Type {
  return typeof value === 'object' && value !== null && '_map' in value;
}
