/** Tells the others where we are: what we look at, point at, hold. The line sends it no faster than they need it. */
import type { Readable } from '#lib/cell/cell.ts';
import { refKey } from '#lib/model/annotation.ts';
import { opsOf } from '#lib/model/shape.ts';
import type { Draft } from '#lib/protocol/presence.ts';
import type { Editor } from './editor.ts';

/** Points that a draft shows the others: all of a shape of 2,000 would not fit into a presence. */
const SKETCH_POINTS = 60;

function sketchOf(draft: Draft | null): Draft | null {
  const vertices = draft && opsOf(draft.shape.kind).vertices;
  return vertices ? { ...draft, shape: vertices.sketch(draft.shape, SKETCH_POINTS) } : draft;
}

/** Follows the editor until the answer is called. */
export function followOwnPresence(editor: Editor): () => void {
  const presence = editor.options.labelsLine?.presence;
  if (!presence) return () => undefined;
  const { playhead, selection, tools, liveMarks } = editor;
  let ready = false;
  const tell = () => {
    if (!ready) return;
    const running = liveMarks.running.value.map(({ tier, label, start }) => ({ tier, label, start }));
    presence.set({
      frame: playhead.shown.value,
      playing: playhead.playing.value,
      cursor: tools.pointerAt.value,
      selection: selection.refs.value.map(refKey),
      draft: sketchOf(tools.draft.value),
      ...(running.length > 0 && { running }),
    });
  };
  const sources: readonly Readable<unknown>[] = [
    playhead.shown,
    playhead.playing,
    tools.pointerAt,
    selection.refs,
    tools.draft,
    liveMarks.running,
  ];
  const stops = sources.map((source) => source.subscribe(tell));
  ready = true;
  tell();
  return () => {
    for (const stop of stops) stop();
  };
}
