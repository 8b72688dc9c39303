import { describe, expect, it } from 'vitest';
import { HandAtWork } from '../../../tests/builders/hand-at-work.ts';
import { MENU_COMMANDS, MENU_PLACES, menuAt, OBJECT_MENU } from './menus.ts';

const idsAt = (hand: HandAtWork, place: (typeof MENU_PLACES)[number]) =>
  menuAt(hand.editor, place)
    .flat()
    .map(({ id }) => id);

describe('menus', () => {
  it('offer commands that there are', () => {
    const { commands } = new HandAtWork().editor;
    const offered = [...MENU_COMMANDS, ...OBJECT_MENU.map(([id]) => id)];
    expect(offered.filter((id) => commands.get(id) === undefined)).toEqual([]);
  });

  it('offer only what makes sense now, of a selection the same at every place', () => {
    const hand = new HandAtWork();
    expect(idsAt(hand, 'picture')).toContain('view.fit');
    expect(idsAt(hand, 'timeline')).toContain('view.fit-timeline');
    expect(idsAt(hand, 'picture')).not.toContain('objects.delete');
    expect(idsAt(hand, 'timeline')).not.toContain('marking.segment');
    hand.key('I');
    expect(idsAt(hand, 'timeline')).toContain('marking.segment');
    const id = hand.draw(10, 10, 50, 50);
    hand.editor.selection.set([{ kind: 'track', id }]);
    for (const place of MENU_PLACES) {
      expect(idsAt(hand, place)).toContain('objects.delete');
      expect(idsAt(hand, place)).not.toContain('doubting.certainty');
    }
    expect(menuAt(hand.editor, 'picture').every((group) => group.length > 0)).toBe(true);
  });
});
