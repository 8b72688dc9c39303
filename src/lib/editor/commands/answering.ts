/** Saying what is asked of marks and of the video: getting to the fields by key, and from change to change. */
import type { Command } from '../command.ts';
import { answerFrames, askedOf, nextAnswer, subjectsMeant } from '../deeds/attribute.ts';
import type { Editor } from '../editor.ts';
import { toDoOf } from '../to-do.ts';

const hasAsked = (editor: Editor) => subjectsMeant(editor).some((one) => askedOf(editor, [one]).length > 0);
const hasChanges = (editor: Editor) =>
  subjectsMeant(editor).some((one) => answerFrames(editor, [one]).length > 0);

function step(editor: Editor, direction: 1 | -1): void {
  const frame = nextAnswer(editor, direction);
  if (frame === undefined) return editor.say('No value changes that way.');
  editor.playhead.pause();
  editor.playhead.seek(frame);
}

/** The next of all that lacks an answer, after the selected one, round and round. */
function nextToDo(editor: Editor): void {
  const all = toDoOf(editor);
  const selected = editor.selection.first;
  const at = all.findIndex(({ subject }) =>
    selected ? 'id' in subject && subject.id === selected.id : subject.kind === 'video',
  );
  const next = all[(at + 1) % Math.max(1, all.length)];
  if (!next) return editor.say('Nothing that is asked for lacks an answer.');
  if (next.subject.kind === 'video') editor.selection.clear();
  else editor.goTo(next.subject);
  editor.ask({ kind: 'answers' });
}

export const answering: readonly Command[] = [
  {
    id: 'answering.fields',
    caption: 'Answer what is asked of the selection; with nothing selected, of the video',
    keys: ['S'],
    group: 'Labels',
    undo: 'never',
    needs: 'something selected that is asked for, or a video of which something is asked',
    when: hasAsked,
    run: (editor) => editor.ask({ kind: 'answers' }),
  },
  {
    id: 'answering.next-to-do',
    caption: 'Next mark that lacks a required answer',
    keys: ['$mod+Shift+D'],
    group: 'Labels',
    undo: 'never',
    run: nextToDo,
  },
  {
    id: 'answering.previous-change',
    caption: 'Previous frame on which an answer changes, of the selection or the video',
    keys: ['Shift+PageUp'],
    group: 'Moving',
    undo: 'never',
    needs: 'something selected whose answers change over time',
    when: hasChanges,
    run: (editor) => step(editor, -1),
  },
  {
    id: 'answering.next-change',
    caption: 'Next frame on which an answer changes, of the selection or the video',
    keys: ['Shift+PageDown'],
    group: 'Moving',
    undo: 'never',
    needs: 'something selected whose answers change over time',
    when: hasChanges,
    run: (editor) => step(editor, 1),
  },
];
