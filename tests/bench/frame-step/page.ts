/** What the page of the frame-step benchmark does: opens a player and the real stage on a rendition, and steps as it is told. */
import { createStage, type Stage } from '#lib/canvas/stage.ts';
import { Editor } from '#lib/editor/editor.ts';
import { createPlayer } from '#lib/media/composed-player.ts';
import { HlsPlayer } from '#lib/media/hls-player.ts';
import { loadFrameIndex } from '#lib/media/load-frame-index.ts';
import type { Player } from '#lib/media/player.ts';
import { HandAtWork } from '../../builders/hand-at-work.ts';
import { numberIn } from './number-in.ts';
import type { Opening } from './renditions.ts';

export type Way = 'exact' | 'seek';
/**
 * Milliseconds from asking the playhead for a frame, measured in the same way whoever shows it. All of them end with a
 * painting by the real stage: the picture has been uploaded and the draw call is made.
 *
 * - `sight`: it is painted, be it in fewer pixels
 * - `drawn`: it is painted in all its pixels
 * - `displayed`: the animation frame after that begins, the first that carries it to the display. Whatever is painted
 *   waits for this one, so it can never be much below half of the display's period.
 * - `wrong`: pictures with another number
 */
export type Steps = {
  readonly sight: readonly number[];
  readonly drawn: readonly number[];
  readonly displayed: readonly number[];
  readonly wrong: number;
};

declare global {
  interface Window {
    bench: { readonly open: typeof open; readonly step: typeof step };
  }
}

const PANE = { width: 1280, height: 720 };

type Painting = { readonly frame: number; readonly isWhole: boolean; readonly at: number };

class Table {
  readonly #host: HTMLElement;
  readonly #editor: Editor;
  readonly #player: Player;
  readonly #stage: Stage;
  readonly #width: number;
  readonly #isNumbered: boolean;
  readonly #painter: MutationObserver;
  #picture: { readonly frame: number; readonly image: VideoFrame } | null = null;
  #painted: Painting | null = null;
  #looks = new Set<() => void>();

  private constructor(
    host: HTMLElement,
    editor: Editor,
    player: Player,
    stage: Stage,
    { width, numbered }: Opening,
  ) {
    this.#host = host;
    this.#editor = editor;
    this.#player = player;
    this.#stage = stage;
    this.#width = width;
    this.#isNumbered = numbered;
    // The stage says what it has painted, and this is told before anything else runs.
    this.#painter = new MutationObserver(() => this.#note());
    this.#painter.observe(host, { attributeFilter: ['data-frame'] });
    player.onPicture(({ frame, image }) => {
      this.#picture?.image.close();
      this.#picture = { frame, image: image.clone() };
    });
  }

  static async lay(way: Way, opening: Opening): Promise<Table> {
    const { folder, firstFrameMs, width, height, frames, light } = opening;
    const video = document.createElement('video');
    video.muted = true;
    // Behind the stage, as on the desk.
    video.style.cssText = 'position: absolute; width: 2px; height: 2px; opacity: 0.01';
    const host = document.createElement('div');
    host.style.cssText = `width: ${PANE.width}px; height: ${PANE.height}px`;
    document.body.replaceChildren(video, host);
    const index = await loadFrameIndex(`${folder}/frames.lfi`, new AbortController().signal);
    const playing = {
      video,
      playlistUrl: `${folder}/v.m3u8`,
      fileUrl: `${folder}/v.mp4`,
      ...(light && { lightUrl: `${folder}/light.mp4` }),
      index,
      firstFrameMs,
      picture: { width, height },
    };
    const player = way === 'exact' ? createPlayer(playing) : new HlsPlayer(playing);
    const { options } = new HandAtWork({ frames }).editor;
    const { picture } = options.video;
    if (!picture) throw new Error('The video has no picture.');
    const shown = { ...options.video, picture: { ...picture, width, height, frames } };
    const editor = new Editor({ ...options, video: shown, player, index });
    return new Table(host, editor, player, await createStage({ host, editor }), opening);
  }

  get shown(): number {
    return this.#player.shown.value;
  }

  /** Asks for a frame as a key does, and waits until it is displayed. */
  async step(frame: number): Promise<{ sight: number; drawn: number; displayed: number }> {
    const asked = performance.now();
    this.#painted = null;
    let sight = 0;
    const drawn = new Promise<number>((done) => {
      const look = () => {
        if (this.#painted?.frame !== frame) return;
        sight ||= this.#painted.at - asked;
        if (!this.#painted.isWhole) return;
        this.#looks.delete(look);
        done(this.#painted.at - asked);
      };
      this.#looks.add(look);
    });
    this.#editor.playhead.seek(frame);
    const whole = await drawn;
    await new Promise(requestAnimationFrame);
    return { sight, drawn: whole, displayed: performance.now() - asked };
  }

  /** Waits until a picture is painted, whichever. */
  async first(): Promise<void> {
    while (!this.#painted?.isWhole) {
      await new Promise<void>((done) => {
        const look = () => {
          this.#looks.delete(look);
          done();
        };
        this.#looks.add(look);
      });
    }
  }

  /** Whether the picture that was given last has the number of a frame in it; true where none has. */
  async isRight(frame: number): Promise<boolean> {
    return !this.#isNumbered || (await numberIn(this.#picture?.image)) === frame;
  }

  clear(): void {
    this.#painter.disconnect();
    this.#stage.destroy();
    this.#editor.destroy();
    this.#player.destroy();
    this.#picture?.image.close();
  }

  #note(): void {
    const frame = Number(this.#host.dataset['frame']);
    if (!this.#picture || this.#picture.frame !== frame) return;
    this.#painted = {
      frame,
      isWhole: this.#picture.image.displayWidth === this.#width,
      at: performance.now(),
    };
    for (const look of this.#looks) look();
  }
}

let table: Table | undefined;

/** Answers how long it took until the first picture was painted, milliseconds. */
async function open(way: Way, opening: Opening): Promise<number> {
  table?.clear();
  const start = performance.now();
  table = await Table.lay(way, opening);
  await table.first();
  return performance.now() - start;
}

/** @param everyMs from one step to the next at least; 0: as soon as the last one has been displayed */
async function step(frames: readonly number[], everyMs: number): Promise<Steps> {
  const steps = { sight: [] as number[], drawn: [] as number[], displayed: [] as number[], wrong: 0 };
  for (const frame of frames) {
    if (!table || frame === table.shown) continue;
    const asked = performance.now();
    const { sight, drawn, displayed } = await table.step(frame);
    steps.sight.push(sight);
    steps.drawn.push(drawn);
    steps.displayed.push(displayed);
    if (!(await table.isRight(frame))) steps.wrong++;
    // The machine is done with painting it before the next one is asked for, out of step with the display.
    if (everyMs === 0) await new Promise(requestAnimationFrame);
    const rest = Math.max(everyMs - (performance.now() - asked), Math.random() * 8);
    await new Promise((done) => setTimeout(done, rest));
  }
  return steps;
}

window.bench = { open, step };
