/** The objects of the shown frame: outlines, captions, and handles on what is selected. */
import { Container } from 'pixi.js';
import type { Editor } from '#lib/editor/editor.ts';
import type { Pose } from '#lib/editor/poses.ts';
import { offeredHandles } from '#lib/editor/tools/select/grip.ts';
import { edgesOf, planOf } from '#lib/editor/deeds/skeleton.ts';
import { refKey } from '#lib/model/annotation.ts';
import type { Shape } from '#lib/model/shape.ts';
import { opsSeen } from '#lib/model/shapes/stretched.ts';
import { vertexHandle } from '#lib/model/shapes/vertices.ts';
import type { Frame } from '#lib/model/time.ts';
import { DARK, LIGHT } from './color.ts';
import { Drawn } from './drawn.ts';
import { Fills } from './fills.ts';
import type { Invalidate, Layer } from './layer.ts';
import { Masks } from './masks.ts';
import { Names, type Naming } from './names.ts';
import { Outlines } from './outlines.ts';
import { Strokes } from './strokes.ts';
import type { TagAtlas } from './tag-atlas.ts';
import { TAG_HEIGHT_PX } from './tags.ts';

const HANDLE_PX = 12;
const DASH_PX = 6;
/** Of what is selected: so light that the picture under it can still be judged. */
const FILL_ALPHA = 0.1;
/** What somebody else is changing stands back behind their draft. */
const HELD_ALPHA = 0.35;

/** How strongly masks are tinted: what is selected or pointed at is lighter inside, as the picture is judged there. */
const MASK_LIGHT = { fill: 0.3, edge: 0.8 };
const MASK_STRONG = { fill: 0.18, edge: 1 };

export class ShapesLayer implements Layer {
  readonly view = new Container();
  readonly #editor: Editor;
  readonly #fills = new Fills();
  readonly #masks = new Masks();
  readonly #outlines = new Outlines();
  readonly #handles = new Strokes();
  readonly #names: Names;
  readonly #drawn = new WeakMap<Pose, Drawn>();
  /** Of the frame: those that are selected or pointed at, and the others; emptied and filled again. */
  readonly #strong: Pose[] = [];
  readonly #plain: Drawn[] = [];
  /** Filled anew for each object: thousands of looks need not be made. */
  readonly #look = {
    color: '',
    width: 1,
    alpha: 1,
    dash: 0,
    halo: true,
    outset: 0,
    edges: [] as Drawn['edges'],
  };
  readonly #stops: (() => void)[];
  #stale = true;
  #frame = -1;

  constructor(editor: Editor, invalidate: Invalidate, atlas: TagAtlas, naming: Naming = 'apart') {
    this.#editor = editor;
    this.#names = new Names(atlas, naming);
    this.view.addChild(
      this.#masks.view,
      this.#fills.view,
      this.#outlines.view,
      this.#handles.view,
      this.#names.tags.view,
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
    if (!this.#stale && !this.#names.tags.isStale && frame === this.#frame) return;
    this.#stale = false;
    this.#frame = frame;
    const { scene, selection, tools, draft, viewport, company } = this.#editor;
    const hovered = tools.hover.value ? refKey(tools.hover.value) : '';
    const mine = draft.value?.frame === frame ? draft.value.ref : this.#tracked(frame);
    const held = new Set(company.drafts().map(({ draft: theirs }) => theirs.ref));
    const { edition } = this.#editor.captions;
    this.#masks.clear();
    this.#fills.clear();
    this.#outlines.clear(viewport);
    this.#handles.clear();
    this.#names.clear(viewport);
    this.#strong.length = 0;
    let plain = 0;
    for (const pose of scene.posesAt(frame)) {
      const { key } = pose;
      if (key === mine) continue; // the draft stands in for it
      const drawn = this.#drawnOf(pose, edition);
      const strong = key === hovered || selection.keys.has(key);
      this.#paint(pose, drawn, strong, held.has(key));
      if (strong) this.#strong.push(pose);
      else this.#plain[plain++] = drawn;
    }
    this.#plain.length = plain;
    for (const pose of this.#strong) if (selection.keys.has(pose.key)) this.#hold(pose);
    this.#name();
    this.#masks.finish();
    this.#fills.flush();
    this.#outlines.flush();
    this.#handles.flush();
    this.#names.finish();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#masks.destroy();
    this.#fills.destroy();
    this.#outlines.destroy();
    this.#handles.destroy();
    this.#names.destroy();
    this.view.destroy();
  }

  #drawnOf(pose: Pose, edition: number): Drawn {
    let drawn = this.#drawn.get(pose);
    if (!drawn) this.#drawn.set(pose, (drawn = new Drawn()));
    if (drawn.edition === edition) return drawn;
    drawn.edition = edition;
    drawn.color = this.#editor.colorOf(pose.ref);
    drawn.caption = this.#editor.captionOf(pose.ref);
    drawn.words = null;
    if (pose.track.kind === 'skeleton') drawn.edges = edgesOf(this.#editor, pose.track.label);
    return drawn;
  }

  /** The object that is being tracked, where the tracker has found it on this frame. */
  #tracked(frame: Frame): string | null {
    const { tracking } = this.#editor;
    const run = tracking.run.value;
    return run && tracking.shapeAt(frame) ? refKey({ kind: 'track', id: run.id }) : null;
  }

  /** As setLook and betweenLook have it; stronger where it is selected or pointed at. */
  #paint(pose: Pose, drawn: Drawn, strong: boolean, held: boolean): void {
    const { left, isKeyframe } = pose;
    if (!left) return;
    const isSet = isKeyframe && !left.made;
    const look = this.#look;
    look.color = drawn.color;
    look.width = (isSet ? 2 : 1) + (strong ? 1 : 0);
    look.alpha = held ? HELD_ALPHA : isSet || strong ? 1 : 0.85;
    look.dash = left.occluded ? DASH_PX : 0;
    look.edges = drawn.edges;
    drawn.draw(this.#outlines, this.#editor.viewport, pose, look);
    const { shape } = left;
    if (shape.kind !== 'mask') return;
    const tint = strong ? MASK_STRONG : MASK_LIGHT;
    const faint = (left.occluded ? 0.5 : 1) * (held ? HELD_ALPHA : 1);
    const tone = { color: drawn.color, fill: tint.fill * faint, edge: tint.edge * faint };
    this.#masks.put(pose.key, shape, this.#editor.viewport, tone);
    ({ x: drawn.left, y: drawn.top } = shape);
    [drawn.right, drawn.bottom] = [shape.x + shape.w, shape.y + shape.h];
  }

  /** What is selected: a light fill, and handles. */
  #hold(pose: Pose): void {
    const shape = pose.shape();
    if (!shape) return;
    const { viewport } = this.#editor;
    const color = this.#editor.colorOf(pose.ref);
    const outline = opsSeen(shape.kind, viewport.aspect).outline(shape);
    if (outline)
      this.#fills.fill(
        outline.map((point) => viewport.toScreen(point)),
        color,
        FILL_ALPHA,
      );
    this.#grips(pose, shape, color);
  }

  /** Names of what is selected or pointed at find room first, and are put above all others. */
  #name(): void {
    const { viewport, selection, captions } = this.#editor;
    const places = this.#strong.map((pose) => {
      const drawn = this.#drawnOf(pose, captions.edition);
      const selected = selection.keys.has(pose.key);
      const corner = viewport.toScreen({ x: drawn.left, y: drawn.top });
      const room = selected ? HANDLE_PX / 2 + 2 : 2;
      const above = corner.y - TAG_HEIGHT_PX - room;
      const isBelow = above < 0 || (selected && this.#hasHandleAbove(pose, corner.y));
      const y = isBelow ? viewport.toScreen({ x: 0, y: drawn.bottom }).y + room : above;
      this.#names.reserve(drawn, corner.x - 1, y);
      return { drawn, x: corner.x - 1, y };
    });
    this.#names.put(this.#plain, viewport);
    for (const { drawn, x, y } of places) this.#names.putAt(drawn, x, y);
    const { first, vertex } = selection;
    const pose = this.#strong.find(({ key }) => first && key === refKey(first));
    if (pose && vertex.value !== null) this.#nameJoint(pose, vertex.value);
  }

  #hasHandleAbove(pose: Pose, top: number): boolean {
    const shape = pose.shape();
    return (
      shape !== undefined &&
      offeredHandles(this.#editor.viewport, shape).some(({ handle, place }) => handle.off && place.y < top)
    );
  }

  /** The joint that keys work on says its name beside it. */
  #nameJoint(pose: Pose, joint: number): void {
    const shape = pose.shape();
    const at = shape?.kind === 'skeleton' ? shape.joints[joint] : undefined;
    const name = planOf(this.#editor, pose.track.label)?.joints[joint]?.name;
    if (!at || at.state === 'absent' || !name) return;
    const { x, y } = this.#editor.viewport.toScreen(at);
    const color = this.#editor.colorOf(pose.ref);
    this.#names.tags.put(name, x + HANDLE_PX, y - TAG_HEIGHT_PX / 2, DARK, color);
  }

  #grips({ ref, left, isKeyframe }: Pose, shape: Shape, color: string): void {
    const { viewport } = this.#editor;
    const { first, vertex } = this.#editor.selection;
    const chosen = first?.id === ref.id ? (vertex.value ?? -1) : -1;
    const isSet = isKeyframe && !left?.made;
    for (const { handle, place } of offeredHandles(viewport, shape)) {
      const { x, y } = place;
      if (handle.off) {
        const foot = viewport.toScreen(handle.at);
        this.#handles.line(foot.x, foot.y, x, y, 3, DARK, 0.6);
        this.#handles.line(foot.x, foot.y, x, y, 1, LIGHT);
      }
      this.#handles.square(x, y, HANDLE_PX + 2, DARK, 0.8);
      this.#handles.square(x, y, HANDLE_PX, LIGHT);
      if (vertexHandle(chosen) === handle.id) continue; // the point that keys work on is plain light
      this.#handles.square(x, y, HANDLE_PX - 4, isSet ? color : DARK);
    }
  }
}
