/**
 * Opens a video for work: frame index, documents and their lines, player, editor, in that order; `close` lets go of them
 * in reverse. Nobody sees an editor before both documents are here whole: phases and undo read what is there.
 */
import type * as Y from 'yjs';
import type { Readable } from '#lib/cell/cell.ts';
import { openDiscussion, openLabels } from '#lib/doc/open.ts';
import { Editor } from '#lib/editor/editor.ts';
import type { Beside } from '#lib/editor/options.ts';
import { createPlayer } from '#lib/media/composed-player.ts';
import { createRegions } from '#lib/media/region/regions.ts';
import { createTracker } from '#lib/media/tracker/tracker.ts';
import { loadFrameIndex } from '#lib/media/load-frame-index.ts';
import type { KeyChoice } from '#lib/model/key-choice.ts';
import { problem, Refusal, type Problem } from '#lib/model/problem.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { PersonAnswer, VideoAnswer } from '#lib/protocol/http.ts';
import { loadDocument } from '#lib/sync/load-document.ts';
import { deviceMemory, textStore } from './device-memory.ts';
import { Line, type Kept, type LineState } from '#lib/sync/line.ts';
import type { LiveLine } from '#lib/sync/live-line.ts';

export type WorkspaceVideo = {
  readonly video: VideoAnswer;
  readonly taxonomy: Taxonomy;
  readonly me: PersonAnswer;
  /** Members of the project. */
  readonly people: readonly PersonAnswer[];
  /** The live sessions of the study. */
  readonly live?: LiveLine;
  /** The person is from outside. */
  readonly guest?: boolean;
  /** The keys the person works with. */
  readonly keys?: Readable<KeyChoice>;
  /** Memory for its pictures, of what there is for all that are shown: 0 to 1. */
  readonly share?: number;
  readonly beside?: Beside;
};

/** They outlive a line that ended: what was not sent goes out over the next one. */
export type Documents = { readonly labels: Y.Doc; readonly discussion: Y.Doc };

export type Opened = {
  readonly editor: Editor;
  readonly lines: readonly [labels: Line, discussion: Line];
  close(): void;
};

/** The server has refused what a line brought, and said why. */
export class Refused extends Error {
  readonly problem: Problem;
  readonly kept: readonly [labels: Kept | null, discussion: Kept | null];
  constructor(problem: Problem, kept: Refused['kept']) {
    super(problem.sentence);
    this.problem = problem;
    this.kept = kept;
  }
}

/** Why these lines were refused, with what they kept; undefined while none was. */
export function refusalOf([labels, discussion]: Opened['lines']): Refused | undefined {
  const refused = [labels, discussion].find(({ state }) => state.value.status === 'refused');
  if (!refused) return undefined;
  const why = refused.state.value.problem ?? problem('bad-update', { reason: 'by the server' });
  const keptBy = (line: Line) => (line.state.value.status === 'refused' ? line.kept() : null);
  return new Refused(why, [keptBy(labels), keptBy(discussion)]);
}

/**
 * @param element plays the video; in the page, and stays there until `close`
 * @param signal gives up and lets go of what is there already
 * @param onProgress share of the labels that has arrived, 0 to 1
 */
export async function openWorkspace(
  { video, taxonomy, me, people, live, guest = false, share = 1, beside, keys }: WorkspaceVideo,
  docs: Documents,
  element: HTMLVideoElement,
  signal: AbortSignal,
  onProgress: (done: number) => void = () => undefined,
): Promise<Opened> {
  const { media, picture, rooms, role } = video;
  const layer = rooms.labels[0];
  if (!media || !picture || !layer) throw new Refusal('video-not-ready', { state: video.state });
  const closing: (() => void)[] = [];
  const close = () => {
    for (const end of closing.splice(0).reverse()) end();
  };
  const join = (ydoc: Y.Doc, room: string, presence: boolean) => {
    const line = new Line({ url: syncAddress(), room, ydoc, presence, outbox: me.id });
    closing.push(() => line.destroy());
    return line;
  };
  try {
    const whole = { room: layer.room, video: video.id, signal, onProgress };
    const [index] = await Promise.all([
      loadFrameIndex(media.frameIndex, signal),
      loadDocument(docs.labels, whole),
    ]);
    const labels = join(docs.labels, layer.room, true);
    const discussion = join(docs.discussion, rooms.discussion, false);
    const player = createPlayer({
      video: element,
      playlistUrl: media.playlist,
      fileUrl: media.file,
      ...(media.light && { lightUrl: media.light.file }),
      index,
      firstFrameMs: media.firstFrameMs,
      picture,
      memoryShare: share,
    });
    const tracker = createTracker({ url: media.file, index, picture });
    closing.push(() => player.destroy());
    await Promise.all([labels, discussion].map((one) => hereWhole(one.state, signal))).catch(
      (thrown: unknown) => {
        throw refusalOf([labels, discussion]) ?? thrown;
      },
    );
    const editor = new Editor({
      video,
      taxonomy,
      role,
      me,
      people,
      index,
      player,
      tracker,
      regions: createRegions(player),
      labels: openLabels(docs.labels),
      discussion: openDiscussion(docs.discussion),
      labelsLine: labels,
      discussionLine: discussion,
      memory: deviceMemory(me.id, video.id),
      clips: textStore(me.id),
      ...(live && { live }),
      guest,
      beside: beside ?? null,
      ...(keys && { keys }),
      mac: /Mac/.test(navigator.userAgent),
    });
    closing.push(() => editor.destroy());
    return { editor, lines: [labels, discussion], close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

function syncAddress(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`;
}

/** Settles when the whole document has come; rejects when it will not come. */
function hereWhole(state: Readable<LineState>, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const stops: (() => void)[] = [];
    const settle = (how: () => void) => {
      queueMicrotask(() => stops.forEach((stop) => stop())); // the first call comes before `subscribe` has answered
      how();
    };
    const aborted = () => settle(() => fail(signal.reason));
    signal.addEventListener('abort', aborted, { once: true });
    stops.push(
      () => signal.removeEventListener('abort', aborted),
      state.subscribe(({ synced, status }) => {
        if (synced) settle(done);
        else if (status === 'signed-out') settle(() => fail(new Refusal('not-signed-in')));
        else if (status === 'gone') settle(() => fail(new Refusal('not-found')));
        else if (status === 'refused')
          settle(() => fail(new Refusal('bad-update', { reason: 'by the server' })));
      }),
    );
  });
}
