/** What is pointed at just now and stays nowhere: sketches of everybody, and the light of their laser pointers. */
import { Container, Graphics } from 'pixi.js';
import type { Editor } from '#lib/editor/editor.ts';
import { linesIn } from '#lib/model/drawn-line.ts';
import type { ImagePoint } from '#lib/model/geometry.ts';
import type { Anchor } from '#lib/model/comment.ts';
import type { Frame } from '#lib/model/time.ts';
import { isNear } from './people-layer.ts';
import type { Sketch } from '#lib/protocol/presence.ts';
import { DARK, LIGHT } from './color.ts';
import type { Invalidate, Layer } from './layer.ts';
import { Strokes } from './strokes.ts';

const PEN_PX = 4;
const HALO_PX = 7;
const FADED = 0.4;
/** The light of a laser stays so long on what it went over. */
const GLOWS_MS = 900;
const SPOT_PX = 11;

type Glow = { readonly at: ImagePoint; readonly bornMs: number };

export class SketchLayer implements Layer {
  readonly view = new Container();
  readonly #editor: Editor;
  readonly #invalidate: Invalidate;
  readonly #strokes = new Strokes();
  readonly #spots = new Graphics();
  readonly #stops: (() => void)[];
  /** Where each laser has been of late: client, or `me`. */
  readonly #trails = new Map<number | 'me', Glow[]>();
  #stale = true;
  #frame = -1;

  constructor(editor: Editor, invalidate: Invalidate) {
    this.#editor = editor;
    this.#invalidate = invalidate;
    this.view.addChild(this.#strokes.view, this.#spots);
    const sources = [
      editor.sketches.mine,
      editor.others,
      editor.viewport.state,
      editor.laser,
      editor.tools.pointerAt,
      editor.changed,
      editor.asks,
    ];
    this.#stops = sources.map((source) => source.subscribe(() => this.#refresh()));
  }

  draw(frame: Frame): void {
    if (!this.#stale && frame === this.#frame && this.#trails.size === 0) return;
    this.#stale = false;
    this.#frame = frame;
    this.#strokes.clear();
    this.#spots.clear();
    const { sketches, others, options } = this.#editor;
    for (const sketch of sketches.mine.value) this.#sketch(sketch, options.me.color);
    for (const { sketches: theirs = [], person } of others.value)
      for (const sketch of theirs) this.#sketch(sketch, person.color);
    this.#keptIn(frame);
    this.#shine();
    this.#strokes.flush();
    if (this.#trails.size > 0) this.#invalidate();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#strokes.destroy();
    this.view.destroy({ children: true });
  }

  #refresh(): void {
    this.#stale = true;
    const { laser, tools, others } = this.#editor;
    this.#follow('me', laser.value ? tools.pointerAt.value : null);
    for (const { client, laser: shines, cursor } of others.value)
      this.#follow(client, shines ? cursor : null);
    this.#invalidate();
  }

  #follow(who: number | 'me', at: ImagePoint | null): void {
    const trail = this.#trails.get(who) ?? [];
    const last = trail.at(-1)?.at;
    if (!at || (last?.x === at.x && last.y === at.y)) return;
    trail.push({ at, bornMs: performance.now() });
    this.#trails.set(who, trail);
  }

  /** Drawings of open comments, and of the one being written, on their frame. */
  #keptIn(frame: Frame): void {
    const { comments, asks, options } = this.#editor;
    const written = asks.value?.kind === 'comment' ? asks.value.anchor : null;
    if (written) this.#drawing(written, frame, options.me.color);
    for (const { anchor, parent, resolved, deleted, client } of comments.comments.values()) {
      if (parent === null && !resolved && !deleted)
        this.#drawing(anchor, frame, this.#editor.personOf(client)?.color ?? LIGHT);
    }
  }

  #drawing(anchor: Anchor, frame: Frame, color: string): void {
    if (anchor.kind !== 'drawing' || !isNear(anchor.frame, frame)) return;
    for (const points of linesIn(anchor.lines) ?? []) this.#sketch({ points, fades: false }, color);
  }

  #sketch({ points, fades }: Pick<Sketch, 'points' | 'fades'>, color: string): void {
    const alpha = fades ? FADED : 1;
    for (const [width, tint, share] of [
      [HALO_PX, DARK, 0.55],
      [PEN_PX, color, 1],
    ] as const) {
      for (let n = 0; n + 3 < points.length; n += 2) {
        const a = this.#place(points[n], points[n + 1]);
        const b = this.#place(points[n + 2], points[n + 3]);
        this.#strokes.line(a.x, a.y, b.x, b.y, width, tint, alpha * share);
      }
    }
  }

  #place(x = 0, y = 0): { readonly x: number; readonly y: number } {
    return this.#editor.viewport.toScreen({ x, y });
  }

  #shine(): void {
    const now = performance.now();
    const { others, options, viewport, laser } = this.#editor;
    for (const [who, trail] of this.#trails) {
      const other = others.value.find(({ client }) => client === who);
      const shines = who === 'me' ? laser.value : other?.laser === true;
      const color = who === 'me' ? options.me.color : (other?.person.color ?? LIGHT);
      // The last place stays lit as long as the key is held.
      while (trail[0] && now - trail[0].bornMs > GLOWS_MS && !(shines && trail.length === 1)) trail.shift();
      const last = trail.at(-1);
      if (!last) {
        this.#trails.delete(who);
        continue;
      }
      for (let n = 1; n < trail.length; n++) this.#glow(trail[n - 1], trail[n], color, now);
      if (!shines) continue;
      const { x, y } = viewport.toScreen(last.at);
      this.#spots
        .circle(x, y, SPOT_PX / 2)
        .fill(color)
        .stroke({ color: DARK, width: 2, alpha: 0.6 });
    }
  }

  #glow(from: Glow | undefined, to: Glow | undefined, color: string, now: number): void {
    if (!from || !to) return;
    const { viewport } = this.#editor;
    const [a, b] = [viewport.toScreen(from.at), viewport.toScreen(to.at)];
    const left = Math.max(0, 1 - (now - to.bornMs) / GLOWS_MS);
    this.#strokes.line(a.x, a.y, b.x, b.y, 2 + 5 * left, color, 0.8 * left);
  }
}
