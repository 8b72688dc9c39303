/** The taxonomy of a native file, checked. */
import { LABEL_USES, type Label } from '#lib/model/label.ts';
import { isShapeKind, type ShapeKind } from '#lib/model/shape.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Tier } from '#lib/model/tier.ts';
import type { Given } from './given.ts';

const MAX_NAME = 500;
const MAX_ITEMS = 10_000;

export function readTaxonomy(given: Given): Taxonomy {
  const { id, name, version, labels, tiers } = given.fields(['id', 'name', 'version', 'labels', 'tiers']);
  return {
    id: id.id(),
    name: name.text(MAX_NAME),
    version: version.whole(0, Number.MAX_SAFE_INTEGER),
    labels: labels.distinct(MAX_ITEMS, readLabel, (one) => one.id),
    tiers: tiers.distinct(MAX_ITEMS, readTier, (one) => one.id),
  };
}

function readLabel(given: Given): Label {
  const label = given.fields(['id', 'name', 'color', 'use', 'shapes', 'retired']);
  return {
    id: label.id.id(),
    name: label.name.text(MAX_NAME),
    color: label.color.text(7, /^#[0-9a-f]{6}$/i),
    use: label.use.oneOf(LABEL_USES),
    shapes: label.shapes.list(MAX_ITEMS, (one) => one.checked(checkKind, 'a kind of shape')),
    retired: label.retired.flag(),
  };
}

function readTier(given: Given): Tier {
  const tier = given.fields(['id', 'name', 'mode', 'labels', 'retired']);
  return {
    id: tier.id.id(),
    name: tier.name.text(MAX_NAME),
    mode: tier.mode.oneOf(['free', 'exclusive'] as const),
    labels: tier.labels.list(MAX_ITEMS, (one) => one.id<'label'>()),
    retired: tier.retired.flag(),
  };
}

export function checkKind(value: unknown): ShapeKind | undefined {
  return isShapeKind(value) ? value : undefined;
}
