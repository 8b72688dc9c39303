/** Which objects there are at a frame, which of them are drawn, and which lies under a point. */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { ImagePoint, Rect } from '#lib/model/geometry.ts';
import { rectsMeet } from '#lib/model/geometry.ts';
import type { TrackId } from '#lib/model/id.ts';
import { isPresentAt } from '#lib/model/keyed-frames.ts';
import { boundsSeen, opsSeen } from '#lib/model/shapes/stretched.ts';
import type { Frame } from '#lib/model/time.ts';
import { stateAt, type Track, type TrackState } from '#lib/model/track.ts';
import { PlaceIndex } from './place-index.ts';
import { Poses, type Pose } from './poses.ts';

export type Visible = { readonly track: Track; readonly state: TrackState };

/** So many are looked through one by one. */
const FEW = 50;
const NOTHING: readonly never[] = [];

export class Scene {
  readonly #tracks: ReadonlyMap<TrackId, Track>;
  readonly #changed: Readable<number>;
  readonly #poses: Poses;
  readonly #aspect: number;
  readonly #hidden = new Cell<ReadonlySet<string>>(new Set());
  readonly #allHidden = new Cell(false);
  #peeks = false;
  readonly #solo = new Cell<ReadonlySet<string>>(new Set());
  #cache: { readonly frame: Frame; readonly change: number; readonly visible: readonly Visible[] } | null =
    null;

  /** Of what was drawn when something was last looked for; made when the same is looked through a second time. */
  #index: { readonly drawn: readonly Visible[]; places: PlaceIndex | null } | null = null;
  #drawn: {
    readonly of: readonly Visible[];
    readonly hidden: ReadonlySet<string>;
    readonly solo: ReadonlySet<string>;
    readonly drawn: readonly Visible[];
  } | null = null;

  /** @param aspect width of a stored pixel over its height, as it is shown */
  constructor(tracks: ReadonlyMap<TrackId, Track>, changed: Readable<number>, aspect = 1) {
    this.#tracks = tracks;
    this.#changed = changed;
    this.#aspect = aspect;
    this.#poses = new Poses(tracks);
  }

  /** Keys (refKey) of what is not drawn: on this screen only. */
  get hidden(): Readable<ReadonlySet<string>> {
    return this.#hidden;
  }

  /** Nothing is drawn, to see the bare picture. */
  get allHidden(): Readable<boolean> {
    return this.#allHidden;
  }

  /** Keys of objects besides which no other is drawn; empty: all are. */
  get solo(): Readable<ReadonlySet<string>> {
    return this.#solo;
  }

  setSolo(keys: ReadonlySet<string>): void {
    this.#solo.set(keys);
  }

  isHidden(ref: AnnotationRef): boolean {
    return this.#allHidden.value || !this.#isShown(refKey(ref));
  }

  #isShown(key: string): boolean {
    return !this.#hidden.value.has(key) && (this.#solo.value.size === 0 || this.#solo.value.has(key));
  }

  setHidden(refs: readonly AnnotationRef[], hidden: boolean): void {
    const next = new Set(this.#hidden.value);
    for (const ref of refs) {
      if (hidden) next.add(refKey(ref));
      else next.delete(refKey(ref));
    }
    this.#hidden.set(next);
  }

  /** The other way round as long as it lasts: the bare picture, or, where all is hidden, the marks. */
  peek(on: boolean): void {
    if (on === this.#peeks) return;
    this.#peeks = on;
    this.#allHidden.set(!this.#allHidden.value);
  }

  setAllHidden(hidden: boolean): void {
    this.#allHidden.set(hidden);
  }

  /** Objects present at a frame, hidden ones too; the same array as long as nothing changes. */
  at(frame: Frame): readonly Visible[] {
    const change = this.#changed.value;
    if (this.#cache?.frame === frame && this.#cache.change === change) return this.#cache.visible;
    const visible: Visible[] = [];
    for (const track of this.#tracks.values()) {
      if (!isPresentAt(track, frame)) continue;
      const state = stateAt(track.keyframes, frame);
      if (state) visible.push({ track, state });
    }
    this.#cache = { frame, change, visible };
    return visible;
  }

  /** Objects present at a frame that are drawn; the same array as long as nothing changes. */
  drawnAt(frame: Frame): readonly Visible[] {
    if (this.#allHidden.value) return NOTHING;
    if (this.#hidden.value.size === 0 && this.#solo.value.size === 0) return this.at(frame);
    const of = this.at(frame);
    const [hidden, solo] = [this.#hidden.value, this.#solo.value];
    const last = this.#drawn;
    if (last?.of === of && last.hidden === hidden && last.solo === solo) return last.drawn;
    const drawn = of.filter(({ track }) => this.#isShown(`track:${track.id}`));
    this.#drawn = { of, hidden, solo, drawn };
    return drawn;
  }

  /** What `drawnAt` says, without making anything; holds until the next call. */
  posesAt(frame: Frame): readonly Pose[] {
    if (this.#allHidden.value) return NOTHING;
    const all = this.#hidden.value.size === 0 && this.#solo.value.size === 0;
    return this.#poses.at(frame, this.#changed.value, all ? null : (key) => this.#isShown(key));
  }

  /** The drawn object under a point: the smallest one, of equal ones the topmost. `slack` is in image pixels. */
  under(frame: Frame, point: ImagePoint, slack: number): Visible | undefined {
    let best: Visible | undefined;
    let bestArea = Infinity;
    for (const visible of this.#near(frame, point, slack)) {
      const { shape } = visible.state;
      const ops = opsSeen(shape.kind, this.#aspect);
      if (!ops.contains(shape, point, slack)) continue;
      const area = ops.area(shape);
      if (area <= bestArea) [best, bestArea] = [visible, area];
    }
    return best;
  }

  /** What may lie under a point, in the order in which it is drawn. */
  #near(frame: Frame, point: ImagePoint, slack: number): readonly Visible[] {
    const drawn = this.drawnAt(frame);
    if (drawn.length < FEW) return drawn;
    if (this.#index?.drawn !== drawn) {
      this.#index = { drawn, places: null };
      return drawn;
    }
    this.#index.places ??= new PlaceIndex(drawn.map(({ state }) => boundsSeen(state.shape, this.#aspect)));
    return this.#index.places.near(point, slack / Math.min(1, this.#aspect)).map((n) => drawn[n] as Visible);
  }

  /** Drawn objects whose bounds meet a rectangle. */
  within(frame: Frame, rect: Rect): readonly Visible[] {
    return this.drawnAt(frame).filter(({ state }) => rectsMeet(boundsSeen(state.shape, this.#aspect), rect));
  }
}
