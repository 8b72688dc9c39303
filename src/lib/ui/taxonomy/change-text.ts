/** What a save does, in words. */
import type { Deed, Part, TaxonomyChange } from '#lib/model/taxonomy-change.ts';
import { amountText } from '../kit/wording.ts';

const MANY: Readonly<Record<Part, string>> = {
  taxonomy: 'names',
  label: 'labels',
  tier: 'tiers',
  attribute: 'attributes',
  choice: 'choices',
  joint: 'joints',
};
const ONE: Readonly<Record<Part, string>> = {
  taxonomy: 'name',
  label: 'label',
  tier: 'tier',
  attribute: 'attribute',
  choice: 'choice',
  joint: 'joint',
};

/** `2 labels added, 1 label retired`; '' when nothing changes. */
export function summaryText(changes: readonly TaxonomyChange[]): string {
  const counts = new Map<string, { readonly part: Part; readonly deed: Deed; count: number }>();
  for (const { part, deed } of changes) {
    const known = counts.get(`${part} ${deed}`);
    if (known) known.count += 1;
    else counts.set(`${part} ${deed}`, { part, deed, count: 1 });
  }
  return [...counts.values()]
    .map(({ part, deed, count }) => `${amountText(count, ONE[part], MANY[part])} ${deed}`)
    .join(', ');
}

/** `Label “Hook” retired` */
export function changeText({ part, deed, name }: TaxonomyChange): string {
  return `${ONE[part].charAt(0).toUpperCase()}${ONE[part].slice(1)} “${name}” ${deed}`;
}
