/** Open comments that are about a place or an object, on the pictures around their moment. */
import { Container } from 'pixi.js';
import type { Editor } from '#lib/editor/editor.ts';
import { isAround, PIN, pinsAt } from '#lib/editor/pins.ts';
import type { Frame } from '#lib/model/time.ts';
import { DARK } from './color.ts';
import type { Invalidate, Layer } from './layer.ts';
import { Strokes } from './strokes.ts';
import type { TagAtlas } from './tag-atlas.ts';
import { TAG_HEIGHT_PX, Tags } from './tags.ts';

const NOBODY = '#9aa7b2';

export class PinsLayer implements Layer {
  readonly view = new Container();
  readonly #editor: Editor;
  readonly #strokes = new Strokes();
  readonly #tags: Tags;
  readonly #stops: (() => void)[];
  #stale = true;
  #frame = -1;

  constructor(editor: Editor, invalidate: Invalidate, atlas: TagAtlas) {
    this.#editor = editor;
    this.#tags = new Tags(atlas);
    this.view.addChild(this.#strokes.view, this.#tags.view);
    const authors = editor.options.discussionLine?.authors;
    const { changed, viewport, asks, scene } = editor;
    const sources = [
      changed,
      viewport.state,
      asks,
      scene.hidden,
      scene.allHidden,
      scene.solo,
      ...(authors ? [authors] : []),
    ];
    this.#stops = sources.map((source) =>
      source.subscribe(() => {
        this.#stale = true;
        invalidate();
      }),
    );
  }

  draw(frame: Frame): void {
    if (!this.#stale && !this.#tags.isStale && frame === this.#frame) return;
    this.#stale = false;
    this.#frame = frame;
    this.#strokes.clear();
    this.#tags.clear();
    for (const { comment, at, words } of pinsAt(this.#editor, frame))
      this.#put(words, at, this.#editor.personOf(comment.client)?.color ?? NOBODY);
    const ask = this.#editor.asks.value;
    if (
      ask?.kind === 'comment' &&
      ask.anchor.kind === 'place' &&
      isAround(this.#editor, ask.anchor.frame, frame)
    ) {
      const { color } = this.#editor.options.me;
      this.#put('…', ask.anchor.at, color);
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

  /** A flag on a stem that stands on the place. */
  #put(words: string, at: { readonly x: number; readonly y: number }, color: string): void {
    const { x, y } = this.#editor.viewport.toScreen(at);
    this.#strokes.line(x, y - PIN.stem, x, y, 4, DARK, 0.7, 0, 1);
    this.#strokes.line(x, y - PIN.stem, x, y, 2, color, 1, 0, 0);
    this.#strokes.square(x, y, 6, DARK);
    this.#strokes.square(x, y, 4, color);
    this.#tags.put(words, x - 1, y - PIN.stem - TAG_HEIGHT_PX, color, DARK);
  }
}
