/** Feeds a `<video>` from an HLS playlist, and gets it going again when the line or the decoder fails. */
import Hls, { type ErrorData } from 'hls.js/light';
import { problem, type Problem } from '#lib/model/problem.ts';

export type FeedState = { readonly stalled: boolean; readonly problem: Problem | null };

/** Waiting before the line is tried again, milliseconds; after the last one the feed has failed. */
const RETRY_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000];
/** A decoder that fails so often within this time will not recover; one failure may be told twice. */
const MEDIA_PATIENCE_MS = 10_000;
const MEDIA_FAILURES = 4;

export class HlsFeed {
  readonly #video: HTMLVideoElement;
  readonly #url: string;
  readonly #tell: (state: FeedState) => void;
  readonly #hls: Hls;
  #retries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #mediaErrors: number[] = [];
  /** Failed for good: what still arrives changes nothing. */
  #over = false;
  readonly #leave = new AbortController();

  /** @param tell called when loading stalls, goes on, or has failed for good */
  constructor(video: HTMLVideoElement, url: string, tell: (state: FeedState) => void) {
    this.#video = video;
    this.#url = url;
    this.#tell = tell;
    this.#hls = new Hls({
      // Its worker comes from a blob: address, which the page's policy forbids; there is nothing to convert anyway.
      enableWorker: false,
      // Times count from the first decode time of the first piece: it must be the first that is loaded.
      startPosition: 0,
      backBufferLength: 60,
      maxBufferLength: 30,
      maxBufferSize: 60 * 1024 * 1024,
    });
    if (!Hls.isSupported()) {
      tell({
        stalled: false,
        problem: problem('media-unplayable', { reason: 'it has no Media Source Extensions' }),
      });
      return;
    }
    this.#hls.on(Hls.Events.ERROR, (_, data) => this.#failed(data));
    this.#hls.on(Hls.Events.FRAG_BUFFERED, () => {
      if (this.#over) return;
      this.#retries = 0;
      this.#tell({ stalled: false, problem: null });
    });
    this.#hls.loadSource(url);
    this.#hls.attachMedia(video);
    const { signal } = this.#leave;
    addEventListener('online', () => this.#again(), { signal });
    // hls.js does not follow what goes wrong in the element itself.
    video.addEventListener('error', () => this.#brokeDown(), { signal });
  }

  destroy(): void {
    this.#leave.abort();
    clearTimeout(this.#timer);
    this.#hls.destroy();
  }

  #failed({ fatal, type, response, details }: ErrorData): void {
    const code = response?.code;
    if (code === 401) this.#giveUp(problem('not-signed-in'));
    else if (code === 403 || code === 404) this.#giveUp(problem('not-found'));
    else if (!fatal) return;
    else if (type === Hls.ErrorTypes.NETWORK_ERROR) this.#retryLater(reasonOf(code, details));
    else if (type === Hls.ErrorTypes.MEDIA_ERROR) this.#recoverMedia(details);
    else this.#giveUp(problem('media-unplayable', { reason: details }));
  }

  #giveUp(failure: Problem): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#hls.stopLoad();
    this.#tell({ stalled: false, problem: failure });
  }

  #retryLater(reason: string): void {
    const wait = RETRY_MS[this.#retries++];
    if (wait === undefined) {
      this.#tell({ stalled: false, problem: problem('media-unreachable', { reason }) });
      return;
    }
    this.#tell({ stalled: true, problem: null });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#load(), wait);
  }

  /** The line is back: a feed that had given up begins anew. */
  #again(): void {
    if (this.#retries === 0 || this.#over) return;
    this.#retries = 1;
    clearTimeout(this.#timer);
    this.#load();
  }

  #load(): void {
    if (this.#hls.levels.length === 0) this.#hls.loadSource(this.#url);
    else this.#hls.startLoad(this.#video.currentTime);
  }

  #brokeDown(): void {
    const error = this.#video.error;
    // Without a source it is hls.js that has taken it away, to give a new one.
    if (error && this.#video.src !== '') this.#recoverMedia(error.message || `error ${error.code}`);
  }

  #recoverMedia(details: string): void {
    const now = performance.now();
    this.#mediaErrors = [...this.#mediaErrors.filter((at) => now - at < MEDIA_PATIENCE_MS), now];
    if (this.#over) return;
    if (this.#mediaErrors.length > MEDIA_FAILURES) {
      this.#giveUp(problem('media-unplayable', { reason: details }));
      return;
    }
    this.#tell({ stalled: true, problem: null });
    this.#hls.recoverMediaError();
  }
}

/** Why nothing came, for people. @param code what was answered, if anything was */
function reasonOf(code: number | undefined, details: string): string {
  if (!code) return 'the server does not answer';
  return code >= 400 ? `the server answers ${code}` : details;
}
