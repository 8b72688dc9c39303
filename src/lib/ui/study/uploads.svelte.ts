/**
 * Files on their way to the server, for the whole tab: they go on while one looks at another page. One is sent at a
 * time; what is refused stays in the list with its reason until it is put away or tried again.
 */
import type { StudyId } from '#lib/model/id.ts';
import { problem } from '#lib/model/problem.ts';
import type { ProblemAnswer, VideoAnswer } from '#lib/protocol/http.ts';

export type Fault = { readonly sentence: string; readonly next: string };

export class Upload {
  readonly study: StudyId;
  readonly file: File;
  readonly key: string;
  readonly arrived: (video: VideoAnswer) => void;
  state = $state<'waiting' | 'sending' | 'arriving' | 'refused'>('waiting');
  /** Bytes the server has taken. */
  sent = $state(0);
  /** Bytes a second over the last moments; 0 while not known. */
  speed = $state(0);
  fault = $state.raw<Fault | null>(null);

  constructor(study: StudyId, file: File, arrived: (video: VideoAnswer) => void) {
    this.study = study;
    this.file = file;
    this.arrived = arrived;
    this.key = crypto.getRandomValues(new Uint32Array(2)).join('-');
  }

  /** Seconds that are left; null while that is not known. */
  get secondsLeft(): number | null {
    return this.speed > 0 ? (this.file.size - this.sent) / this.speed : null;
  }
}

const LOST: Fault = {
  sentence: 'The connection broke before all of the file was sent.',
  next: 'Check the connection and try again.',
};
/** Weight of what was measured last in the shown speed. */
const FRESH = 0.3;

export class Uploads {
  all = $state.raw<readonly Upload[]>([]);
  #request: { readonly upload: Upload; readonly xhr: XMLHttpRequest } | null = null;

  of(study: StudyId): readonly Upload[] {
    return this.all.filter((upload) => upload.study === study);
  }

  /** Whether leaving the page would break something off. */
  get busy(): boolean {
    return this.all.some(({ state }) => state !== 'refused');
  }

  /** Puts files in the queue. What cannot be taken anyway is refused at once, before a byte is sent. */
  add(
    study: StudyId,
    files: readonly File[],
    { maxBytes, arrived }: { readonly maxBytes: number; readonly arrived: (video: VideoAnswer) => void },
  ): void {
    const added = files.map((file) => {
      const upload = new Upload(study, file, arrived);
      if (file.size === 0) refuse(upload, { sentence: 'The file is empty.', next: 'Choose another one.' });
      if (file.size > maxBytes)
        refuse(upload, problem('too-large', { what: 'The file', limit: `${maxBytes / 1e9} GB` }));
      return upload;
    });
    this.all = [...this.all, ...added];
    this.#next();
  }

  /** Breaks an upload off, or puts a refused one away. */
  drop(upload: Upload): void {
    this.all = this.all.filter((one) => one !== upload);
    if (this.#request?.upload === upload) this.#request.xhr.abort();
  }

  again(upload: Upload): void {
    upload.fault = null;
    upload.sent = 0;
    upload.state = 'waiting';
    this.#next();
  }

  #next(): void {
    const upload = this.#request ? undefined : this.all.find(({ state }) => state === 'waiting');
    if (upload) this.#send(upload);
  }

  #send(upload: Upload): void {
    const xhr = new XMLHttpRequest();
    this.#request = { upload, xhr };
    upload.state = 'sending';
    upload.speed = 0;
    measure(upload, xhr);
    xhr.onloadend = () => {
      this.#request = null;
      if (xhr.status === 201) {
        this.all = this.all.filter((one) => one !== upload);
        upload.arrived(JSON.parse(xhr.responseText) as VideoAnswer);
      } else refuse(upload, faultOf(xhr));
      this.#next();
    };
    xhr.open(
      'POST',
      `/api/v1/studies/${upload.study}/videos?name=${encodeURIComponent(upload.file.name.slice(-200))}`,
    );
    xhr.setRequestHeader('content-type', 'application/octet-stream');
    xhr.send(upload.file);
  }
}

function measure(upload: Upload, xhr: XMLHttpRequest): void {
  let last = performance.now();
  xhr.upload.onprogress = ({ loaded }) => {
    const now = performance.now();
    const speed = ((loaded - upload.sent) * 1000) / Math.max(1, now - last);
    upload.speed = upload.speed === 0 ? speed : upload.speed * (1 - FRESH) + speed * FRESH;
    upload.sent = loaded;
    last = now;
  };
  xhr.upload.onload = () => {
    upload.sent = upload.file.size;
    upload.state = 'arriving';
  };
}

function refuse(upload: Upload, fault: Fault): void {
  upload.state = 'refused';
  upload.fault = fault;
}

function faultOf(xhr: XMLHttpRequest): Fault {
  try {
    return (JSON.parse(xhr.responseText) as ProblemAnswer).problem;
  } catch {
    return LOST; // no answer, or not one of ours
  }
}

/** Those of this tab. */
export const uploads = new Uploads();
