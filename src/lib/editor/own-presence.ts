/** Tells the others where we are: what we look at, point at, hold. The line sends it no faster than they need it. */
import type { Readable } from '#lib/cell/cell.ts';
import { refKey } from '#lib/model/annotation.ts';
import { opsOf } from '#lib/model/shape.ts';
import { MAX_PRESENCE_BYTES, type Draft, type OwnPresence } from '#lib/protocol/presence.ts';
import type { Editor } from './editor.ts';

/** Points that a draft shows the others: all of a shape of 2,000 would not fit into a presence. */
const SKETCH_POINTS = 60;
/** The person is written beside it by the server. */
const ROOM_BYTES = MAX_PRESENCE_BYTES - 400;

function sketchOf(draft: Draft | null): Draft | null {
  // The runs of a mask are more than a presence holds: the others see where it is being painted.
  if (draft?.shape.kind === 'mask') {
    const { x, y, w, h } = draft.shape;
    return { ...draft, shape: { kind: 'box', x, y, w, h } };
  }
  const vertices = draft && opsOf(draft.shape.kind).vertices;
  return vertices ? { ...draft, shape: vertices.sketch(draft.shape, SKETCH_POINTS) } : draft;
}

/** What the server would not pass on is left out: the oldest sketches first. */
function fitted(own: OwnPresence): OwnPresence {
  let { sketches = [] } = own;
  while (sketches.length > 0 && JSON.stringify({ ...own, sketches }).length > ROOM_BYTES)
    sketches = sketches.slice(1);
  return own.sketches ? { ...own, sketches } : own;
}

/** Follows the editor until the answer is called. */
export function followOwnPresence(editor: Editor): () => void {
  const presence = editor.options.labelsLine?.presence;
  if (!presence) return () => undefined;
  const { playhead, selection, tools, liveMarks } = editor;
  let ready = false;
  const tell = () => {
    if (!ready) return;
    const [sketches, doing] = [editor.sketches.mine.value, editor.doing.value];
    const running = liveMarks.running.value.map(({ tier, label, start }) => ({ tier, label, start }));
    presence.set(
      fitted({
        frame: playhead.shown.value,
        playing: playhead.playing.value,
        cursor: tools.pointerAt.value,
        selection: selection.refs.value.map(refKey),
        draft: sketchOf(tools.draft.value),
        ...(running.length > 0 && { running }),
        ...(editor.laser.value && { laser: true }),
        ...(sketches.length > 0 && { sketches }),
        ...(doing && { doing }),
      }),
    );
  };
  const sources: readonly Readable<unknown>[] = [
    playhead.shown,
    playhead.playing,
    tools.pointerAt,
    selection.refs,
    tools.draft,
    liveMarks.running,
    editor.sketches.mine,
    editor.laser,
    editor.doing,
  ];
  const stops = sources.map((source) => source.subscribe(tell));
  ready = true;
  tell();
  return () => {
    for (const stop of stops) stop();
  };
}
