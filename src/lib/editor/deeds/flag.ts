/** One press, no question: this moment matters. It becomes what the role allows: an event, or else a comment. */
import type { LabelId } from '#lib/model/id.ts';
import { labelOf, offeredLabels } from '#lib/model/taxonomy.ts';
import type { Editor } from '../editor.ts';
import { postComment } from './comment.ts';

/** What a moment is called that was flagged without a word. */
const FLAGGED = 'Flagged';

/**
 * Flags the moment that was meant: a reaction time before the press while it plays.
 *
 * @param label of the event; null: the one chosen for events, or the first there is
 */
export function flagMoment(editor: Editor, label: LabelId | null = null): void {
  const { canEdit, canComment, eventLabel, options, live, liveMarks, selection } = editor;
  const frame = liveMarks.meant();
  const wanted = label ?? eventLabel.value ?? offeredLabels(options.taxonomy, 'event')[0]?.id ?? null;
  if (canEdit.value && wanted) {
    liveMarks.instant(wanted);
    const [made] = selection.refs.value;
    live?.note('flagged', frame, made?.kind === 'event' ? `event:${made.id}` : '');
  } else if (canComment.value) {
    const name = label && labelOf(options.taxonomy, label)?.name;
    const made = postComment(editor, { text: name ?? FLAGGED, anchor: { kind: 'frame', frame } });
    live?.note('flagged', frame, made ? `comment:${made}` : '');
    editor.say(`Flagged ${name ?? 'this moment'}`);
  } else editor.say('Your role may watch here, not flag.', 'warn');
}
