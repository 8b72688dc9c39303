/**
 * Brings single frames onto the screen. What is near is shown on the way while the hand moves, and the light rendition
 * where the picture itself takes its time: the same frame in fewer pixels. Where the hand rests, the picture itself.
 */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Size } from '#lib/model/geometry.ts';
import type { Frame } from '#lib/model/time.ts';
import { ExactPictures } from './exact/exact-pictures.ts';
import type { LoaderState } from './exact/piece-loader.ts';
import type { Screen } from './screen.ts';

export type StillsOptions = {
  readonly index: FrameIndex;
  /** The file of the rendition, and of the light one where there is one. */
  readonly fileUrl: string;
  readonly lightUrl?: string;
  /** Stored size of the pictures. */
  readonly picture?: Size;
  /** Of the memory for decoded pictures, where several players have it together: 0 to 1. */
  readonly memoryShare?: number;
};

export type StillsEvents = {
  /** `can` has changed. */
  changed(): void;
  /** The frame that was sought is on the screen. */
  arrived(): void;
  /** How loading goes. */
  state(state: LoaderState): void;
};

/** Memory for decoded pictures: 67 of 1920 × 1080, and about 100 of the light ones. */
const BUDGET_BYTES = 200 * 1024 * 1024;
const LIGHT_BUDGET_BYTES = 32 * 1024 * 1024;
/** Seeks that follow each other faster are a hand that moves. */
const MOVING_MS = 200;
/** More frames at once are a jump. A hand that jumps on before it has seen where it is, scrubs. */
const STEP = 2;
/** A jump to a picture that takes more decodings than this shows the light one meanwhile. */
const QUICK = 3;
/** A hand rests, or a picture is slow, after so long. */
const RESTING_MS = 80;

type Wish = {
  readonly frame: Frame;
  readonly since: number;
  /** It follows another within a moment. */
  readonly isMoving: boolean;
  readonly isScrubbing: boolean;
};

export class Stills {
  readonly #options: StillsOptions;
  readonly #screen: Screen;
  readonly #tell: StillsEvents;
  readonly #exact: ExactPictures;
  #light: ExactPictures | null = null;
  #wish: Wish | null = null;
  #last = { frame: 0, since: -Infinity };
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StillsOptions, screen: Screen, tell: StillsEvents) {
    const { index, fileUrl: url, picture: size = null, memoryShare = 1 } = options;
    this.#options = options;
    this.#screen = screen;
    this.#tell = tell;
    this.#exact = new ExactPictures(
      { url, index, size, budgetBytes: BUDGET_BYTES * memoryShare },
      {
        changed: () => tell.changed(),
        picture: (frame) => this.#came(frame),
        state: (state) => tell.state(state),
      },
    );
  }

  /** Whether a frame's picture can be had this way. */
  can(frame: Frame): boolean {
    return this.#exact.can(frame);
  }

  /** Brings a frame onto the screen; calls `arrived` once it is there, unless something else is sought before. */
  seek(frame: Frame): void {
    const since = performance.now();
    const isMoving = since - this.#last.since < MOVING_MS;
    const isJump = Math.abs(frame - this.#last.frame) > STEP;
    const isScrubbing = isMoving && isJump && this.#wish !== null;
    const wish = { frame, since, isMoving, isScrubbing };
    this.#wish = this.#last = wish;
    clearTimeout(this.#rest);
    if (this.#exact.get(frame)) {
      // Seen first: what comes next can wait.
      this.#screen.soon(() => this.#arrive(wish));
      this.#exact.aim(frame);
      return;
    }
    const isSoonSeen = this.#light !== null && this.#light.effort(frame) < Infinity;
    if (!isJump || !isSoonSeen) this.#showOnTheWay(this.#exact.nearest(frame));
    const isSlow = isJump && this.#exact.effort(frame) > QUICK;
    if (isScrubbing) this.#glance(frame);
    else if (isSlow) this.#glimpse(frame);
    if (isScrubbing ? this.#light?.can(frame) : isSlow && this.#isLightFirst(frame)) this.#exact.idle();
    else this.#exact.aim(frame);
    this.#rest = setTimeout(() => this.#late(wish), RESTING_MS);
  }

  /** For running backwards: shows a frame, or the nearest there is before the one that is shown. */
  showBefore(frame: Frame): void {
    this.cancel();
    this.#exact.aim(frame);
    const near = this.#exact.get(frame) ? frame : this.#exact.nearest(frame);
    if (near !== null && near < this.#screen.shown.value) this.#show(near);
  }

  /** Nothing is sought any more; what is near is still made ready. */
  cancel(): void {
    clearTimeout(this.#rest);
    this.#wish = null;
    this.#light?.idle();
  }

  /** Makes ready what is near a frame, though it is shown another way. */
  aim(frame: Frame): void {
    this.cancel();
    this.#exact.aim(frame);
  }

  /** Nobody needs single frames now. */
  idle(): void {
    this.cancel();
    this.#exact.idle();
  }

  destroy(): void {
    this.cancel();
    this.#exact.destroy();
    this.#light?.destroy();
  }

  #came(frame: Frame): void {
    const wish = this.#wish;
    if (frame !== wish?.frame) this.#showOnTheWay(frame);
    // In the place of its light picture at once, be it in the same animation frame: that happens once a jump.
    else if (frame === this.#screen.shown.value) this.#arrive(wish);
    else this.#screen.soon(() => this.#arrive(wish));
  }

  /** The picture that is wished for is here; it is asked for again where it had to go meanwhile. */
  #arrive(wish: Wish): void {
    if (this.#wish !== wish) return;
    if (!this.#show(wish.frame)) {
      this.#exact.aim(wish.frame);
      return;
    }
    this.cancel();
    // For the next jump; what it needs to begin comes after what is looked at.
    this.#light ??= this.#openLight();
    this.#tell.arrived();
  }

  #show(frame: Frame, from = this.#exact): boolean {
    const image = from.get(frame);
    if (image) this.#screen.show({ frame, image: image.clone() });
    return image !== undefined;
  }

  /** While the hand moves: a picture that is much nearer to what is wished for than the one that is shown. */
  #showOnTheWay(frame: Frame | null): void {
    const wish = this.#wish;
    if (frame === null || !wish?.isMoving || this.#exact.get(wish.frame)) return;
    const distance = Math.abs(wish.frame - frame);
    if (distance * 2 > Math.abs(wish.frame - this.#screen.shown.value)) return;
    this.#screen.soon(() => this.#wish === wish && this.#show(frame));
  }

  /** The hand rests on a frame whose picture is not here yet. */
  #late(wish: Wish): void {
    if (this.#wish !== wish) return;
    this.#exact.aim(wish.frame);
    this.#light ??= this.#openLight();
    this.#glimpse(wish.frame);
  }

  #glance(frame: Frame): void {
    this.#light ??= this.#openLight();
    this.#light?.aim(frame);
    this.#showLight();
  }

  /**
   * Whether the light picture, which is looked for already, is decoded before the full one begins: one after the other
   * the light one comes ten times as soon as beside it, and the full one hardly later. Bytes that are not here yet are
   * not waited for.
   */
  #isLightFirst(frame: Frame): boolean {
    if (!this.#light || this.#light.get(frame)) return false;
    return this.#exact.effort(frame) < Infinity && this.#light.effort(frame) < Infinity;
  }

  /** The picture that is jumped to, and no other: the full one needs the machine. */
  #glimpse(frame: Frame): void {
    this.#light?.glimpse(frame);
    this.#showLight();
  }

  #openLight(): ExactPictures | null {
    const { lightUrl: url, index, memoryShare = 1 } = this.#options;
    if (url === undefined) return null;
    return new ExactPictures(
      { url, index, size: null, budgetBytes: LIGHT_BUDGET_BYTES * memoryShare, isPrompt: true },
      {
        changed: () => undefined,
        picture: (frame) => this.#lightCame(frame),
        state: () => undefined,
      },
    );
  }

  #lightCame(frame: Frame): void {
    this.#showLight();
    const wish = this.#wish;
    if (wish?.frame === frame && !wish.isScrubbing) this.#exact.aim(frame);
  }

  #showLight(): void {
    const [wish, light] = [this.#wish, this.#light];
    // The picture itself may be on its way to the screen, and only the last that is offered is painted.
    if (!wish || !light?.get(wish.frame) || this.#exact.get(wish.frame)) return;
    this.#screen.soon(() => {
      const isThere = this.#screen.shown.value === wish.frame || this.#exact.get(wish.frame);
      if (this.#wish === wish && !isThere) this.#show(wish.frame, light);
    });
  }
}
