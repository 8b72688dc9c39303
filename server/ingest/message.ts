/** What the ingest process and its parent say to each other, and what comes out of an ingest. */
import type { PictureAnswer } from '#lib/protocol/http.ts';
import type { ProblemCode, ProblemDetails } from '#lib/model/problem.ts';
import type { StoredMedia } from '#server/store/videos.ts';
import { isFull } from '#server/blobs/disk-file.ts';
import type { StillFormat } from './av/still-encoder.ts';

/** What is to be done: read `source`, write the outputs into `folder`. Sent once, first. */
export type Task = {
  readonly source: string;
  readonly name: string;
  readonly folder: string;
  /** Without sound, whatever the source has. */
  readonly silent?: boolean;
};

/** Frames of a source as picture files: written into `folder`, with a manifest that begins with `about`. Sent once, first. */
export type PullTask = {
  readonly source: string;
  readonly name: string;
  readonly folder: string;
  /** The frame index, as a file. */
  readonly index: string;
  /** Whether it has the times of the source, with nothing put right: then frames can be sought by them. */
  readonly timed: boolean;
  /** Ascending, each once. */
  readonly frames: readonly number[];
  readonly format: StillFormat;
  /** Folder of the pictures within `folder`. */
  readonly below: string;
  readonly about: Readonly<Record<string, unknown>>;
};

/** Name of a frame's picture, as `ffmpeg -start_number 0` numbers them; the COCO export names the same. */
export function pictureName(frame: number, format: StillFormat): string {
  return `frame_${String(frame).padStart(6, '0')}.${format === 'png' ? 'png' : 'jpg'}`;
}

/** What was pulled, beside the pictures. */
export const MANIFEST = 'manifest.json';

/** The rendition, in the task's folder. */
export const RENDITION = 'v.mp4';

/** Files an ingest leaves in its folder. */
export const OUTPUTS = [
  RENDITION,
  'v.m3u8',
  'light.mp4',
  'light.m3u8',
  'frames.lfi',
  'thumbs.jpg',
  'sound.dat',
  'report.json',
] as const;

/** What can be watched while the rendition is made: its playlist, the file that grows, and what the playlist calls it. */
export const FIRST_LOOK = { playlist: 'first.m3u8', pictures: RENDITION, shownAs: 'first.mp4' } as const;

/** Shown to people while they wait: what is being done. */
export type Phase = 'reading' | 'preparing' | 'checking';

/** How fast it goes, in pictures a second, and how long it will take; null while not known. */
export type Pace = {
  readonly fps: number | null;
  readonly remainingMs: number | null;
  /** How much can be watched already, from the beginning; absent where nothing can. */
  readonly watchable?: Watchable;
};

/** In milliseconds: what can be watched, and how long the whole will be, as far as its packets tell. */
export type Watchable = { readonly ms: number; readonly ofMs: number };

/** What a finished ingest says of the video; `media` has no addresses, they follow from the video's id. */
export type Prepared = {
  readonly picture: PictureAnswer;
  readonly media: StoredMedia;
};

/** With the files that were left, of OUTPUTS. */
export type PreparedFiles = Prepared & { readonly files: readonly string[] };

/** Why a file cannot be used; becomes a Refusal for the person who brought it. */
export type Problem = { readonly code: ProblemCode; readonly details: ProblemDetails };

export type Message =
  | { readonly type: 'progress'; readonly phase: Phase; readonly done: number; readonly pace: Pace }
  | { readonly type: 'prepared'; readonly prepared: Prepared }
  | { readonly type: 'pulled' }
  | { readonly type: 'unusable'; readonly problem: Problem }
  | { readonly type: 'broken'; readonly message: string };

/** Whether trying in another way would not help: the file is of no use, or the disk is full. */
export function isFinal(error: unknown): boolean {
  return error instanceof Unusable || isFull(error);
}

/** A file that cannot become a video here, with the reason for its owner: the end of its ingest. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
  readonly code: 'no-video' | 'unsupported-video';
  /** Ends no sentence: it is put into one. */
  readonly reason: string;
  constructor(code: 'no-video' | 'unsupported-video', reason: string) {
    super(reason);
    this.code = code;
    this.reason = reason;
  }
}
