/** The videos of a study as they are now: asked for again and again while one of them is on its way. */
import type { StudyId, VideoId } from '#lib/model/id.ts';
import type { ProblemAnswer, VideoAnswer } from '#lib/protocol/http.ts';

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

  /** Prepares a failed one again. The sentence of what stands against it, if something does. */
  async retry(id: VideoId): Promise<string | null> {
    const answer = await fetch(`/api/v1/videos/${id}/retry`, { method: 'POST' }).catch(() => null);
    if (!answer) return 'The server cannot be reached.';
    if (!answer.ok) return ((await answer.json()) as ProblemAnswer).problem.sentence;
    const video = (await answer.json()) as VideoAnswer;
    this.all = this.all.map((one) => (one.id === id ? video : one));
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
    const answer = await fetch(`/api/v1/studies/${this.study}/videos`, { signal }).catch(() => null);
    if (!answer?.ok) return false;
    const now = (await answer.json()) as readonly VideoAnswer[];
    if (!signal.aborted) this.all = now;
    return true;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
}
