/**
 * A place at the workspace for one video: it is opened here, opened anew where that is needed, and what the server did
 * not take is kept. One stands alone, or several side by side.
 */
import * as Y from 'yjs';
import type { Voice } from '#lib/editor/ensemble.ts';
import type { VideoId } from '#lib/model/id.ts';
import { Refusal, type ProblemCode } from '#lib/model/problem.ts';
import { clampFrame } from '#lib/model/time.ts';
import {
  openWorkspace,
  Refused,
  refusalOf,
  type Documents,
  type Opened,
  type WorkspaceVideo,
} from './open.ts';
import { fromEarlier, setAside, type SetAside } from './refused/set-aside.ts';

export type Fault = { readonly code?: ProblemCode; readonly sentence: string; readonly next: string };

export class Seat {
  readonly id: VideoId;
  material = $state.raw() as WorkspaceVideo;
  opened = $state.raw<Opened | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** Share of the labels that has arrived; null while that is not known. */
  loaded = $state<number | null>(null);
  /** Edits that the server did not take. */
  aside = $state.raw<readonly SetAside[]>([]);
  attempt = $state(0);
  /** The labels' version: with another one the editor is made anew over the same documents. */
  readonly version = $derived(this.material.taxonomy.version);
  readonly #offsetMs = $derived(this.material.video.offsetMs);
  /** As one of several; null while it is not open. */
  readonly voice: Voice | null = $derived(
    this.opened && {
      playhead: this.opened.editor.playhead,
      index: this.opened.editor.options.index,
      offsetMs: this.#offsetMs,
    },
  );
  #docs: Documents = freshDocuments();
  /** Where one was when the video had to be opened anew. */
  #at: number | null;

  /** @param at frame to begin at */
  constructor(material: WorkspaceVideo, at: number | null = null) {
    this.id = material.video.id;
    this.material = material;
    this.#at = at;
  }

  /** Opens it anew. */
  again(): void {
    this.attempt += 1;
  }

  /** Opens it, playing in an element of the page; the answer closes it. */
  open(element: HTMLVideoElement): () => void {
    const leave = new AbortController();
    this.fault = null;
    let mine: Opened | null = null;
    const unfollow: (() => void)[] = [];
    const progress = (done: number) => (this.loaded = done);
    openWorkspace(this.material, this.#docs, element, leave.signal, progress).then(
      (made) => {
        if (leave.signal.aborted) return made.close();
        mine = this.opened = made;
        if (this.aside.length === 0) this.aside = this.#leftEarlier(made.lines);
        for (const { state } of made.lines)
          unfollow.push(
            state.subscribe(
              ({ status }) => status === 'refused' && queueMicrotask(() => this.#refused(made)),
            ),
          );
        const { playhead } = made.editor;
        if (this.#at !== null) playhead.seek(clampFrame(this.#at, playhead.count));
      },
      (thrown: unknown) => {
        if (leave.signal.aborted || (thrown instanceof Refused && this.#beginAnew(thrown))) return;
        this.fault = faultOf(thrown);
      },
    );
    return () => {
      leave.abort();
      for (const stop of unfollow) stop();
      this.#at = mine?.editor.playhead.shown.value ?? this.#at;
      this.opened = null;
      mine?.close();
    };
  }

  /** What was put aside is settled, and kept on this device no longer. */
  settle(): void {
    this.aside = [];
    for (const line of this.opened?.lines ?? []) line.forgetKept();
  }

  /** Nobody comes back here. */
  forget(): void {
    this.#docs.labels.destroy();
    this.#docs.discussion.destroy();
  }

  #refused(made: Opened): void {
    const refusal = this.opened === made ? refusalOf(made.lines) : undefined;
    if (refusal) this.#beginAnew(refusal);
  }

  /** A refused document holds what nobody else does: it is put aside, and the true one comes in its place. */
  #beginAnew({ problem, kept }: Refused): boolean {
    const [labels, discussion] = kept;
    const before = this.#docs;
    const found = [
      setAside(before.labels, labels, problem),
      setAside(before.discussion, discussion, problem),
    ].filter((one) => one !== undefined);
    if (labels === null && discussion === null) return false; // the same would happen again
    // The other document goes on: what is unsaved in it goes out over its next line.
    this.#docs = {
      labels: labels ? new Y.Doc() : before.labels,
      discussion: discussion ? new Y.Doc() : before.discussion,
    };
    if (labels) before.labels.destroy();
    if (discussion) before.discussion.destroy();
    this.aside = [...this.aside, ...found];
    this.again();
    return true;
  }

  #leftEarlier([labels, discussion]: Opened['lines']): readonly SetAside[] {
    const found = [
      fromEarlier(this.#docs.labels, labels.kept()),
      fromEarlier(this.#docs.discussion, discussion.kept()),
    ];
    return found.filter((one) => one !== undefined);
  }
}

function freshDocuments(): Documents {
  return { labels: new Y.Doc(), discussion: new Y.Doc() };
}

function faultOf(thrown: unknown): Fault {
  if (thrown instanceof Refusal || thrown instanceof Refused) return thrown.problem;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return { sentence: 'The video cannot be opened.', next: `Try again. What went wrong: ${why}` };
}
