/** Tells the others where we are: what we look at, point at, hold. The line sends it no faster than they need it. */
import { refKey } from '#lib/model/annotation.ts';
import type { Editor } from './editor.ts';

/** Follows the editor until the answer is called. */
export function followOwnPresence(editor: Editor): () => void {
  const presence = editor.options.labelsLine?.presence;
  if (!presence) return () => undefined;
  const { playhead, selection, tools } = editor;
  let ready = false;
  const tell = () => {
    if (!ready) return;
    presence.set({
      frame: playhead.shown.value,
      playing: playhead.playing.value,
      cursor: tools.pointerAt.value,
      selection: selection.refs.value.map(refKey),
      draft: tools.draft.value,
    });
  };
  const sources = [playhead.shown, playhead.playing, tools.pointerAt, selection.refs, tools.draft];
  const stops = sources.map((source) => source.subscribe(tell));
  ready = true;
  tell();
  return () => {
    for (const stop of stops) stop();
  };
}
