/**
 * Whether a taxonomy from outside holds together: sizes, names, ids, what refers to what. Its form (which fields there
 * are) is checked where it comes in: by the API's schema, by interchange for a file.
 */
import { ATTRIBUTE_KINDS, hasChoices, type Attribute, type Choice } from './attribute.ts';
import { isColor } from './color.ts';
import { isHotKey } from './hot-key.ts';
import { isId } from './id.ts';
import { LABEL_USES, type Label } from './label.ts';
import { isShapeKind } from './shape.ts';
import { isPair, MAX_JOINT_EDGES, MAX_JOINTS, type Joint, type SkeletonPlan } from './skeleton-plan.ts';
import type { TaxonomyContent } from './taxonomy.ts';
import type { Tier } from './tier.ts';

/** Most entries, retired ones too. */
export const MAX_LABELS = 500;
export const MAX_TIERS = 50;
export const MAX_ATTRIBUTES = 30;
export const MAX_CHOICES = 100;
/** Longest texts, in characters. */
export const MAX_NAME = 80;
export const MAX_CODE = 60;
export const MAX_UNIT = 20;
export const MAX_DESCRIPTION = 1000;

/**
 * What is wrong with a taxonomy, as a sentence for the person who made it; undefined when it may be saved. Bounded: looks
 * at no more than the limits above.
 */
export function taxonomyFault({ name, labels, tiers }: TaxonomyContent): string | undefined {
  if (labels.length > MAX_LABELS)
    return `A taxonomy has at most ${MAX_LABELS} labels, retired ones included.`;
  if (tiers.length > MAX_TIERS) return `A taxonomy has at most ${MAX_TIERS} tiers, retired ones included.`;
  return (
    nameFault('The name of the taxonomy', name) ??
    repeated('label', labels) ??
    repeated('tier', tiers) ??
    firstFault(labels, labelFault) ??
    firstFault(tiers, (tier) => tierFault(tier, labels)) ??
    firstFault(tiers, (tier) => parentFault(tier, tiers)) ??
    sameName(labels) ??
    sameHotKey(labels)
  );
}

function labelFault(label: Label): string | undefined {
  const { id, name, color, use, shapes, code = '', description = '', attributes = [] } = label;
  const { hotKey } = label;
  const called = `The label "${name || id}"`;
  if (!isId(id)) return `${called} has no valid key: 1 to 40 letters, digits, - and _.`;
  const badName = nameFault(`The name of the label "${id}"`, name);
  if (badName) return badName;
  if (!isColor(color)) return `${called} has no colour of the form #rrggbb.`;
  if (!LABEL_USES.includes(use)) return `${called} is for none of ${LABEL_USES.join(', ')}.`;
  if (code.length > MAX_CODE) return `The code of ${called.slice(4)} is longer than ${MAX_CODE} characters.`;
  if (description.length > MAX_DESCRIPTION)
    return `The description of ${called.slice(4)} is longer than ${MAX_DESCRIPTION} characters.`;
  if (hotKey !== undefined && (use === 'video' || !isHotKey(hotKey)))
    return `${called} has a hot key that is no key, or is put on nothing.`;
  return (
    shapesFault(called, use, shapes) ??
    planFault(called, shapes, label.skeleton) ??
    attributesFault(called, attributes) ??
    byFrameFault(called, use, attributes)
  );
}

function shapesFault(called: string, use: Label['use'], shapes: readonly unknown[]): string | undefined {
  if (use !== 'object')
    return shapes.length > 0 ? `${called} is not for objects and takes no shape.` : undefined;
  if (shapes.length === 0) return `${called} is for objects and needs at least one kind of shape.`;
  if (!shapes.every(isShapeKind)) return `${called} has a kind of shape that is not known here.`;
  return new Set(shapes).size < shapes.length ? `${called} has a kind of shape twice.` : undefined;
}

/** Of a label that may be a skeleton no more, the plan stays: there may be some. */
function planFault(called: string, shapes: readonly string[], plan?: SkeletonPlan): string | undefined {
  const { joints, edges } = plan ?? { joints: [], edges: [] };
  if (joints.length > MAX_JOINTS) return `${called} has more than ${MAX_JOINTS} joints.`;
  if (shapes.includes('skeleton') && joints.every(({ retired }) => retired))
    return `${called} may be a skeleton and needs at least one joint.`;
  if (edges.length > MAX_JOINT_EDGES)
    return `${called} has more than ${MAX_JOINT_EDGES} lines between joints.`;
  const ids = new Set(joints.map(({ id }) => id));
  const bad = edges.findIndex(
    ([a, b], at) =>
      a === b || !ids.has(a) || !ids.has(b) || edges.slice(0, at).some((other) => isPair(other, a, b)),
  );
  return (
    repeated(`joint of ${called.slice(4)}`, joints) ??
    firstFault(joints, (joint) => jointFault(called, joint)) ??
    (bad < 0 ? undefined : `A line of ${called.slice(4)} does not join two of its joints, or is there twice.`)
  );
}

function jointFault(called: string, { id, name, x, y }: Joint): string | undefined {
  if (!isId(id)) return `A joint of ${called.slice(4)} has no valid key.`;
  const inside = [x, y].every((share) => share >= 0 && share <= 1);
  return (
    nameFault(`A joint of ${called.slice(4)}`, name) ??
    (inside ? undefined : `The joint "${name}" of ${called.slice(4)} lies outside its pose: 0 to 1.`)
  );
}

/** Ids of attributes and of the choices of `several` are keys of one map in a document: none may be there twice. */
function attributesFault(called: string, attributes: readonly Attribute[]): string | undefined {
  if (attributes.length > MAX_ATTRIBUTES) return `${called} has more than ${MAX_ATTRIBUTES} attributes.`;
  const keys = attributes.flatMap(({ id, kind, choices }) =>
    kind === 'several' ? [id, ...choices.slice(0, MAX_CHOICES).map((choice) => choice.id)] : [id],
  );
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice !== undefined) return `${called} has "${twice}" twice among its attributes.`;
  return firstFault(attributes, (attribute) => attributeFault(called, attribute));
}

/** What is said of frames has a place in the document for objects and for the video only. */
function byFrameFault(called: string, use: Label['use'], all: readonly Attribute[]): string | undefined {
  const wrong = use === 'object' || use === 'video' ? undefined : all.find(({ byFrame }) => byFrame === true);
  return wrong && `"${wrong.name}" of ${called.slice(4)} cannot change over time: it is for ${use}s.`;
}

function attributeFault(owner: string, attribute: Attribute): string | undefined {
  const { id, name, kind } = attribute;
  const called = `"${name || id}" of ${owner.slice(4)}`;
  if (!isId(id)) return `The attribute ${called} has no valid key.`;
  if (!ATTRIBUTE_KINDS.includes(kind)) return `The attribute ${called} is of no kind that is known here.`;
  return (
    nameFault(`The name of the attribute "${id}" of ${owner.slice(4)}`, name) ??
    numberFault(called, attribute) ??
    choicesFault(called, attribute)
  );
}

function numberFault(called: string, { kind, unit, min, max }: Attribute): string | undefined {
  if (unit.length > MAX_UNIT) return `The unit of ${called} is longer than ${MAX_UNIT} characters.`;
  if (kind !== 'number' && (unit !== '' || min !== null || max !== null))
    return `The attribute ${called} is no number and has neither unit nor limits.`;
  if (![min, max].every((limit) => limit === null || Number.isFinite(limit)))
    return `The limits of ${called} must be numbers.`;
  return min !== null && max !== null && min > max
    ? `The least of ${called} is more than its most.`
    : undefined;
}

function choicesFault(called: string, { kind, choices }: Attribute): string | undefined {
  if (!hasChoices(kind)) return choices.length > 0 ? `The attribute ${called} takes no choices.` : undefined;
  if (choices.length > MAX_CHOICES) return `The attribute ${called} has more than ${MAX_CHOICES} choices.`;
  if (choices.every(({ retired }) => retired)) return `The attribute ${called} needs at least one choice.`;
  return repeated(`choice of ${called}`, choices) ?? firstFault(choices, (one) => choiceFault(called, one));
}

function choiceFault(called: string, { id, name }: Choice): string | undefined {
  return isId(id) ? nameFault(`A choice of ${called}`, name) : `A choice of ${called} has no valid key.`;
}

function tierFault({ id, name, mode, labels: offered }: Tier, labels: readonly Label[]): string | undefined {
  if (!isId(id)) return `The tier "${name}" has no valid key: 1 to 40 letters, digits, - and _.`;
  const badName = nameFault(`The name of the tier "${id}"`, name);
  if (badName) return badName;
  if (mode !== 'free' && mode !== 'exclusive') return `The tier "${name}" must be free or exclusive.`;
  if (offered.length > MAX_LABELS || new Set(offered).size < offered.length)
    return `The tier "${name}" has a label twice.`;
  const uses = new Map(labels.map((label) => [label.id, label.use]));
  const stranger = offered.find((label) => uses.get(label) !== 'segment');
  return stranger === undefined
    ? undefined
    : `The tier "${name}" has "${stranger}", which is no label for segments.`;
}

/** A tier lies under another one that is there, and never under itself, however far around. */
function parentFault({ name, parent }: Tier, tiers: readonly Tier[]): string | undefined {
  if (parent === undefined) return undefined;
  const byId = new Map(tiers.map((tier) => [tier.id, tier]));
  let above = byId.get(parent);
  if (!above) return `The tier "${name}" lies under "${parent}", which is no tier.`;
  for (let steps = 0; above?.parent !== undefined; steps++) {
    if (steps > tiers.length) return `The tier "${name}" lies under itself.`;
    above = byId.get(above.parent);
  }
  return undefined;
}

/** Two labels of one use that read the same cannot be told apart by who picks one. */
function sameName(labels: readonly Label[]): string | undefined {
  const seen = new Set<string>();
  for (const { name, use, retired } of labels) {
    const key = `${use} ${name.trim().toLowerCase()}`;
    if (retired) continue;
    if (seen.has(key)) return `Two labels for ${use}s are called "${name}".`;
    seen.add(key);
  }
  return undefined;
}

/** One press stands for one label. */
function sameHotKey(labels: readonly Label[]): string | undefined {
  const seen = new Map<string, string>();
  for (const { name, hotKey, retired } of labels) {
    if (hotKey === undefined || retired) continue;
    const other = seen.get(hotKey.toLowerCase());
    if (other !== undefined) return `The labels "${other}" and "${name}" have the same hot key.`;
    seen.set(hotKey.toLowerCase(), name);
  }
  return undefined;
}

function nameFault(what: string, name: string): string | undefined {
  return name.trim() === '' || name.length > MAX_NAME
    ? `${what} must have 1 to ${MAX_NAME} characters.`
    : undefined;
}

function repeated(what: string, all: readonly { readonly id: string }[]): string | undefined {
  const seen = new Set<string>();
  for (const { id } of all) {
    if (seen.has(id)) return `The key "${id.slice(0, 40)}" is there twice (${what}).`;
    seen.add(id);
  }
  return undefined;
}

function firstFault<T>(all: readonly T[], faultOf: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const fault = faultOf(one);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
