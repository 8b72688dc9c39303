/** Whether the rules of a task can be met with a project's labels: asked where one is made. */
import type { TaskRules } from './task.ts';
import { labelOf, tierOf, type Taxonomy } from './taxonomy.ts';

/** What is wrong, as a sentence; undefined when nothing is. */
export function rulesFault(
  { required, gapless }: TaskRules,
  taxonomy: Taxonomy | undefined,
): string | undefined {
  if (!taxonomy) return 'The project has no labels yet.';
  for (const { label, from, to } of required) {
    const found = labelOf(taxonomy, label);
    if (!found) return `"${label}" is no label of the project.`;
    if (from !== null && to !== null && from > to)
      return `“${found.name}” cannot be between ${from} and ${to}.`;
  }
  for (const id of gapless) {
    const tier = tierOf(taxonomy, id);
    if (!tier) return `"${id}" is no tier of the project.`;
    if (tier.mode !== 'exclusive')
      return `“${tier.name}” may have gaps: only an exclusive tier can be without.`;
  }
  return undefined;
}
