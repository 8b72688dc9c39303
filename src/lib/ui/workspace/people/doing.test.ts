import { expect, it } from 'vitest';
import type { LabelId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Other } from '#lib/sync/line.ts';
import { FORCEPS, HandAtWork } from '../../../../../tests/builders/hand-at-work.ts';
import { doingText, writingText } from './doing.ts';

function other(name: string, more: Partial<Other> = {}): Other {
  return {
    client: 1,
    person: { id: name as never, name, color: '#ffffff' },
    frame: 0 as Frame,
    playing: false,
    cursor: null,
    selection: [],
    draft: null,
    ...more,
  };
}

it('says what somebody is at, what their hand does before what they look at', () => {
  const hand = new HandAtWork();
  const id = hand.draw(10, 10, 50, 50, FORCEPS);
  const shape = { kind: 'box', x: 0, y: 0, w: 1, h: 1 } as const;
  const draft = { frame: 0 as Frame, shape, color: '#ffffff' };
  const says = (more: Partial<Other>) => doingText(hand.editor, other('Ito', more));
  expect(says({})).toBe('looking');
  expect(says({ playing: true })).toBe('playing');
  expect(says({ doing: 'idle' })).toBe('away');
  expect(says({ doing: 'typing', playing: true })).toBe('writing a comment');
  expect(says({ selection: [`track:${id}`] })).toBe('on Forceps 1');
  expect(says({ selection: ['track:gone'] })).toBe('looking');
  expect(says({ draft: { ...draft, ref: null } })).toBe('drawing');
  expect(says({ draft: { ...draft, ref: `track:${id}` } })).toBe('moving Forceps 1');
  const running = [{ tier: 'phase' as never, label: 'cut' as LabelId, start: 0 as Frame }];
  expect(says({ running, playing: true })).toBe('marking Cutting');
});

it('says who is writing, each person once', () => {
  const writes = (name: string) => other(name, { doing: 'typing' });
  expect(writingText([other('Ito'), writes('Maya')])).toBe('Maya is writing…');
  expect(writingText([writes('Maya'), writes('Maya')])).toBe('Maya is writing…');
  expect(writingText([writes('Ito'), writes('Maya')])).toBe('Ito and Maya are writing…');
  expect(writingText(['a', 'b', 'c'].map(writes))).toBe('3 people are writing…');
  expect(writingText([other('Ito')])).toBe('');
});
