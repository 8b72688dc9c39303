/** Labels that stand in one list and are hard to tell apart by their colours. */
import { sightsConfused, type Sight } from '#lib/model/color.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { Label } from '#lib/model/label.ts';
import type { TaxonomyContent } from '#lib/model/taxonomy.ts';

export type Alike = { readonly other: string; readonly sights: readonly Sight[] };

const NOT_SEEN: Readonly<Record<Exclude<Sight, 'usual'>, string>> = {
  protan: 'red (protan)',
  deutan: 'green (deutan)',
  tritan: 'blue (tritan)',
};

/** For each label the others of its lists: objects, events, and what one tier offers. */
export function alikeIn({ labels, tiers }: TaxonomyContent): ReadonlyMap<LabelId, readonly Alike[]> {
  const offered = labels.filter(({ retired }) => !retired);
  const lists = [
    ...(['object', 'event', 'video'] as const).map((use) => offered.filter((label) => label.use === use)),
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

/** `Hard to tell from Grasper.` First what all eyes confuse, then what some do. */
export function alikeText(all: readonly Alike[]): string {
  const usual = all.filter(({ sights }) => sights.includes('usual'));
  const some = all.filter((one) => !usual.includes(one));
  const missing = new Set(
    some.flatMap(({ sights }) => sights.flatMap((sight) => (sight === 'usual' ? [] : [NOT_SEEN[sight]]))),
  );
  const forSome = `${namesOf(some)} for people who do not see ${[...missing].join(' or ')}`;
  return [
    ...(usual.length > 0 ? [`Hard to tell from ${namesOf(usual)}.`] : []),
    ...(some.length > 0 ? [`Hard to tell from ${forSome}.`] : []),
  ].join(' ');
}

function namesOf(all: readonly Alike[]): string {
  const names = all.map(({ other }) => other);
  return names.length <= 2 ? names.join(' and ') : `${names[0]} and ${names.length - 1} more`;
}
