/** Making marks of what other layers have, and taking such out again: what is decided in an adjudication, in one gesture. */
import { setDeleted, setDoubt } from '#lib/doc/edit/annotation.ts';
import { setAttribute } from '#lib/doc/edit/attribute.ts';
import { addEvent } from '#lib/doc/edit/event.ts';
import { markPhase } from '#lib/doc/edit/phase.ts';
import { addWholeTrack } from '#lib/doc/edit/rework.ts';
import { addSegment } from '#lib/doc/edit/segment.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { MarkContent } from '#lib/model/mark-content.ts';
import type { Editor } from '../editor.ts';
import { phaseOf } from './interval.ts';

/**
 * Makes marks and takes others out. Phases take the place of what was on their frames.
 *
 * @returns the marks in the order of `contents`; null where one may not edit
 */
export function settle(
  editor: Editor,
  caption: string,
  contents: readonly MarkContent[],
  out: readonly AnnotationRef[],
): readonly AnnotationRef[] | null {
  const made: AnnotationRef[] = [];
  const at = contents[0] ? firstFrameOf(contents[0]) : out[0] ? editor.frameToShow(out[0]) : null;
  editor.playhead.pause();
  const done = editor.act(caption, at, made, () => {
    for (const ref of out) takeOut(editor, ref);
    for (const content of contents) made.push(make(editor, content));
  });
  return done ? made : null;
}

function make({ options: { labels }, playhead }: Editor, content: MarkContent): AnnotationRef {
  switch (content.kind) {
    case 'track': {
      const { kind: _, shape, ...track } = content;
      return { kind: 'track', id: addWholeTrack(labels, { ...track, kind: shape }) };
    }
    case 'phase': {
      const { tier, start, end, label, doubt } = content;
      const ref = {
        kind: 'boundary' as const,
        id: markPhase(labels, { tier, start, end, label, count: playhead.count }),
      };
      if (doubt) setDoubt(labels, ref, doubt);
      return ref;
    }
    case 'segment': {
      const ref = { kind: 'segment' as const, id: addSegment(labels, content) };
      for (const [key, value] of Object.entries(content.attributes)) setAttribute(labels, ref, key, value);
      if (content.doubt) setDoubt(labels, ref, content.doubt);
      return ref;
    }
    case 'event': {
      const ref = { kind: 'event' as const, id: addEvent(labels, content) };
      for (const [key, value] of Object.entries(content.attributes)) setAttribute(labels, ref, key, value);
      if (content.doubt) setDoubt(labels, ref, content.doubt);
      return ref;
    }
  }
}

/** A phase leaves its frames without a label: were its boundary removed, the phase before would run on over them. */
function takeOut(editor: Editor, ref: AnnotationRef): void {
  const { labels } = editor.options;
  const boundary = ref.kind === 'boundary' ? editor.reading.find(ref) : undefined;
  const phase = boundary && phaseOf(editor, boundary);
  if (phase) markPhase(labels, { ...phase, label: null, count: editor.playhead.count });
  else if (!boundary) setDeleted(labels, ref, true);
}

function firstFrameOf(content: MarkContent) {
  if (content.kind === 'track') return content.keyframes[0]?.frame ?? null;
  return content.kind === 'event' ? content.frame : content.start;
}
