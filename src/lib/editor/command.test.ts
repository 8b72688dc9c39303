import { describe, expect, it } from 'vitest';
import { HandAtWork } from '../../../tests/builders/hand-at-work.ts';
import { chordsOf, showKeys } from './keys/chord.ts';

const press = { shift: false, ctrl: false, alt: false, meta: false, repeat: false };

describe('the table of commands', () => {
  it('names each once, and shares a key only where `when` tells them apart', () => {
    const { commands } = new HandAtWork().editor;
    expect(new Set(commands.all.map(({ id }) => id)).size).toBe(commands.all.length);
    const users = new Map<string, string[]>();
    for (const command of commands.all.filter((one) => !('when' in one))) {
      for (const chord of command.keys.flatMap(chordsOf)) {
        users.set(chord, [...(users.get(chord) ?? []), command.id]);
      }
    }
    expect([...users.values()].filter((ids) => ids.length > 1)).toEqual([]);
  });

  it('takes no key of the browser: no Ctrl+W, T, N, no Alt+arrows', () => {
    const { commands } = new HandAtWork().editor;
    const all = commands.all.flatMap(({ keys }) => keys);
    expect(all.filter((keys) => /^\$mod\+[WTNR]$|^Alt\+Arrow/.test(keys))).toEqual([]);
  });

  it('leaves keys that are not its own to the page', () => {
    const { commands } = new HandAtWork().editor;
    expect(commands.key({ ...press, key: 'Tab', code: 'Tab' })).toBe(false);
    expect(commands.key({ ...press, key: 'r', code: 'KeyR', ctrl: true })).toBe(false);
    expect(commands.key({ ...press, key: 'l', code: 'KeyL', ctrl: true })).toBe(false);
  });

  it('runs a held key only where that is meant', () => {
    const hand = new HandAtWork();
    const held = { ...press, repeat: true };
    hand.editor.commands.key({ ...held, key: ' ', code: 'Space' });
    expect(hand.editor.playhead.playing.value).toBe(false);
    hand.editor.commands.key({ ...held, key: 'ArrowRight', code: 'ArrowRight' });
    expect(hand.editor.playhead.shown.value).toBe(1);
  });

  it('reads signs however the keyboard makes them', () => {
    const hand = new HandAtWork();
    hand.editor.commands.key({ ...press, key: '?', code: 'Minus', shift: true });
    expect(hand.editor.asks.value).toEqual({ kind: 'help' });
    hand.draw(10, 10, 50, 50);
    hand.at(5);
    // German keyboard: AltGr+8, which the browser reports as Ctrl+Alt.
    hand.editor.commands.key({ ...press, key: '[', code: 'Digit8', ctrl: true, alt: true });
    expect(hand.tracks[0]?.keyframes.map(({ frame }) => frame)).toEqual([5]);
  });

  it('goes on to the next name of a key where nothing makes sense by the first', () => {
    const hand = new HandAtWork();
    const { brush, commands, display } = hand.editor;
    const brace = { ...press, key: '}', code: 'BracketRight', shift: true };
    const [before, grows] = [display.state.value, brush.tolerance.value];
    expect(commands.key(brace)).toBe(true);
    expect([display.state.value === before, brush.tolerance.value]).toEqual([false, grows]);
    hand.key('U');
    const after = display.state.value;
    expect(commands.key(brace)).toBe(true);
    expect([display.state.value === after, brush.tolerance.value]).toEqual([true, grows + 2]);
  });

  it('shows keys as people know them', () => {
    expect([
      showKeys('$mod+Shift+Z'),
      showKeys('$mod+Z', true),
      showKeys('Digit1'),
      showKeys('Shift+ArrowUp'),
    ]).toEqual(['Ctrl+Shift+Z', '⌘+Z', '1', 'Shift+↑']);
  });
});

describe('seeing', () => {
  it('Z fits the picture and shows it at 100 %; + and - zoom about the middle', () => {
    const hand = new HandAtWork();
    const { viewport } = hand.editor;
    viewport.setPane(400, 200);
    expect(viewport.state.value).toEqual({ scale: 2, x: 0, y: 0 });
    hand.key('Z');
    expect(viewport.state.value).toEqual({ scale: 1, x: 100, y: 50 });
    hand.key('+');
    expect(viewport.state.value.scale).toBe(1.25);
    expect(viewport.toImage({ x: 200, y: 100 })).toEqual({ x: 100, y: 50 });
    hand.key('Z');
    expect(viewport.mode.value).toBe('fit');
  });

  it('a fitted picture stays fitted when the pane grows; a zoomed one keeps its scale', () => {
    const { viewport } = new HandAtWork().editor;
    viewport.setPane(100, 100);
    expect(viewport.state.value).toEqual({ scale: 0.5, x: 0, y: 25 });
    viewport.zoomAt({ x: 50, y: 50 }, 4);
    viewport.setPane(300, 100);
    expect(viewport.state.value.scale).toBe(2);
  });

  it('H hides the selected, Shift+H everything', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 50, 50);
    hand.draw(60, 60, 90, 90);
    const { scene, selection } = hand.editor;
    selection.set([{ kind: 'track', id }]);
    hand.key('H');
    expect(scene.drawnAt(0 as never)).toHaveLength(1);
    expect(scene.at(0 as never)).toHaveLength(2);
    hand.key('Shift+H');
    expect(scene.drawnAt(0 as never)).toHaveLength(0);
    hand.key('Shift+H');
    hand.key('H');
    expect(scene.drawnAt(0 as never)).toHaveLength(2);
  });
});
