/**
 * What somebody at work has to know of their project's guideline: whether there is a new one, and whether they are asked
 * to say that they have read it. Looks while the page is seen; the text itself is loaded when it is opened.
 */
import { isNews, isOwed } from '#lib/model/guideline.ts';
import type { GuidelineAnswer, GuidelineStandingAnswer, ProblemAnswer } from '#lib/protocol/http.ts';
import { askApi, type Answered } from '../app/api.ts';

const EVERY_MS = 30_000;
/** The window may be given the focus many times in a row. */
const LEAST_MS = 2000;

export class GuidelineNews {
  readonly project: string;
  #standing = $state.raw<GuidelineStandingAnswer | null>(null);
  #shown = $state.raw<GuidelineAnswer | null>(null);
  #fault = $state.raw<ProblemAnswer['problem'] | null>(null);
  /** The version they had read when they opened the one that is shown. */
  #before = $state(0);
  #askedAt = -LEAST_MS;

  constructor(project: string) {
    this.project = project;
  }

  /** What was opened last; null until then. */
  get shown(): GuidelineAnswer | null {
    return this.#shown;
  }

  get before(): number {
    return this.#before;
  }

  get fault(): ProblemAnswer['problem'] | null {
    return this.#fault;
  }

  /** There is one at all. */
  get exists(): boolean {
    return (this.#standing?.version ?? 0) > 0;
  }

  get isNew(): boolean {
    return this.#standing !== null && isNews(this.#standing);
  }

  get isOwed(): boolean {
    return this.#standing !== null && isOwed(this.#standing);
  }

  /** The newest; 0 while that is not known. */
  get version(): number {
    return this.#standing?.version ?? 0;
  }

  /** Looks now, and from time to time while the page is seen. */
  follow(): () => void {
    const now = () => void this.#look();
    now();
    const timer = setInterval(now, EVERY_MS);
    addEventListener('focus', now);
    document.addEventListener('visibilitychange', now);
    return () => {
      clearInterval(timer);
      removeEventListener('focus', now);
      document.removeEventListener('visibilitychange', now);
    };
  }

  /** Loads the newest text, which counts as read from then on. */
  async open(): Promise<void> {
    const before = this.#standing?.read ?? 0;
    const answer = await askApi<GuidelineAnswer>(`/projects/${this.project}/guideline`);
    this.#fault = 'fault' in answer ? answer.fault : null;
    if ('fault' in answer) return;
    const { version } = answer.value;
    if (version !== this.#shown?.version) this.#before = before;
    this.#shown = answer.value;
    if (version > 0) this.#take(await this.#say('reading', version));
  }

  /** Says that what is shown was read. */
  async acknowledge(): Promise<void> {
    const version = this.#shown?.version;
    if (!version) return;
    const answer = await this.#say('acknowledgement', version);
    this.#fault = 'fault' in answer ? answer.fault : null;
    this.#take(answer);
    // Another came between: that one is to be read.
    if ('fault' in answer && answer.fault.code === 'guideline-changed') await this.open();
  }

  async #look(): Promise<void> {
    if (document.hidden || performance.now() - this.#askedAt < LEAST_MS) return;
    this.#askedAt = performance.now();
    this.#take(await askApi<GuidelineStandingAnswer>(`/projects/${this.project}/guideline/standing`));
  }

  /** The line says what is the matter where there is no answer. */
  #take(answer: Answered<GuidelineStandingAnswer>): void {
    if ('value' in answer) this.#standing = answer.value;
  }

  #say(what: 'reading' | 'acknowledgement', version: number): Promise<Answered<GuidelineStandingAnswer>> {
    return askApi(`/projects/${this.project}/guideline/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version }),
    });
  }
}
