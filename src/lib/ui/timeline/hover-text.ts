/** What the card beside a resting pointer says about the thing under it. */
import { commentWords } from '#lib/editor/comment-words.ts';
import type { Editor } from '#lib/editor/editor.ts';
import type { Hit } from '#lib/editor/timeline/hit.ts';
import type { Doubt } from '#lib/model/doubt.ts';
import type { CommentId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import { formatTimeMs } from '#lib/model/time.ts';
import { spanCaption } from './drag-caption.ts';

/** Longest piece of a comment that is shown. */
const MOST = 160;

export type HoverText = { readonly title: string; readonly detail: string };

/** null for things that speak for themselves. */
export function hoverText(hit: Hit, editor: Editor): HoverText | null {
  const { index } = editor.options;
  const place = (frame: number) => `${formatTimeMs(index.timeMs(frame))} · frame ${frame}`;
  switch (hit.kind) {
    case 'comment':
      return commentText(hit.id, editor);
    case 'diamond': {
      const at = hit.lane.track.keyframes.find(({ frame }) => frame === hit.frame);
      return { title: editor.captionOf(hit.lane.ref), detail: `${keyframeText(at)} · ${place(hit.frame)}` };
    }
    case 'segment': {
      const { ref, start, end } = hit.segment;
      return {
        title: editor.captionOf(ref),
        detail: `${formatTimeMs(index.timeMs(start))} – ${formatTimeMs(index.timeMs(end))} · ${spanCaption(index, start, end)}${doubtText(hit.segment.doubt)}`,
      };
    }
    case 'event':
      return {
        title: editor.captionOf({ kind: 'event', id: hit.id }),
        detail: `${place(hit.frame)}${doubtText(editor.reading.events.get(hit.id)?.doubt)}`,
      };
    case 'boundary': {
      const edge = hit.lane.edges.find(({ id }) => id === hit.id);
      return edge ? { title: `Boundary on ${hit.lane.name}`, detail: place(edge.frame) } : null;
    }
    case 'mark':
      return { title: hit.which === 'in' ? 'In' : 'Out', detail: place(editor.marks[hit.which].value ?? 0) };
    case 'ruler':
    case 'empty':
    case 'playhead':
    case 'bar':
      return null;
  }
}

function commentText(id: CommentId, editor: Editor): HoverText | null {
  const comment = editor.comments.comments.get(id);
  if (!comment) return null;
  const name = editor.personOf(comment.client)?.name ?? 'Somebody';
  return {
    title: comment.resolved ? `${name} (resolved)` : name,
    detail: commentWords(comment, editor.options.people, MOST),
  };
}

function keyframeText(keyframe: Keyframe | undefined): string {
  if (keyframe?.outside) return 'gone from here on';
  const what = keyframe?.made ? 'keyframe of the tracker' : 'keyframe';
  return keyframe?.occluded ? `${what}, occluded` : what;
}

/** ` · probable · difficult · ±5 frames`; '' where nothing is said. */
function doubtText(doubt: Doubt | undefined): string {
  if (!doubt) return '';
  const words = [
    doubt.certainty === 'certain' ? '' : doubt.certainty,
    doubt.difficult ? 'difficult' : '',
    doubt.fuzz > 0 ? `±${doubt.fuzz} frames` : '',
  ];
  return words
    .filter((word) => word !== '')
    .map((word) => ` · ${word}`)
    .join('');
}
