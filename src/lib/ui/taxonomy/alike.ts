/** Labels that stand in one list and are hard to tell apart by their colours. */
import { sightsConfused, type Sight } from '#lib/model/color.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { Label } from '#lib/model/label.ts';
import type { TaxonomyContent } from '#lib/model/taxonomy.ts';

export type Alike = { readonly other: string; readonly sights: readonly Sight[] };

const COLOUR_BLIND: Readonly<Record<Exclude<Sight, 'usual'>, string>> = {
  protan: 'red (protan)',
  deutan: 'green (deutan)',
  tritan: 'blue (tritan)',
};

/** For each label the others of its lists: objects, events, and what one tier offers. */
export function alikeIn({ labels, tiers }: TaxonomyContent): ReadonlyMap<LabelId, readonly Alike[]> {
  const offered = labels.filter(({ retired }) => !retired);
  const lists = [
    ...(['object', 'event'] as const).map((use) => offered.filter((label) => label.use === use)),
    ...tiers
      .filter(({ retired }) => !retired)
      .map((tier) => offered.filter(({ id }) => tier.labels.includes(id))),
  ];
  const found = new Map<LabelId, Map<LabelId, Alike>>();
  const note = (label: Label, other: Label, sights: readonly Sight[]) => {
    const noted = found.get(label.id) ?? new Map<LabelId, Alike>();
    found.set(label.id, noted.set(other.id, { other: other.name, sights }));
  };
  for (const list of lists)
    for (const [at, one] of list.entries())
      for (const other of list.slice(at + 1)) {
        const sights = sightsConfused(one.color, other.color);
        if (sights.length > 0) {
          note(one, other, sights);
          note(other, one, sights);
        }
      }
  return new Map([...found].map(([id, noted]) => [id, [...noted.values()]]));
}

/** `Hard to tell from Grasper.` */
export function alikeText(all: readonly Alike[]): string {
  const [first] = all;
  if (!first) return '';
  const names =
    all.length <= 2
      ? all.map(({ other }) => other).join(' and ')
      : `${first.other} and ${all.length - 1} more`;
  const sights = all.flatMap(({ sights }) => sights);
  if (sights.includes('usual')) return `Hard to tell from ${names}.`;
  const cones = [...new Set(sights)].flatMap((sight) => (sight === 'usual' ? [] : [COLOUR_BLIND[sight]]));
  return `Hard to tell from ${names} for people who do not see ${cones.join(' or ')}.`;
}
