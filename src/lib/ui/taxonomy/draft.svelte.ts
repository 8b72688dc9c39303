/** Labels on their way to the next version: what was saved, what is made of it, and the save itself. */
import { invalidateAll } from '$app/navigation';
import { untrack } from 'svelte';
import type { AttributeId } from '#lib/model/attribute.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { Taxonomy, TaxonomyContent } from '#lib/model/taxonomy.ts';
import { broughtBack, changeFault, changesBetween } from '#lib/model/taxonomy-change.ts';
import { taxonomyFault } from '#lib/model/taxonomy-check.ts';
import type { ProblemAnswer } from '#lib/protocol/http.ts';
import { askApi } from '../app/api.ts';
import { alikeIn, type Alike } from './alike.ts';

export class TaxonomyDraft {
  readonly #project: string;
  #saved = $state.raw<Taxonomy>() as Taxonomy;
  #content = $state.raw<TaxonomyContent>() as TaxonomyContent;
  busy = $state(false);
  /** Why the last save was not taken. */
  problem = $state.raw<ProblemAnswer['problem'] | null>(null);
  readonly changes = $derived(changesBetween(this.#saved, this.#content));
  readonly fault = $derived(changeFault(this.#saved, this.#content) ?? taxonomyFault(this.#content));
  readonly #alike = $derived(alikeIn(this.#content));
  readonly #known = $derived(
    new Set([
      ...this.#saved.labels.map(({ id }) => `label ${id}`),
      ...this.#saved.tiers.map(({ id }) => `tier ${id}`),
      ...this.#saved.labels.flatMap((label) =>
        (label.attributes ?? []).map((attribute) => `attribute ${label.id} ${attribute.id}`),
      ),
      ...this.#saved.labels.flatMap((label) =>
        (label.skeleton?.joints ?? []).map((joint) => `joint ${label.id} ${joint.id}`),
      ),
    ]),
  );

  constructor(project: string, saved: Taxonomy) {
    this.#project = project;
    this.#saved = this.#content = saved;
  }

  get content(): TaxonomyContent {
    return this.#content;
  }

  get saved(): Taxonomy {
    return this.#saved;
  }

  /** Whether an entry was saved once: then it can be retired and not removed. */
  isSaved(part: 'label' | 'tier' | 'attribute' | 'joint', id: string): boolean {
    return this.#known.has(`${part} ${id}`);
  }

  /** Whether an attribute was saved as one whose value changes over time: then it does for ever. */
  changesOverTime(label: LabelId, attribute: AttributeId): boolean {
    const saved = this.#saved.labels.find(({ id }) => id === label);
    return saved?.attributes?.find(({ id }) => id === attribute)?.byFrame === true;
  }

  /** Labels of a list with this one that are hard to tell from it. */
  alike(label: LabelId): readonly Alike[] {
    return this.#alike.get(label) ?? [];
  }

  edit(step: (content: TaxonomyContent) => TaxonomyContent): void {
    this.#content = step(this.#content);
  }

  /** An older version or a file over what is saved: what it does not have is retired. */
  replace(by: TaxonomyContent): void {
    this.#content = broughtBack(this.#saved, by);
  }

  discard(): void {
    this.#content = this.#saved;
    this.problem = null;
  }

  /** What somebody has saved meanwhile, where nothing of ours would be lost by it. */
  follow(newest: Taxonomy): void {
    untrack(() => {
      if (newest.version === this.#saved.version || this.changes.length > 0) return;
      this.#saved = this.#content = newest;
    });
  }

  /** The newest version instead of everything here. */
  async begin(): Promise<void> {
    this.discard();
    await invalidateAll();
  }

  async save(): Promise<boolean> {
    this.busy = true;
    const { name, labels, tiers } = this.#content;
    const answer = await askApi<Taxonomy>(`/projects/${this.#project}/taxonomy`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': `"${this.#saved.version}"` },
      body: JSON.stringify({ name, labels, tiers }),
    });
    this.busy = false;
    this.problem = 'fault' in answer ? answer.fault : null;
    if ('fault' in answer) return false;
    this.#saved = this.#content = answer.value;
    await invalidateAll();
    return true;
  }
}
