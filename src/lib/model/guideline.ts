/**
 * The guideline of a project: what people read before they mark. Markdown, whole versions, never changed once published.
 * Its pictures are `picture:<id>` (uploaded) and `frame:<video>/<frame>` (drawn from a video, frames 0-based).
 */
import type { VideoId } from './id.ts';

/** Most characters of a guideline. */
export const MAX_GUIDELINE = 100_000;
/** Most characters of what is said of a version. */
export const MAX_NOTE = 300;
/** Most example frames of one version: each is a picture that the server has to decode once. */
export const MAX_EXAMPLES = 60;

export type ExampleFrame = { readonly video: VideoId; readonly frame: number };

/** Where somebody stands with a project's guideline; versions from 1, 0 for none. */
export type Standing = {
  /** The newest. */
  readonly version: number;
  /** The newest of which managers want to know that it was read. */
  readonly asked: number;
  /** The newest they have opened. */
  readonly read: number;
  /** The newest they have said to have read. */
  readonly acknowledged: number;
};

const REFERENCE = /(frame|picture):([A-Za-z0-9_-]{1,40})(?:\/(\d{1,8}))?(?![\w/-])/g;

/** The frames of videos that a text shows, each once, in its order. */
export function exampleFrames(text: string): readonly ExampleFrame[] {
  const found = new Map<string, ExampleFrame>();
  for (const [whole, kind, id, frame] of text.matchAll(REFERENCE))
    if (kind === 'frame' && frame !== undefined)
      found.set(whole, { video: id as VideoId, frame: Number(frame) });
  return [...found.values()];
}

/** The uploaded pictures that a text shows, each once, in its order. */
export function pictureIds(text: string): readonly string[] {
  const ids = [...text.matchAll(REFERENCE)].flatMap(([, kind, id = '', frame]) =>
    kind === 'picture' && frame === undefined ? [id] : [],
  );
  return [...new Set(ids)];
}

/** Where the picture behind `picture:…` or `frame:…` is served for a project; undefined for any other reference. */
export function pictureAddress(project: string, reference: string): string | undefined {
  const [whole, kind, id, frame] = new RegExp(REFERENCE.source).exec(reference) ?? [];
  if (whole !== reference) return undefined;
  if (kind === 'picture') return frame === undefined ? `/media/guideline/${project}/${id}` : undefined;
  return frame === undefined ? undefined : `/media/guideline/${project}/frame/${id}/${Number(frame)}`;
}

/** The frame that `frame:…`, or the address of a video in the workspace (`/videos/<id>?f=<frame>`), names. */
export function exampleIn(text: string): ExampleFrame | undefined {
  const address = /\/videos\/([A-Za-z0-9_-]{1,40})\?(?:[^#]*&)?f=(\d{1,8})(?:[&#]|$)/.exec(text);
  if (address) return { video: address[1] as VideoId, frame: Number(address[2]) };
  const [only, ...more] = exampleFrames(text);
  return more.length === 0 ? only : undefined;
}

/** What keeps a text from being published, as a sentence; undefined for nothing. */
export function guidelineFault(text: string): string | undefined {
  if (text.trim() === '') return 'The guideline is empty.';
  if (text.length > MAX_GUIDELINE) return `The guideline has more than ${MAX_GUIDELINE} characters.`;
  const { length } = exampleFrames(text);
  return length > MAX_EXAMPLES ? `The guideline shows more than ${MAX_EXAMPLES} example frames.` : undefined;
}

/** Whether there is a version that somebody has not opened yet. */
export function isNews({ version, read }: Standing): boolean {
  return version > read;
}

/** Whether somebody is still to say that they have read it. A later version that asks for nothing does not ask again. */
export function isOwed({ asked, acknowledged }: Standing): boolean {
  return asked > acknowledged;
}
