/** The table of commands, whole: every one can be found, told apart, and reached by one key that is its own. */
import { describe, expect, it } from 'vitest';
import { COMMAND_ID, KEY_PRESETS, USUAL_KEYS } from '#lib/model/key-choice.ts';
import type { TrackId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { HandAtWork } from '../../../../tests/builders/hand-at-work.ts';
import { COMMAND_GROUPS, type Command } from '../command.ts';
import { chordsOf } from '../keys/chord.ts';
import { KeyMap, refusalOfKey } from '../keys/key-map.ts';
import { commandTable } from './table.ts';

const ids = (commands: readonly Command[]) => commands.map(({ id }) => id);

describe('every command', () => {
  it.each(commandTable.map((command) => [command.id, command] as const))('%s', (id, command) => {
    expect(id).toMatch(new RegExp(COMMAND_ID));
    expect(command.caption).toMatch(/^\S.*\S$/);
    expect(command.caption.charAt(0)).toBe(command.caption.charAt(0).toUpperCase());
    expect(command.caption.endsWith('.')).toBe(false);
    expect(COMMAND_GROUPS).toContain(command.group);
    expect(command.needs ?? 'none').toMatch(/^[a-z].*[^.]$/);
    expect('when' in command).toBe('needs' in command);
    expect(command.held !== true || 'release' in command).toBe(true);
    // What Esc gives up is the table's to say.
    const givenUp = ['tools.escape', 'tracking.discard'].includes(id) ? ['Escape'] : [];
    expect(command.keys.filter((keys) => refusalOfKey(keys) !== undefined)).toEqual(givenUp);
    expect(new Set(command.keys).size).toBe(command.keys.length);
  });
});

describe('the table', () => {
  it('names each command once, by its id and by its caption', () => {
    expect(new Set(ids(commandTable)).size).toBe(commandTable.length);
    const captions = commandTable.map(({ caption }) => caption);
    expect(captions.filter((caption, n) => captions.indexOf(caption) !== n)).toEqual([]);
  });
});

/** These go first where they make sense at all: what is under way, or what of the selection is picked. */
const NEARER =
  /^(drawing|painting|timing)\.|^objects\.(joint-absent|joint-occluded|delete-point)$|^marking\.(take-back|segment)$/;

/** What people may be in the middle of. */
const MOMENTS: Readonly<Record<string, (hand: HandAtWork) => void>> = {
  'nothing selected': () => undefined,
  'an object selected': (hand) => select(hand, hand.draw(10, 10, 50, 50)),
  'a keyframe picked': (hand) => {
    const id = hand.draw(10, 10, 50, 50);
    select(hand, id);
    hand.editor.selection.keyframes.set(new Map([[id, new Set([0 as Frame])]]));
  },
  'a range marked': (hand) => {
    hand.key('I');
    hand.at(9).key('O');
  },
  'a phase selected': (hand) => {
    hand.key('I');
    hand.at(9).key('O');
    hand.key('Enter');
    const [boundary] = hand.editor.reading.boundaries.values();
    hand.editor.selection.set([{ kind: 'boundary', id: boundary!.id }]);
  },
  'an outline begun': (hand) => {
    hand.key('P');
    hand.click(10, 10).click(40, 10).click(40, 40);
  },
  'masks painted': (hand) => {
    hand.editor.tools.choose('mask');
  },
  'marking live': (hand) => {
    hand.key('Shift+M');
    hand.key('Shift+Enter');
  },
};

function select({ editor }: HandAtWork, id: TrackId): void {
  editor.tools.choose('select');
  editor.selection.set([{ kind: 'track', id }]);
}

describe.each(KEY_PRESETS)('the preset %s', (preset) => {
  const keys = new KeyMap(commandTable, { ...USUAL_KEYS, preset });
  const chords = new Set(commandTable.flatMap(({ id }) => keys.of(id).flatMap(chordsOf)));

  it('has nothing on one key that is in each other’s way', () => {
    expect(keys.conflicts()).toEqual([]);
  });

  it('of those on one key, only the last may always make sense: no other is out of reach', () => {
    const hiding = [...chords].filter((chord) =>
      keys
        .on(chord)
        .slice(0, -1)
        .some((command) => !('when' in command)),
    );
    expect(hiding).toEqual([]);
  });

  it.each(Object.entries(MOMENTS))('with %s a key does one thing, or the nearer one first', (_, begin) => {
    const hand = new HandAtWork();
    begin(hand);
    const { commands } = hand.editor;
    const collisions = [...chords]
      .map((chord) => ids(keys.on(chord).filter(({ id }) => commands.enabled(id))))
      .filter((all) => all.slice(0, -1).some((id) => !NEARER.test(id)));
    expect(collisions).toEqual([]);
  });
});
