/** The videos of a study as they are now: asked for again and again while one of them is on its way. */
import type { StudyId, VideoId } from '#lib/model/id.ts';
import type { VideoAnswer } from '#lib/protocol/http.ts';
import { askApi } from '../app/api.ts';

const EVERY_MS = 1200;
/** After an answer that did not come. */
const LATER_MS = 5000;

/** Whether something still happens to a video by itself. */
export function isUnderWay({ state }: VideoAnswer): boolean {
  return state === 'uploading' || state === 'queued' || state === 'preparing';
}

export class StudyVideos {
  readonly study: StudyId;
  all = $state.raw<readonly VideoAnswer[]>([]);

  constructor(study: StudyId, all: readonly VideoAnswer[]) {
    this.study = study;
    this.all = all;
  }

  add(video: VideoAnswer): void {
    this.all = [...this.all.filter(({ id }) => id !== video.id), video];
  }

  /** Prepares a failed one again, or ends a preparation. What stands against it, if something does. */
  async ask(id: VideoId, what: 'retry' | 'cancel'): Promise<string | null> {
    const answer = await askApi<VideoAnswer>(`/videos/${id}/${what}`, { method: 'POST' });
    if ('fault' in answer) return answer.fault.sentence;
    this.all = this.all.map((one) => (one.id === id ? answer.value : one));
    return null;
  }

  /** Keeps the list fresh until the signal ends it. Asks nothing while the tab is hidden or all are settled. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const due = this.all.some(isUnderWay) && !document.hidden;
      const fine = !due || (await this.#refresh(signal));
      await pause(fine ? EVERY_MS : LATER_MS, signal);
    }
  }

  async #refresh(signal: AbortSignal): Promise<boolean> {
    const answer = await askApi<readonly VideoAnswer[]>(`/studies/${this.study}/videos`, { signal });
    if ('fault' in answer) return false;
    if (!signal.aborted) this.all = answer.value;
    return true;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
}
