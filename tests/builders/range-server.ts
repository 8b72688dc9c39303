/** One file behind a real HTTP server that serves ranges as server/http/media.ts does, and fails when it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A status to answer with · `cut`: the connection ends in the middle of the body · `garbage`: other bytes. */
export type Fault = number | 'cut' | 'garbage';

export class RangeServer {
  /** Ranges as they were asked for, in order. */
  readonly asked: string[] = [];
  /** Requests whose client went away before the end. */
  gaveUp = 0;
  fault: (range: string) => Fault | undefined = () => undefined;
  /** When set, answers wait for `release`. */
  holding = false;
  tag = '"one"';
  readonly #bytes: Uint8Array;
  readonly #held: (() => void)[] = [];
  readonly #server = createServer((request, response) => this.#asked(request, response));

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  static async serve(bytes: Uint8Array): Promise<RangeServer> {
    const made = new RangeServer(bytes);
    await new Promise<void>((done) => made.#server.listen(0, '127.0.0.1', done));
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v.mp4`;
  }

  release(): void {
    this.holding = false;
    for (const answer of this.#held.splice(0)) answer();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #asked(request: IncomingMessage, response: ServerResponse): void {
    const range = request.headers.range ?? '';
    this.asked.push(range);
    response.on('close', () => {
      if (!response.writableFinished) this.gaveUp++;
    });
    const answer = () => this.#answer(range, response);
    if (this.holding) this.#held.push(answer);
    else answer();
  }

  #answer(range: string, response: ServerResponse): void {
    const fault = this.fault(range);
    if (typeof fault === 'number') {
      response.writeHead(fault).end();
      return;
    }
    const size = this.#bytes.length;
    const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
    const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
    const stop = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
    const bytes =
      fault === 'garbage' ? new Uint8Array(stop - start).fill(7) : this.#bytes.subarray(start, stop);
    response.writeHead(206, {
      etag: this.tag,
      'content-range': `bytes ${start}-${stop - 1}/${size}`,
      'content-length': stop - start,
    });
    if (fault === 'cut') {
      response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
    } else response.end(bytes);
  }
}
