/** My export of frames of a video as it is now: begun, watched while the dialog is open, taken, removed. */
import type { VideoId } from '#lib/model/id.ts';
import type { FrameExportAnswer, NewFrameExport, ProblemAnswer } from '#lib/protocol/http.ts';
import { askApi } from '../../app/api.ts';

const EVERY_MS = 600;
/** After an answer that did not come. */
const LATER_MS = 3000;

export class FrameExportWatch {
  readonly #path: string;
  /** null: there is none; undefined: not known yet. */
  now = $state.raw<FrameExportAnswer | null | undefined>(undefined);
  fault = $state.raw<ProblemAnswer['problem'] | null>(null);
  asking = $state(false);

  constructor(video: VideoId) {
    this.#path = `/videos/${video}/frame-files`;
  }

  /** Where the archive is taken. */
  get archive(): string {
    return `/api/v1${this.#path}/archive`;
  }

  get underWay(): boolean {
    return this.now?.state === 'waiting' || this.now?.state === 'running';
  }

  begin(order: NewFrameExport): Promise<void> {
    const body = JSON.stringify(order);
    return this.#ask('', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }

  /** Stops or removes it. */
  remove(): Promise<void> {
    return this.#ask('/stop', { method: 'POST' });
  }

  /** Keeps it fresh until the signal ends it. */
  async follow(signal: AbortSignal): Promise<void> {
    await this.#ask('', { signal });
    while (!signal.aborted) {
      await new Promise((done) => setTimeout(done, this.fault ? LATER_MS : EVERY_MS));
      if (!signal.aborted && !this.asking && (this.underWay || this.now === undefined))
        await this.#ask('', { signal });
    }
  }

  async #ask(path: string, init: RequestInit): Promise<void> {
    this.asking = init.method === 'POST';
    const answer = await askApi<FrameExportAnswer | null>(`${this.#path}${path}`, init);
    // A question that was under way when something was asked for knows less.
    if (init.method === undefined && this.asking) return;
    this.asking = false;
    if (init.signal?.aborted) return;
    if ('fault' in answer) this.fault = answer.fault;
    else [this.now, this.fault] = [answer.value, null];
  }
}
