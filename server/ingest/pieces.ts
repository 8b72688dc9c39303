/**
 * Files that arrive in pieces, with breaks and restarts between them: a row that says how much will come, bytes that stay
 * until all are there, and only then a job. What was acknowledged is durable.
 */
import type { VideoId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { Blobs, Incoming } from '#server/blobs/blobs.ts';
import type { Store } from '#server/store/store.ts';
import type { VideoRow } from '#server/store/videos.ts';

/** A piece on its way. */
export type Piece = {
  /** The byte of the file that it begins with. */
  readonly from: number;
  readonly stream: AsyncIterable<Uint8Array>;
  /** Of the whole file, lower-case hex, where the sender tells it with the last piece. */
  readonly sha256?: string | undefined;
  /** Ends the stream: the line it comes on is taken for dead. */
  readonly cut: () => void;
};

type Turn = { readonly cut: () => void; readonly end: Promise<void> };

export class Pieces {
  readonly #store: Store;
  readonly #blobs: Blobs;
  readonly #complete: (video: VideoId) => void;
  /** What is done with each upload now, and after that what waits: one at a time. */
  readonly #turns = new Map<VideoId, Turn>();

  /** @param complete called once all bytes of a video are durable and hashed */
  constructor(store: Store, blobs: Blobs, complete: (video: VideoId) => void) {
    this.#store = store;
    this.#blobs = blobs;
    this.#complete = complete;
  }

  /** How much of a video is durable. A piece still on its way is cut: who asks has lost the line that it comes on. */
  received(id: VideoId): Promise<number> {
    return this.#inTurn(id, () => this.#received(this.#row(id)));
  }

  /**
   * Takes a piece; answers how much is durable then, and with the last byte makes the video's job. Refuses
   * `upload-elsewhere` where another byte is due, `too-large` beyond what was announced, `disk-full`; and
   * `upload-differs` where the whole is not what the sender says it is: then nothing of it stays. Where all has come
   * already, a piece of no bytes asks whether it is right.
   */
  append(id: VideoId, { from, stream, sha256, cut }: Piece): Promise<number> {
    const take = async () => {
      const video = this.#row(id);
      const received = await this.#received(video);
      // The answer to the last piece was lost: what arrived then is held against the sum now, and nothing is added.
      if (from === received && received === video.bytes && sha256 !== undefined) {
        for await (const more of stream)
          if (more.byteLength > 0) throw new Refusal('too-large', tooLarge(video));
        return this.#confirm(id, sha256);
      }
      if (from !== received || received === video.bytes)
        throw new Refusal('upload-elsewhere', { offset: received });
      const durable = await this.#incoming(id).append(from, stream, { maxBytes: video.bytes });
      return durable === video.bytes ? this.#finish(id, sha256) : durable;
    };
    return this.#inTurn(id, take, cut);
  }

  /** Nothing of it is kept. Refuses what has arrived. */
  abandon(id: VideoId): Promise<void> {
    return this.#inTurn(id, async () => {
      if (this.#row(id).state !== 'uploading') throw new Refusal('not-found');
      this.#store.videos.remove(id);
      await this.#incoming(id).discard();
    });
  }

  /** Whether something of a video has come and is kept. */
  async holds(id: VideoId): Promise<boolean> {
    return (await this.#incoming(id).size()) !== undefined;
  }

  /** Cuts what is on its way; it goes on after the next start. */
  async stop(): Promise<void> {
    const turns = [...this.#turns.values()];
    for (const { cut } of turns) cut();
    await Promise.all(turns.map(({ end }) => end));
  }

  async #received({ id, state, bytes }: VideoRow): Promise<number> {
    if (state !== 'uploading') return bytes;
    const size = await this.#incoming(id).size();
    // Killed between the last byte and the job: both are made good now.
    const isWhole = size === bytes || (size === undefined && this.#blobs.size(sourceOf(id)) === bytes);
    return isWhole ? this.#finish(id) : (size ?? 0);
  }

  async #finish(id: VideoId, sha256?: string): Promise<number> {
    const written = await this.#incoming(id).finish();
    if (sha256 !== undefined && sha256 !== written.sha256) {
      this.#store.videos.remove(id);
      await this.#blobs.remove(id);
      throw new Refusal('upload-differs');
    }
    this.#store.videos.setSource(id, written);
    this.#complete(id);
    return written.bytes;
  }

  /** It may have been queued meanwhile, or more: then all of that ends. */
  async #confirm(id: VideoId, sha256: string): Promise<number> {
    const video = this.#row(id);
    if (video.sha256 === sha256) return video.bytes;
    const { jobs, videos } = this.#store;
    if (video.state === 'ready') {
      // Somebody may have marked something on it: it stays, and is said to be wrong.
      videos.setFailed(id, { code: 'upload-differs', details: {} });
    } else {
      this.#store.transaction(() => {
        jobs.cancel(id);
        videos.remove(id);
      });
      await this.#blobs.remove(id);
    }
    throw new Refusal('upload-differs');
  }

  /** Runs after what is done with the upload now, which is cut short. */
  async #inTurn<T>(id: VideoId, run: () => Promise<T>, cut: () => void = () => undefined): Promise<T> {
    const before = this.#turns.get(id);
    before?.cut();
    const result = before ? before.end.then(run) : run();
    const settled = () => undefined;
    const turn = { cut, end: result.then(settled, settled) };
    this.#turns.set(id, turn);
    try {
      return await result;
    } finally {
      if (this.#turns.get(id) === turn) this.#turns.delete(id);
    }
  }

  /** As it is now: another turn may have changed it. */
  #row(id: VideoId): VideoRow {
    const video = this.#store.videos.get(id);
    if (!video) throw new Refusal('not-found');
    return video;
  }

  #incoming(id: VideoId): Incoming {
    return this.#blobs.incoming(sourceOf(id));
  }
}

function tooLarge({ bytes }: VideoRow) {
  return { what: 'What was sent', limit: `the ${bytes} bytes that were announced` };
}

function sourceOf(id: VideoId): string {
  return `${id}/source`;
}
