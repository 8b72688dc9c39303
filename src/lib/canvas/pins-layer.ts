/** Open comments that are about a place, on the pictures around their moment. */
import { Container } from 'pixi.js';
import type { Editor } from '#lib/editor/editor.ts';
import type { Comment } from '#lib/model/comment.ts';
import type { Frame } from '#lib/model/time.ts';
import { DARK } from './color.ts';
import type { Invalidate, Layer } from './layer.ts';
import { Strokes } from './strokes.ts';
import { TAG_HEIGHT_PX, Tags } from './tags.ts';

/** A pin is seen this long before and after its frame. */
const AROUND_MS = 1000;
const STEM_PX = 12;
/** Characters of the comment that its pin shows. */
const WORDS = 24;
const NOBODY = '#9aa7b2';

export class PinsLayer implements Layer {
  readonly view = new Container();
  readonly #editor: Editor;
  readonly #strokes = new Strokes();
  readonly #tags: Tags;
  readonly #stops: (() => void)[];
  #stale = true;
  #frame = -1;

  constructor(editor: Editor, invalidate: Invalidate, resolution: () => number) {
    this.#editor = editor;
    this.#tags = new Tags(resolution);
    this.view.addChild(this.#strokes.view, this.#tags.view);
    const authors = editor.options.discussionLine?.authors;
    const sources = [editor.changed, editor.viewport.state, editor.asks, ...(authors ? [authors] : [])];
    this.#stops = sources.map((source) =>
      source.subscribe(() => {
        this.#stale = true;
        invalidate();
      }),
    );
  }

  draw(frame: Frame): void {
    if (!this.#stale && frame === this.#frame) return;
    this.#stale = false;
    this.#frame = frame;
    this.#strokes.clear();
    this.#tags.clear();
    for (const comment of this.#editor.comments.comments.values()) this.#pin(comment, frame);
    const ask = this.#editor.asks.value;
    if (ask?.kind === 'comment' && ask.anchor.kind === 'place' && this.#isAround(ask.anchor.frame, frame)) {
      const { color } = this.#editor.options.me;
      this.#put('new', '…', ask.anchor.at, color);
    }
    this.#strokes.flush();
    this.#tags.finish();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#strokes.destroy();
    this.#tags.destroy();
    this.view.destroy();
  }

  #pin({ id, anchor, text, parent, resolved, deleted, client }: Comment, frame: Frame): void {
    if (anchor.kind !== 'place' || parent !== null || resolved || deleted) return;
    if (!this.#isAround(anchor.frame, frame)) return;
    const person = this.#editor.personOf(client);
    const line = text.replace(/\s+/g, ' ');
    const words = line.length > WORDS ? `${line.slice(0, WORDS - 1)}…` : line;
    this.#put(id, words, anchor.at, person?.color ?? NOBODY);
  }

  #isAround(theirs: Frame, shown: Frame): boolean {
    const { index } = this.#editor.options;
    return Math.abs(index.timeMs(theirs) - index.timeMs(shown)) <= AROUND_MS;
  }

  /** A flag on a stem that stands on the place. */
  #put(key: string, words: string, at: { readonly x: number; readonly y: number }, color: string): void {
    const { x, y } = this.#editor.viewport.toScreen(at);
    this.#strokes.line(x, y - STEM_PX, x, y, 4, DARK, 0.7, 0, 1);
    this.#strokes.line(x, y - STEM_PX, x, y, 2, color, 1, 0, 0);
    this.#strokes.square(x, y, 6, DARK);
    this.#strokes.square(x, y, 4, color);
    this.#tags.put(key, words, x - 1, y - STEM_PX - TAG_HEIGHT_PX, this.#strokes, color, DARK);
  }
}
