/** A chain of FFmpeg filters with one way in and one way out. */
import { AVERROR_EAGAIN, AVERROR_EOF, AV_BUFFERSRC_FLAG_KEEP_REF } from 'node-av/constants';
import { FilterGraph, Frame, type FilterContext } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { call } from './call.ts';

export class FilterChain {
  readonly #graph = new FilterGraph();
  readonly #input: FilterContext;
  readonly #output: FilterContext;
  readonly #frame = new Frame();
  readonly #visit: (frame: Frame) => void;

  /**
   * @param kind `buffer` for pictures, `abuffer` for sound
   * @param format what goes in, as FFmpeg writes it (`video_size=…:pix_fmt=…:time_base=…`)
   * @param filters what is done with it, in order
   * @param visit gets each frame that comes out, lent for the call
   */
  constructor(
    kind: 'buffer' | 'abuffer',
    format: string,
    filters: readonly string[],
    visit: (frame: Frame) => void,
  ) {
    this.#visit = visit;
    this.#frame.alloc();
    this.#graph.alloc();
    this.#graph.nbThreads = 1;
    const chain = [`${kind}@in=${format}`, ...filters, `${kind}sink@out`].join(',');
    call(this.#graph.parsePtr(chain), `Setting up the filters "${chain}"`);
    call(this.#graph.configSync(), `Connecting the filters "${chain}"`);
    this.#input = must(this.#graph.getFilter(`${kind}@in`), 'the chain has a way in');
    this.#output = must(this.#graph.getFilter(`${kind}sink@out`), 'the chain has a way out');
  }

  push(frame: Frame): void {
    this.#feed(frame, 'Feeding the filters');
  }

  /** Lets out what the filters hold back, and frees them. */
  finish(): void {
    this.#feed(null, 'Ending the filters');
    this.close();
  }

  close(): void {
    this.#frame.free();
    this.#graph.free();
  }

  #feed(frame: Frame | null, tried: string): void {
    const answer = this.#input.buffersrcAddFrameSync(frame, AV_BUFFERSRC_FLAG_KEEP_REF);
    // A filter that cuts takes no more once it has what it wants.
    if (answer !== AVERROR_EOF) call(answer, tried);
    this.#drain();
  }

  #drain(): void {
    for (;;) {
      const answer = this.#output.buffersinkGetFrameSync(this.#frame);
      if (answer === AVERROR_EAGAIN || answer === AVERROR_EOF) return;
      call(answer, 'Filtering');
      this.#visit(this.#frame);
      this.#frame.unref();
    }
  }
}
