/** What a map in a document may hold: labels.ts and discussion.ts are tables made of these. */
import { isId, type PersonId } from '#lib/model/id.ts';
import type { Container } from './container.ts';
import type { Writer } from './writer.ts';

/** A map: a root, an entity, or one inside an entity. */
export type MapRule = {
  /** What it is, with its article: `a track`. */
  readonly noun: string;
  /** What may stand under a key; undefined where the key has no meaning. */
  readonly ruleOf: (key: string) => KeyRule | undefined;
  /** The keys without which it is not made. */
  readonly required: readonly string[];
};

export type KeyRule = ContainerRule | ValueRule;

/** A map of its own, made once and never replaced. */
export type ContainerRule = { readonly kind: 'container'; readonly of: MapRule };

/** A value of its own, overwritten as a whole. */
export type ValueRule = {
  readonly kind: 'value';
  /** Whether it is a value for this key of this entity (null: the root itself), as the update leaves that. */
  readonly valid: (value: unknown, entity: Container | null) => boolean;
  /** Whether it is only ever written when its entity is made. */
  readonly once: boolean;
  /** Whose it is, where that matters. */
  readonly guard: Guard | null;
};

export type Guard = {
  readonly allows: (claim: Claim) => boolean;
  /** The end of a sentence: who may. */
  readonly sentence: string;
};

/** Somebody writes a key of an entity that is already in the document. */
export type Claim = {
  readonly writer: Writer;
  /** Who made the entity. */
  readonly author: PersonId | undefined;
  /** Who wrote the value that stands there; undefined where there is none. */
  readonly holder: PersonId | undefined;
};

/** The roots of a document by name. */
export type Roots = Readonly<Record<string, MapRule>>;

type Valid = ValueRule['valid'];

export function value(valid: Valid, guard: Guard | null = null): ValueRule {
  return { kind: 'value', valid, once: false, guard };
}

export function once(valid: Valid): ValueRule {
  return { kind: 'value', valid, once: true, guard: null };
}

/** Keys known by name; all of them are there from the beginning, but for the optional ones. */
export function fields(
  noun: string,
  rules: Readonly<Record<string, KeyRule>>,
  optional: readonly string[] = [],
): MapRule {
  return {
    noun,
    ruleOf: (key) => (Object.hasOwn(rules, key) ? rules[key] : undefined),
    required: Object.keys(rules).filter((key) => !optional.includes(key)),
  };
}

/** A map inside an entity: any number of values under keys of one kind. */
export function each(noun: string, isKey: (key: string) => boolean, rule: ValueRule): ContainerRule {
  return { kind: 'container', of: anyOf(noun, isKey, rule) };
}

/** Any number of values under keys of one kind; as a root, values that are of no entity. */
export function anyOf(noun: string, isKey: (key: string) => boolean, rule: ValueRule): MapRule {
  return { noun, ruleOf: (key) => (isKey(key) ? rule : undefined), required: [] };
}

/** A root that holds entities under their ids. */
export function entities(noun: string, entity: MapRule): MapRule {
  const rule: ContainerRule = { kind: 'container', of: entity };
  return { noun, ruleOf: (key) => (isId(key) ? rule : undefined), required: [] };
}

/** A root in which nothing may be written yet. */
export function nothingIn(noun: string): MapRule {
  return { noun, ruleOf: () => undefined, required: [] };
}
