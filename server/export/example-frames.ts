/**
 * Single frames as pictures, for guidelines that show them: decoded once from the stored source, then kept beside the
 * video and gone with it. One is made at a time, however many ask.
 */
import { join } from 'node:path';
import type { VideoId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { Blobs } from '#server/blobs/blobs.ts';
import { pictureName } from '#server/ingest/message.ts';
import type { Pictures } from './pictures.ts';

/** So many wait for their turn; more are asked to come again. */
const MOST_WAITING = 100;
/** A frame that takes longer is not waited for. */
const LONGEST_MS = 120_000;

export class ExampleFrames {
  readonly #blobs: Blobs;
  readonly #pictures: Pictures;
  readonly #coming = new Map<string, Promise<void>>();
  #last: Promise<void> = Promise.resolve();

  constructor({ blobs, pictures }: { readonly blobs: Blobs; readonly pictures: Pictures }) {
    this.#blobs = blobs;
    this.#pictures = pictures;
  }

  /**
   * The key of the blob with a frame as JPEG, made if it is not there. Refuses what `Pictures.pull` refuses, and
   * `server-busy` when too many wait.
   */
  async key(video: VideoId, frame: number): Promise<string> {
    const key = `${video}/example-${frame}.jpg`;
    if (this.#blobs.size(key) !== undefined) return key;
    const coming = this.#coming.get(key) ?? this.#begin(key, video, frame);
    await coming;
    return key;
  }

  #begin(key: string, video: VideoId, frame: number): Promise<void> {
    if (this.#coming.size >= MOST_WAITING) throw new Refusal('server-busy');
    const made = this.#last.then(() => this.#make(key, video, frame));
    this.#coming.set(key, made);
    this.#last = Promise.allSettled([made]).then(() => void this.#coming.delete(key));
    return made;
  }

  async #make(key: string, video: VideoId, frame: number): Promise<void> {
    const folder = await this.#blobs.scratch(`example-${video}-${frame}`);
    try {
      const order = { video, frames: [{ start: frame, end: frame + 1 }], format: 'jpeg', folder } as const;
      await this.#pictures.pull(order, () => undefined, AbortSignal.timeout(LONGEST_MS));
      await this.#blobs.adopt(key, join(folder, video, pictureName(frame, 'jpeg')));
    } finally {
      await this.#blobs.discard(folder);
    }
  }
}
