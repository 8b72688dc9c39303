/** What the guideline of a project says of its labels, loaded once it is asked for; looking here does not count as reading it. */
import type { Label } from '#lib/model/label.ts';
import { guidelineSection } from '#lib/model/guideline-section.ts';
import type { GuidelineAnswer } from '#lib/protocol/http.ts';
import { askApi } from '../../app/api.ts';

/** For so long the guideline is not asked for again. */
const KEPT_MS = 60_000;

export class LabelGuide {
  readonly #project: string | null;
  #text: Promise<string> | undefined;
  #askedAt = 0;

  /** @param project null for who has no guideline to follow */
  constructor(project: string | null) {
    this.#project = project;
  }

  /** Markdown; undefined where it says nothing of this label, or cannot be had now: the line says what is the matter. */
  async about({ name, code = '' }: Label): Promise<string | undefined> {
    if (this.#project === null) return undefined;
    if (!this.#text || performance.now() - this.#askedAt > KEPT_MS) {
      this.#askedAt = performance.now();
      this.#text = this.#load(this.#project);
    }
    return guidelineSection(await this.#text, [name, code]);
  }

  async #load(project: string): Promise<string> {
    const answer = await askApi<GuidelineAnswer>(`/projects/${project}/guideline`);
    if ('value' in answer) return answer.value.body;
    this.#text = undefined;
    return '';
  }
}
