/** What the ingest process and its parent say to each other, and what comes out of an ingest. */
import type { PictureAnswer } from '#lib/protocol/http.ts';
import type { ProblemCode, ProblemDetails } from '#lib/model/problem.ts';
import type { StoredMedia } from '#server/store/videos.ts';

/** What is to be done: read `source`, write the outputs into `folder`. Sent once, first. */
export type Task = { readonly source: string; readonly name: string; readonly folder: string };

/** Files an ingest leaves in its folder. */
export const OUTPUTS = [
  'v.mp4',
  'v.m3u8',
  'light.mp4',
  'light.m3u8',
  'frames.lfi',
  'thumbs.jpg',
  'sound.dat',
  'report.json',
] as const;

/** Shown to people while they wait: what is being done. */
export type Phase = 'reading' | 'preparing' | 'checking';

/** How fast it goes, in pictures a second, and how long it will take; null while not known. */
export type Pace = { readonly fps: number | null; readonly remainingMs: number | null };

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
  | { readonly type: 'unusable'; readonly problem: Problem }
  | { readonly type: 'broken'; readonly message: string };

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
