/** The taxonomy of a native file, or of a file of its own, checked for its form. */
import { ATTRIBUTE_KINDS, type Attribute, type Choice } from '#lib/model/attribute.ts';
import { LABEL_USES, type Label } from '#lib/model/label.ts';
import { isShapeKind, type ShapeKind } from '#lib/model/shape.ts';
import {
  MAX_JOINT_EDGES,
  MAX_JOINTS,
  type Joint,
  type JointPair,
  type SkeletonPlan,
} from '#lib/model/skeleton-plan.ts';
import type { Taxonomy, TaxonomyContent } from '#lib/model/taxonomy.ts';
import type { Tier } from '#lib/model/tier.ts';
import { Given } from './given.ts';

const MAX_NAME = 500;
const MAX_TEXT = 10_000;
const MAX_ITEMS = 10_000;

export function readTaxonomy(given: Given): Taxonomy {
  const fields = given.fields(['id', 'name', 'version', 'labels', 'tiers']);
  return {
    id: fields.id.id(),
    name: fields.name.text(MAX_NAME),
    version: fields.version.whole(0, Number.MAX_SAFE_INTEGER),
    ...readLists(fields),
  };
}

/**
 * What people make of a taxonomy, from a file of its own: what `GET /api/v1/projects/…/taxonomy` gives, or that without
 * `id` and `version`. Refuses `bad-request` with the place of what is wrong; model/taxonomy-check.ts has the rest.
 */
export function readTaxonomyFile(value: unknown): TaxonomyContent {
  const names = ['id', 'name', 'version', 'labels', 'tiers'] as const;
  const fields = new Given(value, 'The file').fields(names, ['id', 'version']);
  return { name: fields.name.text(MAX_NAME), ...readLists(fields) };
}

function readLists({ labels, tiers }: { readonly labels: Given; readonly tiers: Given }) {
  return {
    labels: labels.distinct(MAX_ITEMS, readLabel, (one) => one.id),
    tiers: tiers.distinct(MAX_ITEMS, readTier, (one) => one.id),
  };
}

function readLabel(given: Given): Label {
  const names = [
    'id',
    'name',
    'color',
    'use',
    'shapes',
    'retired',
    'code',
    'description',
    'hotKey',
    'attributes',
    'skeleton',
  ] as const;
  const label = given.fields(names, ['code', 'description', 'hotKey', 'attributes', 'skeleton']);
  const [code, description, hotKey] = [label.code, label.description, label.hotKey].map((one) =>
    one.orNull((text) => text.text(MAX_TEXT)),
  );
  const attributes = label.attributes.orNull((all) => all.distinct(MAX_ITEMS, readAttribute, ({ id }) => id));
  const skeleton = label.skeleton.orNull(readPlan);
  return {
    id: label.id.id(),
    name: label.name.text(MAX_NAME),
    color: label.color.text(7, /^#[0-9a-f]{6}$/i),
    use: label.use.oneOf(LABEL_USES),
    shapes: label.shapes.list(MAX_ITEMS, (one) => one.checked(checkKind, 'a kind of shape')),
    retired: label.retired.flag(),
    ...(code == null ? {} : { code }),
    ...(description == null ? {} : { description }),
    ...(hotKey == null ? {} : { hotKey }),
    ...(attributes === null ? {} : { attributes }),
    ...(skeleton === null ? {} : { skeleton }),
  };
}

function readPlan(given: Given): SkeletonPlan {
  const { joints, edges } = given.fields(['joints', 'edges']);
  return {
    joints: joints.distinct(MAX_JOINTS, readJoint, ({ id }) => id),
    edges: edges.list(MAX_JOINT_EDGES, readPair),
  };
}

function readJoint(given: Given): Joint {
  const joint = given.fields(['id', 'name', 'x', 'y', 'retired']);
  return {
    id: joint.id.id(),
    name: joint.name.text(MAX_NAME),
    x: joint.x.checked(checkShare, 'a share from 0 to 1'),
    y: joint.y.checked(checkShare, 'a share from 0 to 1'),
    retired: joint.retired.flag(),
  };
}

function readPair(given: Given): JointPair {
  const [a, b, ...more] = given.list(2, (one) => one.id<'joint'>());
  return a && b && more.length === 0 ? [a, b] : given.refuse('must name two joints');
}

function checkShare(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined;
}

function readAttribute(given: Given): Attribute {
  const one = given.fields(
    ['id', 'name', 'kind', 'choices', 'unit', 'min', 'max', 'retired', 'required', 'byFrame'],
    ['required', 'byFrame'],
  );
  const [required, byFrame] = [one.required, one.byFrame].map((flag) => flag.orNull((value) => value.flag()));
  return {
    id: one.id.id(),
    name: one.name.text(MAX_NAME),
    kind: one.kind.oneOf(ATTRIBUTE_KINDS),
    choices: one.choices.distinct(MAX_ITEMS, readChoice, ({ id }) => id),
    unit: one.unit.text(MAX_NAME),
    min: one.min.orNull((limit) => limit.checked(checkNumber, 'a number')),
    max: one.max.orNull((limit) => limit.checked(checkNumber, 'a number')),
    retired: one.retired.flag(),
    ...(required == null ? {} : { required }),
    ...(byFrame == null ? {} : { byFrame }),
  };
}

function readChoice(given: Given): Choice {
  const { id, name, retired } = given.fields(['id', 'name', 'retired']);
  return { id: id.id(), name: name.text(MAX_NAME), retired: retired.flag() };
}

function checkNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function readTier(given: Given): Tier {
  const tier = given.fields(['id', 'name', 'mode', 'labels', 'retired', 'parent'], ['parent']);
  const parent = tier.parent.orNull((one) => one.id<'tier'>());
  return {
    id: tier.id.id(),
    name: tier.name.text(MAX_NAME),
    mode: tier.mode.oneOf(['free', 'exclusive'] as const),
    labels: tier.labels.list(MAX_ITEMS, (one) => one.id<'label'>()),
    retired: tier.retired.flag(),
    ...(parent === null ? {} : { parent }),
  };
}

export function checkKind(value: unknown): ShapeKind | undefined {
  return isShapeKind(value) ? value : undefined;
}
