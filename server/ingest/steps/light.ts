/** The light rendition: every frame at its time, small and in short groups, to scrub through and for weak lines. */
import { writeFileSync } from 'node:fs';
import type { Frame } from 'node-av/lib';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import { H264Encoder, type H264Plan } from '../av/h264-encoder.ts';
import { RenditionFile } from '../av/rendition-file.ts';
import { UprightPictures } from '../av/upright-pictures.ts';
import { readFragments } from '../fragments.ts';
import { checkRendition } from './check-rendition.ts';
import { playlist } from './playlist.ts';
import type { Probe } from './probe.ts';

/** Longest side, pixels. */
const LONGEST = 640;
/** Where the pictures are not at least so much longer, the rendition itself is light enough. */
const WORTH = 1.5;
/** From one sync sample to the next: a scrub decodes half of it on average. */
const GROUP = 12;

export type Light = { readonly width: number; readonly height: number; readonly firstFrameMs: number };

export class LightRendition {
  readonly #file: RenditionFile;
  readonly #pictures: UprightPictures;
  readonly #plan: H264Plan;
  readonly #path: string;
  readonly #size: { readonly width: number; readonly height: number };
  #encoder: H264Encoder | null = null;
  #first: number | null = null;

  /** Null where it would not be worth it. @param path of the MP4 to be made */
  static of(probe: Probe, fps: number, path: string): LightRendition | null {
    return Math.max(probe.width, probe.height) < LONGEST * WORTH
      ? null
      : new LightRendition(probe, fps, path);
  }

  private constructor(probe: Probe, fps: number, path: string) {
    const scale = LONGEST / Math.max(probe.width, probe.height);
    const even = (side: number) => Math.max(2, Math.round((side * scale) / 2) * 2);
    this.#size = { width: even(probe.width), height: even(probe.height) };
    this.#path = path;
    this.#plan = { timebase: probe.timebase, fps, group: GROUP, quality: 'light' };
    this.#file = new RenditionFile(path);
    this.#pictures = new UprightPictures(probe.orientation, this.#size, (frame) => this.#encode(frame));
  }

  /** @param pts the picture's time in the source, in ticks */
  add(frame: Frame, pts: number): void {
    this.#first ??= pts;
    frame.pts = BigInt(pts - this.#first);
    this.#pictures.push(frame);
  }

  /** Writes the playlist too, for `file` beside it. Throws where the times differ from the index. */
  finish(index: FrameIndex, file: string, playlistPath: string): Light {
    this.#pictures.close();
    this.#encoder?.finish();
    this.#file.finish(index.lastDuration);
    const rendition = readFragments(this.#path);
    const firstFrameMs = checkRendition(index, rendition);
    writeFileSync(playlistPath, playlist(file, rendition));
    return { ...this.#size, firstFrameMs };
  }

  /** It is not wanted. */
  abandon(): void {
    this.#pictures.close();
    this.#encoder?.abandon();
    this.#file.abandon();
  }

  #encode(frame: Frame): void {
    this.#encoder ??= this.#start(frame);
    this.#encoder.push(frame);
  }

  #start(frame: Frame): H264Encoder {
    const encoder = new H264Encoder(frame, this.#plan, (packet) => {
      this.#file.writeVideo(packet, Number(packet.pts), Number(packet.dts));
    });
    this.#file.addVideo(encoder.context, this.#plan.timebase);
    this.#file.start();
    return encoder;
  }
}
