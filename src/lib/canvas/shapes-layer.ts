/** The objects of the shown frame: outlines, captions, and handles on what is selected. */
import { Container } from 'pixi.js';
import type { Editor } from '#lib/editor/editor.ts';
import type { Visible } from '#lib/editor/scene.ts';
import { offeredHandles } from '#lib/editor/tools/select/grip.ts';
import { edgesOf, planOf } from '#lib/editor/deeds/skeleton.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import { opsOf } from '#lib/model/shape.ts';
import { vertexHandle } from '#lib/model/shapes/vertices.ts';
import type { Frame } from '#lib/model/time.ts';
import { DARK, LIGHT } from './color.ts';
import { Fills } from './fills.ts';
import type { Invalidate, Layer } from './layer.ts';
import { Masks } from './masks.ts';
import { betweenLook, setLook, type Look } from './paint/look.ts';
import { paintShape } from './paint/painters.ts';
import { Strokes } from './strokes.ts';
import { TAG_HEIGHT_PX, Tags } from './tags.ts';

/** With more objects than this, only what is selected or pointed at is named. */
const NAMED_BELOW = 200;
const HANDLE_PX = 12;
const DASH_PX = 6;
/** Of what is selected: so light that the picture under it can still be judged. */
const FILL_ALPHA = 0.1;

/** How strongly masks are tinted: what is selected or pointed at is lighter inside, as the picture is judged there. */
const MASK_LIGHT = { fill: 0.3, edge: 0.8 };
const MASK_STRONG = { fill: 0.18, edge: 1 };

export class ShapesLayer implements Layer {
  readonly view = new Container();
  readonly #editor: Editor;
  readonly #fills = new Fills();
  readonly #masks = new Masks();
  readonly #strokes = new Strokes();
  readonly #tags: Tags;
  readonly #grounds = new Strokes();
  readonly #stops: (() => void)[];
  #stale = true;
  #frame = -1;

  constructor(editor: Editor, invalidate: Invalidate, resolution: () => number) {
    this.#editor = editor;
    this.#tags = new Tags(resolution);
    this.view.addChild(
      this.#masks.view,
      this.#fills.view,
      this.#strokes.view,
      this.#grounds.view,
      this.#tags.view,
    );
    const { changed, selection, scene, tools, viewport, draft, others, tracking } = editor;
    const sources = [
      changed,
      selection.refs,
      selection.vertex,
      scene.hidden,
      scene.allHidden,
      scene.solo,
      tools.hover,
      viewport.state,
      draft,
      others,
      tracking.run,
    ];
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
    const { scene, selection, tools, draft } = this.#editor;
    const visible = scene.drawnAt(frame);
    const hovered = tools.hover.value ? refKey(tools.hover.value) : '';
    const mine = draft.value?.frame === frame ? draft.value.ref : this.#tracked(frame);
    const held = new Set(this.#editor.company.drafts().map(({ draft: theirs }) => theirs.ref));
    this.#masks.clear();
    this.#fills.clear();
    this.#strokes.clear();
    this.#grounds.clear();
    this.#tags.clear();
    for (const one of visible) {
      const ref: AnnotationRef = { kind: 'track', id: one.track.id };
      const key = refKey(ref);
      if (key === mine) continue; // the draft stands in for it
      const emphasised = key === hovered || selection.has(ref);
      this.#paint(one, ref, emphasised, held.has(key));
      if (selection.has(ref)) this.#fill(one, ref);
      if (emphasised || visible.length < NAMED_BELOW) this.#name(one, ref, key, selection.has(ref));
    }
    for (const one of visible) {
      const ref: AnnotationRef = { kind: 'track', id: one.track.id };
      if (selection.has(ref) && refKey(ref) !== mine) this.#handles(one);
    }
    this.#masks.finish();
    this.#fills.flush();
    this.#strokes.flush();
    this.#grounds.flush();
    this.#tags.finish();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#masks.destroy();
    this.#fills.destroy();
    this.#strokes.destroy();
    this.#grounds.destroy();
    this.#tags.destroy();
    this.view.destroy();
  }

  /** The object that is being tracked, where the tracker has found it on this frame. */
  #tracked(frame: Frame): string | null {
    const { tracking } = this.#editor;
    const run = tracking.run.value;
    return run && tracking.shapeAt(frame) ? refKey({ kind: 'track', id: run.id }) : null;
  }

  #paint({ track, state }: Visible, ref: AnnotationRef, emphasised: boolean, held: boolean): void {
    const color = this.#editor.colorOf(ref);
    let look: Look = state.keyframe && !state.made ? setLook(color) : betweenLook(color);
    if (emphasised) look = { ...look, width: look.width + 1, alpha: 1 };
    if (state.occluded) look = { ...look, dash: DASH_PX };
    if (held) look = { ...look, alpha: 0.35 };
    if (state.shape.kind === 'skeleton') look = { ...look, edges: edgesOf(this.#editor, track.label) };
    if (state.shape.kind === 'mask') {
      const strong = emphasised ? MASK_STRONG : MASK_LIGHT;
      const faint = (state.occluded ? 0.5 : 1) * (held ? 0.35 : 1);
      const fill = strong.fill * faint;
      this.#masks.put(refKey(ref), state.shape, this.#editor.viewport, {
        color,
        fill,
        edge: strong.edge * faint,
      });
    }
    paintShape(this.#strokes, this.#editor.viewport, state.shape, look);
  }

  #fill({ state }: Visible, ref: AnnotationRef): void {
    const outline = opsOf(state.shape.kind).outline(state.shape);
    const { viewport } = this.#editor;
    if (outline)
      this.#fills.fill(
        outline.map((point) => viewport.toScreen(point)),
        this.#editor.colorOf(ref),
        FILL_ALPHA,
      );
  }

  /** Above its top-left corner; below it where there is no room above, or a handle stands there. */
  #name({ state }: Visible, ref: AnnotationRef, key: string, selected: boolean): void {
    const { viewport } = this.#editor;
    const { x, y, h } = opsOf(state.shape.kind).bounds(state.shape);
    const corner = viewport.toScreen({ x, y });
    const { width, height } = viewport.pane;
    if (corner.x > width || corner.y > height + TAG_HEIGHT_PX) return;
    const room = selected ? HANDLE_PX / 2 + 2 : 2;
    const top = corner.y - TAG_HEIGHT_PX - room;
    const color = this.#editor.colorOf(ref);
    this.#tags.put(
      key,
      this.#editor.captionOf(ref),
      corner.x - 1,
      top < 0 || (selected && this.#hasHandleAbove(state, corner.y))
        ? viewport.toScreen({ x, y: y + h }).y + room
        : top,
      this.#grounds,
      DARK,
      color,
    );
  }

  #hasHandleAbove({ shape }: Visible['state'], top: number): boolean {
    return offeredHandles(this.#editor.viewport, shape).some(
      ({ handle, place }) => handle.off && place.y < top,
    );
  }

  /** The joint that keys work on says its name beside it. */
  #nameJoint({ track, state }: Visible, joint: number): void {
    const { shape } = state;
    const at = shape.kind === 'skeleton' ? shape.joints[joint] : undefined;
    const name = planOf(this.#editor, track.label)?.joints[joint]?.name;
    if (!at || at.state === 'absent' || !name) return;
    const { x, y } = this.#editor.viewport.toScreen(at);
    const color = this.#editor.colorOf({ kind: 'track', id: track.id });
    this.#tags.put(
      `joint:${track.id}`,
      name,
      x + HANDLE_PX,
      y - TAG_HEIGHT_PX / 2,
      this.#grounds,
      DARK,
      color,
    );
  }

  #handles({ track, state }: Visible): void {
    const { viewport } = this.#editor;
    const color = this.#editor.colorOf({ kind: 'track', id: track.id });
    const { first, vertex } = this.#editor.selection;
    const chosen = first?.id === track.id ? (vertex.value ?? -1) : -1;
    if (chosen >= 0) this.#nameJoint({ track, state }, chosen);
    for (const { handle, place } of offeredHandles(viewport, state.shape)) {
      const { x, y } = place;
      if (handle.off) {
        const foot = viewport.toScreen(handle.at);
        this.#strokes.line(foot.x, foot.y, x, y, 3, DARK, 0.6);
        this.#strokes.line(foot.x, foot.y, x, y, 1, LIGHT);
      }
      this.#strokes.square(x, y, HANDLE_PX + 2, DARK, 0.8);
      this.#strokes.square(x, y, HANDLE_PX, LIGHT);
      if (vertexHandle(chosen) === handle.id) continue; // the point that keys work on is plain light
      this.#strokes.square(x, y, HANDLE_PX - 4, state.keyframe && !state.made ? color : DARK);
    }
  }
}
