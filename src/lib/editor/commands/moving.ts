/** Going to another frame or another object. */
import type { Command, Sometimes } from '../command.ts';
import type { Editor } from '../editor.ts';
import { nextObject, nextStop } from '../stops.ts';

function move(
  id: string,
  caption: string,
  keys: readonly string[],
  run: (editor: Editor) => void,
  sometimes?: Pick<Sometimes, 'when' | 'needs'>,
): Command {
  const base = { id, caption, keys, group: 'Moving', undo: 'never', repeats: true, run } as const;
  return sometimes ? { ...base, ...sometimes } : base;
}

function toStop(editor: Editor, direction: 1 | -1): void {
  const frame = nextStop(editor, direction);
  if (frame === undefined)
    editor.say(direction > 0 ? 'There is nothing further on.' : 'There is nothing before.');
  else editor.playhead.seek(frame);
}

function toObject(editor: Editor, direction: 1 | -1): void {
  const ref = nextObject(editor, direction);
  if (!ref) return editor.say('There is no object on this frame.');
  editor.selection.set([ref]);
  if (ref.kind !== 'track') editor.goTo(ref);
}

export const moving: readonly Command[] = [
  move('moving.frame-back', 'One frame back', ['ArrowLeft', ','], ({ playhead }) => playhead.step(-1)),
  move('moving.frame-on', 'One frame on', ['ArrowRight', '.'], ({ playhead }) => playhead.step(1)),
  move('moving.ten-back', 'Ten frames back', ['Shift+ArrowLeft'], ({ playhead }) => playhead.step(-10)),
  move('moving.ten-on', 'Ten frames on', ['Shift+ArrowRight'], ({ playhead }) => playhead.step(10)),
  move('moving.stop-back', 'Previous keyframe or edge of the selection', ['ArrowUp'], (e) => toStop(e, -1)),
  move('moving.stop-on', 'Next keyframe or edge of the selection', ['ArrowDown'], (e) => toStop(e, 1)),
  move('moving.object-back', 'Previous object', ['Shift+ArrowUp'], (e) => toObject(e, -1)),
  move('moving.object-on', 'Next object', ['Shift+ArrowDown'], (e) => toObject(e, 1)),
  move('moving.first', 'First frame', ['Home'], ({ playhead }) => playhead.seek(0)),
  move('moving.last', 'Last frame', ['End'], ({ playhead }) => playhead.seek(playhead.count - 1)),
  {
    ...move('moving.go-to', 'Go to a frame or time', ['G'], (e) => e.ask({ kind: 'go-to' })),
    repeats: false,
  },
  move(
    'moving.to-in',
    'Go to the in mark',
    ['Shift+I'],
    ({ playhead, marks }) => playhead.seek(marks.in.value ?? 0),
    { needs: 'an in mark', when: ({ marks }) => marks.in.value !== null },
  ),
  move(
    'moving.to-out',
    'Go to the out mark',
    ['Shift+O'],
    ({ playhead, marks }) => playhead.seek(marks.out.value ?? 0),
    { needs: 'an out mark', when: ({ marks }) => marks.out.value !== null },
  ),
];
