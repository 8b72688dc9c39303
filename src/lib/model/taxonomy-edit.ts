/** One step of editing a taxonomy each: content in, content out. Steps keep every rule of taxonomy-change.ts. */
import type { Attribute, AttributeId, AttributeKind, Choice, ChoiceId } from './attribute.ts';
import { furthestColor } from './color.ts';
import type { LabelId, TierId } from './id.ts';
import { PALETTE, type Label, type LabelUse } from './label.ts';
import type { ShapeKind } from './shape.ts';
import type { TaxonomyContent } from './taxonomy.ts';
import type { Tier } from './tier.ts';
import { parentsFor } from './tier-tree.ts';

type Entry = { readonly id: string; readonly name: string; readonly retired: boolean };
/** What may be changed of an entry that is in use. */
export type LabelPatch = Partial<Omit<Label, 'id' | 'use'>>;
export type TierPatch = Partial<Omit<Tier, 'id' | 'mode' | 'parent'>>;
export type AttributePatch = Partial<Omit<Attribute, 'id' | 'kind' | 'unit'>>;

/** A key for a new entry, from its name: `Calot triangle` → `calot-triangle`; with a number where that is taken. */
export function keyFor(name: string, taken: Iterable<string>): string {
  const all = new Set(taken);
  const stem =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 32) || 'entry';
  let key = stem;
  for (let number = 2; all.has(key); number++) key = `${stem}-${number}`;
  return key;
}

/** A label more, last of all, in the colour furthest from those of its use; of objects with the shapes given. */
export function addLabel(
  content: TaxonomyContent,
  {
    name,
    use,
    shapes,
  }: { readonly name: string; readonly use: LabelUse; readonly shapes: readonly ShapeKind[] },
): TaxonomyContent {
  const id = keyFor(
    name,
    content.labels.map((label) => label.id),
  ) as LabelId;
  const used = content.labels
    .filter((label) => label.use === use && !label.retired)
    .map(({ color }) => color);
  const color = furthestColor(PALETTE, used) ?? '#9aa7b2';
  const made: Label = { id, name, color, use, shapes: use === 'object' ? shapes : [], retired: false };
  return { ...content, labels: [...content.labels, made] };
}

export function changeLabel(content: TaxonomyContent, id: LabelId, patch: LabelPatch): TaxonomyContent {
  return { ...content, labels: changed(content.labels, id, patch) };
}

/** Gives a label a key of its own, or, undefined, takes it away. */
export function setHotKey(
  content: TaxonomyContent,
  id: LabelId,
  hotKey: string | undefined,
): TaxonomyContent {
  const labels = content.labels.map((label) => {
    if (label.id !== id) return label;
    const { hotKey: before, ...rest } = label;
    return hotKey === undefined ? rest : before === hotKey ? label : { ...label, hotKey };
  });
  return { ...content, labels };
}

/** One place up (-1) or down (1) among the labels of its use that are not retired; at the end nothing happens. */
export function moveLabel(content: TaxonomyContent, id: LabelId, by: -1 | 1): TaxonomyContent {
  const use = content.labels.find((label) => label.id === id)?.use;
  return { ...content, labels: moved(content.labels, id, by, (one) => one.use === use && !one.retired) };
}

/** Takes back a label that was added and never saved; also from the tiers. */
export function dropLabel(content: TaxonomyContent, id: LabelId): TaxonomyContent {
  const tiers = content.tiers.map((tier) => ({ ...tier, labels: tier.labels.filter((one) => one !== id) }));
  return { ...content, labels: content.labels.filter((one) => one.id !== id), tiers };
}

export function addTier(
  content: TaxonomyContent,
  { name, mode }: Pick<Tier, 'name' | 'mode'>,
): TaxonomyContent {
  const id = keyFor(
    name,
    content.tiers.map((tier) => tier.id),
  ) as TierId;
  return { ...content, tiers: [...content.tiers, { id, name, mode, labels: [], retired: false }] };
}

export function changeTier(content: TaxonomyContent, id: TierId, patch: TierPatch): TaxonomyContent {
  return { ...content, tiers: changed(content.tiers, id, patch) };
}

export function moveTier(content: TaxonomyContent, id: TierId, by: -1 | 1): TaxonomyContent {
  return { ...content, tiers: moved(content.tiers, id, by, (one) => !one.retired) };
}

/** Takes back a tier that was added and never saved; those under it lie under what it lay under. */
export function dropTier(content: TaxonomyContent, id: TierId): TaxonomyContent {
  const above = content.tiers.find((tier) => tier.id === id)?.parent;
  const tiers = content.tiers.filter((tier) => tier.id !== id);
  return { ...content, tiers: tiers.map((tier) => (tier.parent === id ? under(tier, above) : tier)) };
}

/** Puts a tier under another one; null: under none. One that would come to lie under itself stays. */
export function setTierParent(content: TaxonomyContent, id: TierId, parent: TierId | null): TaxonomyContent {
  if (parent !== null && !parentsFor(content.tiers, id).some((tier) => tier.id === parent)) return content;
  const tiers = content.tiers.map((tier) => (tier.id === id ? under(tier, parent ?? undefined) : tier));
  return { ...content, tiers };
}

function under({ id, name, mode, labels, retired }: Tier, parent: TierId | undefined): Tier {
  const tier = { id, name, mode, labels, retired };
  return parent === undefined ? tier : { ...tier, parent };
}

/** Offers a label on a tier, last, or offers it no longer. */
export function toggleTierLabel(content: TaxonomyContent, id: TierId, label: LabelId): TaxonomyContent {
  const offered = content.tiers.find((tier) => tier.id === id)?.labels ?? [];
  const labels = offered.includes(label) ? offered.filter((one) => one !== label) : [...offered, label];
  return changeTier(content, id, { labels });
}

/** One place up or down among the labels that a tier offers: the order of their digits. */
export function moveTierLabel(
  content: TaxonomyContent,
  id: TierId,
  label: LabelId,
  by: -1 | 1,
): TaxonomyContent {
  const retired = new Set(content.labels.filter((one) => one.retired).map((one) => one.id));
  const tier = content.tiers.find((one) => one.id === id);
  const entries = (tier?.labels ?? []).map((one) => ({ id: one, name: '', retired: retired.has(one) }));
  return changeTier(content, id, {
    labels: moved(entries, label, by, (one) => !one.retired).map((one) => one.id),
  });
}

/** An attribute more on a label; one with choices begins with those given. */
export function addAttribute(
  label: Label,
  {
    name,
    kind,
    unit,
    choices,
  }: { name: string; kind: AttributeKind; unit: string; choices: readonly string[] },
): Label {
  const attributes = label.attributes ?? [];
  const id = keyFor(name, keysOf(attributes)) as AttributeId;
  const made = choices.reduce<Attribute>(
    (attribute, choice) => addChoice(attribute, choice, [...keysOf(attributes), id]),
    { id, name, kind, choices: [], unit, min: null, max: null, retired: false },
  );
  return { ...label, attributes: [...attributes, made] };
}

export function changeAttribute(label: Label, id: AttributeId, patch: AttributePatch): Label {
  const attributes = changed(label.attributes ?? [], id, patch);
  return { ...label, attributes: attributes.map((one) => (one.id === id ? withoutNoes(one) : one)) };
}

/** What is not asked for is left out, so that a switch put on and off again leaves what was there before. */
function withoutNoes({ required, byFrame, ...rest }: Attribute): Attribute {
  return {
    ...rest,
    ...(required === true && { required: true }),
    ...(byFrame === true && { byFrame: true }),
  };
}

export function moveAttribute(label: Label, id: AttributeId, by: -1 | 1): Label {
  return { ...label, attributes: moved(label.attributes ?? [], id, by, (one) => !one.retired) };
}

/** Takes back an attribute that was added and never saved. */
export function dropAttribute(label: Label, id: AttributeId): Label {
  return { ...label, attributes: (label.attributes ?? []).filter((one) => one.id !== id) };
}

/** @param taken keys of the label that a choice of `several` must not repeat */
export function addChoice(attribute: Attribute, name: string, taken: Iterable<string>): Attribute {
  const own = attribute.choices.map(({ id }) => id);
  const id = keyFor(name, attribute.kind === 'several' ? [...taken, ...own] : own) as ChoiceId;
  return { ...attribute, choices: [...attribute.choices, { id, name, retired: false }] };
}

export function changeChoice(
  attribute: Attribute,
  id: ChoiceId,
  patch: Partial<Omit<Choice, 'id'>>,
): Attribute {
  return { ...attribute, choices: changed(attribute.choices, id, patch) };
}

/** Everything of another taxonomy that is not here yet, after what is; of what is here nothing changes. */
export function withMore(content: TaxonomyContent, more: TaxonomyContent): TaxonomyContent {
  const missing = <T extends Entry>(own: readonly T[], other: readonly T[]): readonly T[] => {
    const known = new Set(own.map(({ id }) => id));
    return [...own, ...other.filter(({ id }) => !known.has(id))];
  };
  const labels = missing(content.labels, more.labels);
  return { ...content, labels, tiers: missing(content.tiers, more.tiers) };
}

/** The keys under which values of a label's attributes may lie in a document. */
export function keysOf(attributes: readonly Attribute[]): readonly string[] {
  return attributes.flatMap(({ id, kind, choices }) =>
    kind === 'several' ? [id, ...choices.map((choice) => choice.id)] : [id],
  );
}

function changed<T extends Entry>(all: readonly T[], id: string, patch: Partial<NoInfer<T>>): readonly T[] {
  return all.map((entry) => (entry.id === id ? { ...entry, ...patch } : entry));
}

/** Changes places with the next entry in that direction that counts. */
function moved<T extends Entry>(
  all: readonly T[],
  id: string,
  by: -1 | 1,
  counts: (entry: T) => boolean,
): readonly T[] {
  const from = all.findIndex((entry) => entry.id === id);
  let to = from + by;
  while (all[to] && !counts(all[to] as T)) to += by;
  const [mine, other] = [all[from], all[to]];
  if (!mine || !other) return all;
  return all.map((entry, at) => (at === from ? other : at === to ? mine : entry));
}
