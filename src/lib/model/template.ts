/** What a project may begin with: a taxonomy ready to use, with its source. Made from short lists by the functions below. */
import type { Attribute, AttributeId, AttributeKind, ChoiceId } from './attribute.ts';
import { furthestColor } from './color.ts';
import type { LabelId, TierId } from './id.ts';
import { PALETTE, type Label, type LabelUse } from './label.ts';
import { isShapeKind, type ShapeKind } from './shape.ts';
import type { TaxonomyContent } from './taxonomy.ts';
import type { Tier } from './tier.ts';

export type Template = {
  readonly id: string;
  /** What it is for, in a line. */
  readonly about: string;
  /** Whose definitions it follows, as a reference. */
  readonly source: string;
  readonly content: TaxonomyContent;
};

/** Id, name and, where the data set writes it otherwise, its code. */
type Short = readonly [id: string, name: string, code?: string];
type Rest = Partial<Pick<Label, 'shapes' | 'attributes' | 'description'>>;

/** The palette from the first colour on, each the furthest from those before. */
const ORDER = PALETTE.reduce<readonly string[]>((order) => {
  const left = PALETTE.filter((color) => !order.includes(color));
  return [...order, furthestColor(left, order) ?? PALETTE[0] ?? ''];
}, []);

/** Labels of one use in the colours that stay furthest apart; beyond twelve colours come again. */
export function labels(use: LabelUse, all: readonly Short[], rest: Rest = {}): readonly Label[] {
  return all.map(([id, name, code], at) => ({
    id: id as LabelId,
    name,
    color: ORDER[at % ORDER.length] ?? '',
    use,
    shapes: [],
    retired: false,
    ...(code === undefined ? {} : { code }),
    ...rest,
  }));
}

/** Those of the kinds of shape that this Loupe can draw, a box where it can draw none of them. */
export function shapesOf(...wanted: readonly string[]): readonly ShapeKind[] {
  const known = wanted.filter(isShapeKind);
  return known.length > 0 ? known : ['box'];
}

/** `parent`: the tier above it. */
export function tier(
  id: string,
  name: string,
  mode: Tier['mode'],
  offered: readonly Label[],
  parent?: string,
): Tier {
  const made = { id: id as TierId, name, mode, labels: offered.map((label) => label.id), retired: false };
  return parent === undefined ? made : { ...made, parent: parent as TierId };
}

export function choice(id: string, name: string, choices: readonly Short[]): Attribute {
  return withChoices('choice', id, name, choices);
}

export function several(id: string, name: string, choices: readonly Short[]): Attribute {
  return withChoices('several', id, name, choices);
}

export function number(id: string, name: string, unit: string, min: number, max: number): Attribute {
  return { ...attribute('number', id, name), unit, min, max };
}

export function yesNo(id: string, name: string): Attribute {
  return attribute('yes-no', id, name);
}

/** It must be answered. */
export function required(asked: Attribute): Attribute {
  return { ...asked, required: true };
}

/** Its value may change from frame to frame; of labels for objects and for the video. */
export function byFrame(asked: Attribute): Attribute {
  return { ...asked, byFrame: true };
}

function withChoices(
  kind: 'choice' | 'several',
  id: string,
  name: string,
  choices: readonly Short[],
): Attribute {
  const made = choices.map(([key, caption]) => ({ id: key as ChoiceId, name: caption, retired: false }));
  return { ...attribute(kind, id, name), choices: made };
}

function attribute(kind: AttributeKind, id: string, name: string): Attribute {
  return { id: id as AttributeId, name, kind, choices: [], unit: '', min: null, max: null, retired: false };
}
