/** One piece of work at the workspace: what the server said of it last, and what is asked of the server. */
import type { Step } from '#lib/model/assignment.ts';
import type { Verdict } from '#lib/model/review.ts';
import type { ProblemAnswer } from '#lib/protocol/http.ts';
import type { FindingAnswer, MyWorkAnswer, SubmissionAnswer, WorkAnswer } from '#lib/protocol/work.ts';
import { askApi } from '../app/api.ts';

type Fault = ProblemAnswer['problem'];

export class DeskWork {
  now = $state.raw() as WorkAnswer;
  /** What the rules still ask for; null: nobody has looked yet. */
  findings = $state.raw<readonly FindingAnswer[] | null>(null);
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  /** What waits and may not be begun, and why: a sentence. Known once what comes next was asked for. */
  waits: string | null = null;
  /** By mark what it was when the work was submitted the time before; null: it is not known, or there was none. */
  before = $state.raw<ReadonlyMap<string, string> | null>(null);
  #lookedBack: number | null = null;
  /** What an adjudication has still to decide or to take over; null: it is none, or that is not known yet. */
  undecided = $state<number | null>(null);
  /** Points the reviewer has asked for. */
  readonly checklist = $derived(this.now.decisions.filter(({ verdict }) => verdict === 'rejected'));
  readonly isMine = $derived(this.now.parts.includes('assignee'));
  /** Whether marks are decided on here and now. */
  readonly isReviewing = $derived(this.now.steps.includes('request-changes'));
  /** How much there is to do in the panel. */
  readonly points = $derived(
    this.undecided ??
      (this.isMine && this.now.steps.includes('submit')
        ? this.checklist.filter(({ doneAt }) => doneAt === null).length +
          (this.findings ?? []).filter(({ rule }) => rule !== 'checklist').length
        : 0),
  );

  /** Something may have changed since the last answer was asked for; one is being asked for. */
  #stale = false;
  #asking = false;

  constructor(answer: WorkAnswer) {
    this.now = answer;
  }

  /** Whether the server took the step; else `fault` says why not. */
  async take(step: Step, reason = ''): Promise<boolean> {
    const took = await this.#post('/steps', { step, reason });
    if (took) this.findings = null;
    else if (this.fault?.code === 'incomplete') await this.look();
    return took;
  }

  sign(password: string): Promise<boolean> {
    return this.#post('/sign', { password });
  }

  /** @param digest of the mark as it is seen (model/mark-digest.ts) */
  decide(mark: string, verdict: Verdict | null, digest: string, reason = ''): Promise<boolean> {
    return this.#post('/decisions', { mark, verdict, reason, digest });
  }

  setDone(mark: string, done: boolean): Promise<boolean> {
    return this.#post('/done', { mark, done });
  }

  /** Begins a training again; its address. */
  async tryAgain(): Promise<string | null> {
    this.busy = true;
    this.fault = null;
    const answer = await askApi<WorkAnswer>(`/assignments/${this.now.id}/attempts`, { method: 'POST' });
    this.busy = false;
    if ('fault' in answer) this.fault = answer.fault;
    return 'value' in answer ? addressOf(answer.value) : null;
  }

  /** Asks what the rules miss in what is saved. */
  async look(): Promise<void> {
    const answer = await askApi<readonly FindingAnswer[]>(`/assignments/${this.now.id}/findings`);
    if ('fault' in answer) this.fault = answer.fault;
    else this.findings = answer.value;
  }

  /** Asks once what was submitted the time before. */
  async lookBack(): Promise<void> {
    const { round } = this.now;
    if (this.#lookedBack === round) return;
    this.#lookedBack = round;
    const answer = await askApi<SubmissionAnswer>(`/assignments/${this.now.id}/submission`);
    if ('fault' in answer) this.#lookedBack = null;
    else this.before = answer.value && new Map(answer.value.marks.map(({ mark, digest }) => [mark, digest]));
  }

  /** How it stands now: somebody else may have taken a step. */
  async refresh(): Promise<void> {
    this.#stale = true;
    if (this.#asking) return; // asked once more as soon as that is answered
    this.#asking = true;
    while (this.#stale) {
      this.#stale = false;
      const before = this.now;
      const answer = await askApi<WorkAnswer>(`/assignments/${before.id}`);
      // What was asked for meanwhile is newer.
      if ('value' in answer && this.now === before && !this.busy) this.now = answer.value;
    }
    this.#asking = false;
  }

  /** Address of what comes next; null where nothing is left. */
  async next(): Promise<string | null> {
    const answer = await askApi<MyWorkAnswer>('/me/work');
    if ('fault' in answer) {
      this.fault = answer.fault;
      return null;
    }
    const { next, review, mine } = answer.value;
    const blocked = mine.find((one) => one.blocked !== null);
    this.waits = blocked ? `“${blocked.task.title}” waits: ${blocked.blocked}` : null;
    const found = next?.assignment ?? review[0];
    return found ? addressOf(found) : null;
  }

  async #post(path: string, body: object): Promise<boolean> {
    this.busy = true;
    this.fault = null;
    const answer = await askApi<WorkAnswer>(`/assignments/${this.now.id}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    this.busy = false;
    if ('fault' in answer) this.fault = answer.fault;
    else this.now = answer.value;
    return 'value' in answer;
  }
}

/** The workspace with this work in it. */
export function addressOf({ id, video }: Pick<WorkAnswer, 'id' | 'video'>): string {
  return `/videos/${video.id}?task=${id}`;
}
