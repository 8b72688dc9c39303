/** The classes a project works with: labels for objects, segments and events, and the tiers segments lie on. */
import type { Id, LabelId, TierId } from './id.ts';
import type { Label, LabelUse } from './label.ts';
import type { Tier } from './tier.ts';

export type Taxonomy = {
  readonly id: Id<'taxonomy'>;
  readonly name: string;
  /** Counts up with every change; exports name it. */
  readonly version: number;
  readonly labels: readonly Label[];
  readonly tiers: readonly Tier[];
};

/** What people make of a taxonomy; its id and its version are given by the server. */
export type TaxonomyContent = Pick<Taxonomy, 'name' | 'labels' | 'tiers'>;

/** Labels still offered for a use, in the order of the taxonomy; digits 1 to 9 and 0 pick them in this order. */
export function offeredLabels(taxonomy: Taxonomy, use: LabelUse): readonly Label[] {
  return taxonomy.labels.filter((label) => label.use === use && !label.retired);
}

/** The label with this id, retired or not. */
export function labelOf(taxonomy: Taxonomy, id: LabelId): Label | undefined {
  return taxonomy.labels.find((label) => label.id === id);
}

/** The tier with this id, retired or not. */
export function tierOf(taxonomy: Taxonomy, id: TierId): Tier | undefined {
  return taxonomy.tiers.find((tier) => tier.id === id);
}
