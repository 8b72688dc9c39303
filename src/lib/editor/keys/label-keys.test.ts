import { describe, expect, it } from 'vitest';
import { USUAL_KEYS } from '#lib/model/key-choice.ts';
import { BOXES_ONLY, FORCEPS, HandAtWork, POLYP, taxonomy } from '../../../../tests/builders/hand-at-work.ts';

const KEYS: Readonly<Record<string, string>> = {
  forceps: 'Alt+Digit1',
  polyp: 'G',
  lens: 'R',
  cut: 'Alt+C',
  bleed: 'Alt+B',
  clip: 'Alt+E',
};
const withKeys = {
  ...taxonomy,
  labels: taxonomy.labels.map((label) => {
    const hotKey = KEYS[label.id];
    return hotKey === undefined ? label : { ...label, hotKey };
  }),
};
const atWork = () => new HandAtWork({ taxonomy: withKeys });
const shown = ({ editor }: HandAtWork, id: string) =>
  editor.commands.labelKey(withKeys.labels.find((label) => label.id === id)!);

describe('a key that stands for a label', () => {
  it('arms it for what comes next, lays it down again, and gives it to what is selected', () => {
    const hand = atWork();
    expect(hand.key('Alt+1')).toBe(true);
    expect([hand.editor.armed.value, hand.editor.tools.active.value]).toEqual([FORCEPS, 'box']);
    hand.key('Alt+1');
    expect(hand.editor.armed.value).toBeNull();
    hand.draw(10, 10, 40, 40);
    hand.editor.tools.choose('select');
    hand.key('R');
    expect(hand.tracks.map(({ label }) => label)).toEqual([BOXES_ONLY]);
    hand.key('Ctrl+Z');
    expect(hand.tracks.map(({ label }) => label)).toEqual([FORCEPS]);
  });

  it('of a segment or an event is taken for the next one, and marks while one marks live', () => {
    const hand = atWork();
    hand.key('Alt+C');
    hand.key('Alt+E');
    expect([hand.editor.segmentLabel.value, hand.editor.eventLabel.value]).toEqual(['cut', 'clip']);
    expect(hand.editor.note.value?.text).toBe('Next event: Clip set');
    hand.key('Shift+M');
    hand.at(10).key('Alt+C');
    expect(hand.editor.liveMarks.running.value).toMatchObject([{ tier: 'phase', label: 'cut' }]);
    hand.at(12).key('Alt+E');
    expect(hand.editor.reading.events.size).toBe(1);
    hand.key('Alt+B');
    expect(hand.editor.segmentLabel.value).toBe('bleed');
  });

  it('is the command’s where one has it with the keys of this person, and says so by not being shown', () => {
    const hand = atWork();
    hand.key('G');
    expect([hand.editor.armed.value, hand.editor.asks.value?.kind]).toEqual([null, 'go-to']);
    expect([shown(hand, 'polyp'), shown(hand, 'lens'), shown(hand, 'forceps')]).toEqual(['', 'R', 'Alt+1']);
    hand.editor.answered();
    hand.editor.commands.choose({ ...USUAL_KEYS, own: [{ command: 'moving.go-to', keys: ['Alt+Digit1'] }] });
    hand.key('G');
    expect([hand.editor.armed.value, shown(hand, 'polyp')]).toEqual([POLYP, 'G']);
    expect(shown(hand, 'forceps')).toBe('');
  });

  it('does nothing without single keys, where it writes a character', () => {
    const hand = atWork();
    hand.editor.commands.choose({ ...USUAL_KEYS, singleKeys: false });
    expect([hand.key('R'), shown(hand, 'lens'), shown(hand, 'forceps')]).toEqual([false, '', 'Alt+1']);
  });

  it('changes nothing for who may only look', () => {
    const hand = new HandAtWork({ taxonomy: withKeys, role: 'viewer' });
    hand.key('Alt+1');
    expect(hand.editor.armed.value).toBeNull();
  });
});
