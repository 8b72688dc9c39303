/** What people say: comments and answers, in the discussion document. */
import {
  addComment,
  addReaction,
  removeReactions,
  setCommentDeleted,
  setCommentText,
  setResolved,
} from '#lib/doc/edit/comment.ts';
import { anchorFrame, type Anchor, type ReactionMark } from '#lib/model/comment.ts';
import type { CommentId } from '#lib/model/id.ts';
import { checkCommentText } from '#lib/model/check.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { Editor } from '../editor.ts';

/** Writes a comment; undefined when its text is empty or too long, or when one may not. */
export function postComment(
  editor: Editor,
  {
    text,
    anchor,
    parent = null,
  }: { readonly text: string; readonly anchor: Anchor; readonly parent?: CommentId | null },
): CommentId | undefined {
  const words = checkCommentText(text.trim());
  if (words === undefined || !editor.mayComment()) return undefined;
  let made: CommentId | undefined;
  talk(editor, parent ? 'answer' : 'comment', anchor, () => {
    made = addComment(editor.options.discussion, { text: words, anchor, parent, atMs: editor.now() });
  });
  editor.say(parent ? 'Answered' : 'Commented');
  if (made && anchor.kind === 'drawing') editor.sketches.clear(); // the comment shows it from now on
  if (made)
    editor.live?.note('commented', anchorFrame(anchor) ?? editor.playhead.shown.value, `comment:${made}`);
  return made;
}

/** Marks a thread as settled, or opens it again. */
export function resolveComment(editor: Editor, id: CommentId, resolved: boolean): void {
  if (!editor.mayComment()) return;
  talk(editor, resolved ? 'resolve a comment' : 'reopen a comment', anchorOf(editor, id), () => {
    setResolved(editor.options.discussion, id, resolved, editor.now());
  });
}

/** Changes the words of a comment. */
export function rewordComment(editor: Editor, id: CommentId, text: string): void {
  const words = checkCommentText(text.trim());
  if (words === undefined || !editor.mayComment()) return;
  talk(editor, 'reword a comment', anchorOf(editor, id), () =>
    setCommentText(editor.options.discussion, id, words, editor.now()),
  );
}

/** Gives a short answer to a comment, or takes mine back. */
export function toggleReaction(editor: Editor, id: CommentId, mark: ReactionMark): void {
  const comment = editor.comments.comments.get(id);
  if (!comment || !editor.mayComment()) return;
  const { discussion, me } = editor.options;
  const mine = comment.reactions.filter(
    (one) => one.mark === mark && editor.personOf(one.client)?.id === me.id,
  );
  talk(editor, mine.length > 0 ? 'take back a reaction' : 'react to a comment', comment.anchor, () => {
    if (mine.length === 0) addReaction(discussion, id, mark);
    else
      removeReactions(
        discussion,
        id,
        mine.map((one) => one.id),
      );
  });
}

/** Takes a comment back; undo restores it. */
export function retractComment(editor: Editor, id: CommentId): void {
  if (!editor.mayComment()) return;
  talk(editor, 'remove a comment', anchorOf(editor, id), () =>
    setCommentDeleted(editor.options.discussion, id, true),
  );
  editor.say('Removed the comment', 'info', true);
}

function anchorOf(editor: Editor, id: CommentId): Anchor {
  return editor.comments.comments.get(id)?.anchor ?? { kind: 'video' };
}

/** One gesture on the discussion. What a comment cannot take, because a program made it without room for it, is said. */
function talk(editor: Editor, caption: string, anchor: Anchor, run: () => void): void {
  try {
    editor.talk.transact({ caption, frame: anchorFrame(anchor) ?? null, refs: [] }, run);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    editor.say(thrown.problem.sentence, 'warn');
  }
}
