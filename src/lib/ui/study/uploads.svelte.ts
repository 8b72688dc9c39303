/**
 * Files on their way to the server, for the whole tab: they go on while one looks at another page. One is sent at a
 * time; what is refused or paused stays in the list until it is put away or goes on.
 */
import type { StudyId } from '#lib/model/id.ts';
import { problem } from '#lib/model/problem.ts';
import type { VideoAnswer } from '#lib/protocol/http.ts';
import { askApi } from '../app/api.ts';
import { SendingRefused, sendInPieces, takeBack } from './send-in-pieces.ts';

export type Fault = { readonly sentence: string; readonly next: string };

/** `waiting` for its turn · `lost`: the line is down · `arriving`: all is sent, and hashed over there. */
export type UploadState = 'waiting' | 'sending' | 'lost' | 'arriving' | 'paused' | 'refused';

export type Adding = {
  readonly maxBytes: number;
  /** The videos of the study: one of them may be what is left of an upload of the same file. */
  readonly videos: readonly VideoAnswer[];
  readonly arrived: (video: VideoAnswer) => void;
};

/** Weight of what was measured last in the shown speed. */
const FRESH = 0.3;
const UPLOADS = '/api/v1/uploads';

export class Upload {
  readonly study: StudyId;
  readonly file: File;
  readonly key: string;
  readonly arrived: (video: VideoAnswer) => void;
  state = $state<UploadState>('waiting');
  /** Bytes the server has taken, or that are on their way. */
  sent = $state(0);
  /** Bytes a second over the last moments; 0 while not known. */
  speed = $state(0);
  fault = $state.raw<Fault | null>(null);
  /** Where it lies on the server; null until it has been begun there. */
  address = $state<string | null>(null);
  #measured = { at: 0, sent: 0 };

  constructor(study: StudyId, file: File, address: string | null, arrived: (video: VideoAnswer) => void) {
    this.study = study;
    this.file = file;
    this.address = address;
    this.arrived = arrived;
    this.key = crypto.getRandomValues(new Uint32Array(2)).join('-');
  }

  /** Seconds that are left; null while that is not known. */
  get secondsLeft(): number | null {
    return this.speed > 0 ? (this.file.size - this.sent) / this.speed : null;
  }

  measure(sent: number): void {
    const at = performance.now();
    const { at: before, sent: had } = this.#measured;
    if (before > 0 && sent > had) {
      const speed = ((sent - had) * 1000) / Math.max(1, at - before);
      this.speed = this.speed === 0 ? speed : this.speed * (1 - FRESH) + speed * FRESH;
    }
    this.#measured = { at, sent };
    this.sent = sent;
  }

  /** What was measured before a break says nothing of what comes after. */
  rest(state: UploadState): void {
    this.state = state;
    this.speed = 0;
    this.#measured = { at: 0, sent: 0 };
  }
}

export class Uploads {
  all = $state.raw<readonly Upload[]>([]);
  #current: { readonly upload: Upload; readonly abort: AbortController } | null = null;

  of(study: StudyId): readonly Upload[] {
    return this.all.filter((upload) => upload.study === study);
  }

  /** Whether leaving the page would break something off. */
  get busy(): boolean {
    return this.all.some(({ state }) => state !== 'refused');
  }

  /** Puts files in the queue. What cannot be taken anyway is refused at once, before a byte is sent. */
  add(study: StudyId, files: readonly File[], { maxBytes, videos, arrived }: Adding): void {
    const taken = new Set(this.all.map(({ address }) => address));
    const added = files.map((file) => {
      const left = videos.find(
        ({ id, state, name, bytes }) =>
          state === 'uploading' &&
          bytes === file.size &&
          name === file.name.slice(-200) &&
          !taken.has(`${UPLOADS}/${id}`),
      );
      const address = left ? `${UPLOADS}/${left.id}` : null;
      taken.add(address);
      const upload = new Upload(study, file, address, arrived);
      if (file.size === 0) refuse(upload, { sentence: 'The file is empty.', next: 'Choose another one.' });
      if (file.size > maxBytes)
        refuse(upload, problem('too-large', { what: 'The file', limit: `${maxBytes / 1e9} GB` }));
      return upload;
    });
    this.all = [...this.all, ...added];
    this.#next();
  }

  /** Takes an upload back, or puts a refused one away; nothing of it stays on the server. */
  drop(upload: Upload): void {
    this.all = this.all.filter((one) => one !== upload);
    this.#stop(upload);
    if (upload.address !== null) void takeBack(upload.address);
    this.#next();
  }

  pause(upload: Upload): void {
    upload.rest('paused');
    this.#stop(upload);
    this.#next();
  }

  /** Goes on with one that was paused or refused, from where it is. */
  again(upload: Upload): void {
    upload.fault = null;
    upload.rest('waiting');
    this.#next();
  }

  #stop(upload: Upload): void {
    if (this.#current?.upload !== upload) return;
    this.#current.abort.abort();
    this.#current = null;
  }

  #next(): void {
    const upload = this.#current ? undefined : this.all.find(({ state }) => state === 'waiting');
    if (upload) void this.#send(upload);
  }

  async #send(upload: Upload): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    this.#current = { upload, abort };
    upload.rest('sending');
    try {
      const address = await sendInPieces({
        study: upload.study,
        file: upload.file,
        address: upload.address,
        begun: (begun) => {
          upload.address = begun;
          if (!this.all.includes(upload)) void takeBack(begun);
        },
        sent: (bytes) => !signal.aborted && upload.measure(bytes),
        waits: (waiting) => {
          if (!signal.aborted && waiting !== (upload.state === 'lost'))
            upload.rest(waiting ? 'lost' : 'sending');
        },
        stored: () => !signal.aborted && (upload.state = 'arriving'),
        signal,
      });
      const answer = await askApi<VideoAnswer>(`/videos/${address.split('/').at(-1)}`);
      this.all = this.all.filter((one) => one !== upload);
      if ('value' in answer) upload.arrived(answer.value);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof SendingRefused)) {
        refuse(upload, { sentence: 'The file cannot be read any more.', next: 'Choose it again.' });
      } else {
        if (error.fault.code === 'upload-differs') upload.address = null;
        refuse(upload, error.fault);
      }
    }
    if (this.#current?.upload === upload) this.#current = null;
    this.#next();
  }
}

function refuse(upload: Upload, fault: Fault): void {
  upload.rest('refused');
  upload.fault = fault;
}

/** Those of this tab. */
export const uploads = new Uploads();
