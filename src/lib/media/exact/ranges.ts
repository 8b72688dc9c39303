/** Reads ranges of one file over HTTP, and notices when it is no longer the same file. */
import { Refusal } from '#lib/model/problem.ts';
import { Unfit } from './unfit.ts';

/** The line or the server failed: it may go well another time. */
export class Unreached extends Error {
  override readonly name = 'Unreached';
}

/** Bytes `[start, stop)`, or the last so many. */
export type Range = { readonly start: number; readonly stop: number } | { readonly last: number };

export class RangedFile {
  readonly #url: string;
  #tag: string | null = null;
  #bytes: number | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  /** Size of the file; known after the first range. */
  get bytes(): number | null {
    return this.#bytes;
  }

  /**
   * The bytes of a range; fewer where the file ends before. Rejects with `Unreached`, with a Refusal where one may not
   * have it, with `Unfit` where the server does not serve ranges or the file is another than before, and with the
   * signal's reason.
   *
   * @param fresh past whatever a cache holds
   */
  async read(range: Range, signal: AbortSignal, fresh = false): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.#ask(range, signal, fresh);
    // A `last` that is longer than the file is answered with all of it.
    const whole = answer.status === 200 && 'last' in range;
    if (answer.status !== 206 && !whole) {
      await answer.body?.cancel();
      throw this.#refusal(answer.status);
    }
    this.#check(answer, whole);
    const buffer = await answer.arrayBuffer().catch((error: unknown) => {
      if (signal.aborted) throw signal.reason;
      throw new Unreached('the answer broke off', { cause: error });
    });
    const wanted = 'last' in range ? range.last : range.stop - range.start;
    if (buffer.byteLength > wanted) throw new Unfit(`${buffer.byteLength} bytes came for ${wanted}.`);
    return new Uint8Array(buffer);
  }

  async #ask(range: Range, signal: AbortSignal, fresh: boolean): Promise<Response> {
    const text = 'last' in range ? `-${range.last}` : `${range.start}-${range.stop - 1}`;
    try {
      const cache = fresh ? 'reload' : 'default';
      return await fetch(this.#url, { headers: { range: `bytes=${text}` }, signal, cache });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw new Unreached('the server does not answer', { cause: error });
    }
  }

  #refusal(status: number): Error {
    if (status === 401) return new Refusal('not-signed-in');
    if (status === 403 || status === 404) return new Refusal('not-found');
    if (status === 408 || status === 429 || status >= 500)
      return new Unreached(`the server answers ${status}`);
    return new Unfit(`A range was answered with ${status}.`);
  }

  #check(answer: Response, whole: boolean): void {
    const tag = answer.headers.get('etag');
    const said = whole
      ? answer.headers.get('content-length')
      : answer.headers.get('content-range')?.split('/')[1];
    const bytes = Number(said);
    if (!Number.isSafeInteger(bytes)) throw new Unfit('The server does not say how large the file is.');
    if ((this.#bytes ?? bytes) !== bytes || (this.#tag ?? tag) !== tag)
      throw new Unfit('The file has changed.');
    this.#bytes = bytes;
    this.#tag = tag;
  }
}
