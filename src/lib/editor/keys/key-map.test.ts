import { describe, expect, it } from 'vitest';
import { KEY_PRESETS, USUAL_KEYS, type KeyChoice } from '#lib/model/key-choice.ts';
import { HandAtWork } from '../../../../tests/builders/hand-at-work.ts';
import type { Command } from '../command.ts';
import { commandTable } from '../commands/table.ts';
import { keysOfInput, chordsOf, isCharacter } from './chord.ts';
import { KeyMap, refusalOfKey } from './key-map.ts';
import { PRESETS } from './presets.ts';

const press = { shift: false, ctrl: false, alt: false, meta: false, repeat: false };
const mapOf = (choice: Partial<KeyChoice> = {}) => new KeyMap(commandTable, { ...USUAL_KEYS, ...choice });
const ids = (commands: readonly Command[]) => commands.map(({ id }) => id);

describe('the keys of a person', () => {
  it('are those of the table where nothing else was chosen', () => {
    const keys = mapOf();
    expect(commandTable.every(({ id, keys: usual }) => keys.of(id).join() === usual.join())).toBe(true);
    expect(keys.conflicts()).toEqual([]);
  });

  it.each(KEY_PRESETS)('of the preset %s are in nobody’s way, and name commands that there are', (preset) => {
    const keys = mapOf({ preset });
    expect(keys.conflicts()).toEqual([]);
    expect(Object.keys(PRESETS[preset]).filter((id) => !commandTable.some((one) => one.id === id))).toEqual(
      [],
    );
    expect(Object.values(PRESETS[preset]).flat().filter(refusalOfKey)).toEqual([]);
    const lost = commandTable.filter((one) => one.keys.length > 0 && keys.of(one.id).length === 0);
    expect(ids(lost)).toEqual([]);
  });

  it('a new key works at once, and the old one no longer', () => {
    const hand = new HandAtWork();
    const { commands, playhead } = hand.editor;
    commands.choose({ ...USUAL_KEYS, own: [{ command: 'moving.frame-on', keys: ['W'] }] });
    hand.key('W');
    hand.key('ArrowRight');
    expect(playhead.target.value).toBe(1);
    expect(commands.shown.value('moving.frame-on')).toBe('W');
  });

  it('a key given to one command is taken from those in whose way it would be', () => {
    expect(ids(mapOf().rivals('moving.first', 'M'))).toEqual(['marking.event']);
    const choice = mapOf().withKey('moving.first', 'M');
    const keys = mapOf(choice);
    expect([keys.of('moving.first'), keys.of('marking.event')]).toEqual([['Home', 'M'], []]);
    expect(keys.conflicts()).toEqual([]);
    expect(
      mapOf(keys.withUsual('marking.event'))
        .conflicts()
        .map(({ command }) => command.id),
    ).toEqual(['moving.first', 'marking.event']);
  });

  it('commands that the table tells apart may go on sharing a key', () => {
    expect(
      mapOf()
        .rivals('objects.outside', 'X')
        .map(({ id }) => id),
    ).not.toContain('objects.joint-absent');
    expect(ids(mapOf().rivals('objects.delete', 'Delete'))).toEqual([]);
  });

  it('of a file with keys in each other’s way, the one that was chosen comes first', () => {
    const hand = new HandAtWork();
    hand.editor.commands.choose({ ...USUAL_KEYS, own: [{ command: 'moving.last', keys: ['Space'] }] });
    hand.key('Space');
    expect(hand.editor.playhead.target.value).toBe(99);
  });

  it('without single keys, letters, digits and signs do nothing, and all else goes on', () => {
    const hand = new HandAtWork();
    const { commands, tools, asks } = hand.editor;
    commands.choose({ ...USUAL_KEYS, singleKeys: false });
    for (const key of ['B', 'Shift+B', '1', '?', '[']) expect(hand.key(key)).toBe(false);
    expect([tools.active.value, asks.value]).toEqual(['select', null]);
    const { value: shown } = commands.shown;
    expect([shown('tools.box'), shown('moving.frame-on'), shown('editing.undo')]).toEqual([
      '',
      '→',
      'Ctrl+Z',
    ]);
    hand.key('ArrowRight');
    expect(hand.key('Ctrl+Z')).toBe(true);
    expect(hand.editor.playhead.target.value).toBe(1);
  });

  it('Esc and the keys of the browser are not to be had', () => {
    const taken = ['Escape', '$mod+W', '$mod+T', '$mod+Shift+N', 'Tab', 'F5', 'Alt+ArrowLeft'];
    expect(taken.filter((keys) => refusalOfKey(keys) === undefined)).toEqual([]);
    expect(['W', '$mod+Shift+K', 'Alt+C', 'F2', '+'].filter(refusalOfKey)).toEqual([]);
  });
});

describe('a pressed key, written down', () => {
  it.each([
    [{ key: 'z', code: 'KeyZ', ctrl: true, shift: true }, '$mod+Shift+Z'],
    [{ key: '!', code: 'Digit1', shift: true }, 'Shift+Digit1'],
    [{ key: '[', code: 'Digit8', ctrl: true, alt: true }, '['],
    [{ key: '+', code: 'Equal', shift: true, ctrl: true }, '$mod++'],
    [{ key: ' ', code: 'Space' }, 'Space'],
    [{ key: 'ArrowUp', code: 'ArrowUp', alt: true, shift: true }, 'Alt+Shift+ArrowUp'],
    [{ key: 'ф', code: 'KeyA' }, 'A'],
    [{ key: '√', code: 'KeyV', alt: true }, 'Alt+V'],
    [{ key: 'ö', code: 'Semicolon' }, 'Ö'],
    [{ key: 'Shift', code: 'ShiftLeft', shift: true }, undefined],
  ])('%o is %s', (input, keys) => {
    expect(keysOfInput({ ...press, ...input })).toBe(keys);
  });

  it('is found again in the table', () => {
    const hand = new HandAtWork();
    const { commands, playhead } = hand.editor;
    for (const input of [
      { key: '+', code: 'Equal', shift: true, ctrl: true },
      { key: 'ф', code: 'KeyA', alt: true },
      { key: '√', code: 'KeyV', alt: true },
      { key: '!', code: 'Digit1', shift: true },
    ]) {
      const keys = keysOfInput({ ...press, ...input })!;
      commands.choose({ ...USUAL_KEYS, own: [{ command: 'moving.last', keys: [keys] }] });
      playhead.seek(0);
      commands.key({ ...press, ...input });
      expect([keys, playhead.target.value]).toEqual([keys, 99]);
    }
  });

  it('knows which of them write a character', () => {
    const chords = [
      'B',
      'Shift+B',
      'Digit1',
      '?',
      'Numpad3',
      'BracketLeft',
      'Backquote',
      'Shift+Backslash',
    ].flatMap(chordsOf);
    expect(chords.every(isCharacter)).toBe(true);
    expect(['$mod+B', 'Alt+1', 'ArrowUp', 'Delete', 'F2', 'Space'].flatMap(chordsOf).some(isCharacter)).toBe(
      false,
    );
  });
});
