/** Going through what people say. */
import { nextOpen, openThreads, threadsOf } from '#lib/model/thread.ts';
import type { Command } from '../command.ts';
import type { Editor } from '../editor.ts';

const anyOpen = ({ comments }: Editor) => openThreads(comments.comments.values()) > 0;

function step(editor: Editor, by: 1 | -1): void {
  const threads = threadsOf(editor.comments.comments.values());
  const frame = editor.playhead.target.value;
  const read = editor.thread.value;
  // Who has gone elsewhere in between goes on from there.
  const from = { frame, head: read?.frame === frame ? read.id : null };
  const found = nextOpen(threads, from, by);
  if (found) editor.readThread(found.head);
}

export const comments: readonly Command[] = [
  {
    id: 'comments.next',
    caption: 'Next open comment',
    keys: ['Shift+Period'],
    group: 'Moving',
    undo: 'never',
    needs: 'an open comment',
    when: anyOpen,
    run: (editor) => step(editor, 1),
  },
  {
    id: 'comments.previous',
    caption: 'Previous open comment',
    keys: ['Shift+Comma'],
    group: 'Moving',
    undo: 'never',
    needs: 'an open comment',
    when: anyOpen,
    run: (editor) => step(editor, -1),
  },
  {
    id: 'comments.link',
    caption: 'Copy a link to the selection, or to this frame',
    keys: ['$mod+Shift+L'],
    group: 'View',
    undo: 'never',
    run: (editor) => editor.ask({ kind: 'link' }),
  },
];
