import { expect, it } from 'vitest';
import { HandAtWork } from '../../../tests/builders/hand-at-work.ts';
import type { DeviceMemory } from './device-memory.ts';
import { AS_RECORDED, Display, isAdjusted, PRESETS, toneOf, windowOf } from './display.ts';

class Drawer implements DeviceMemory {
  readonly kept = new Map<string, unknown>();
  recall(name: string): unknown {
    return this.kept.get(name);
  }
  keep(name: string, value: unknown): void {
    if (value === undefined) this.kept.delete(name);
    else this.kept.set(name, JSON.parse(JSON.stringify(value)));
  }
}

it('is kept on the device, and forgotten when it is as recorded again', () => {
  const drawer = new Drawer();
  const display = new Display(drawer);
  display.turn('brightness', 3);
  display.set({ inverted: true });
  expect(new Display(drawer).state.value).toEqual({ ...AS_RECORDED, brightness: 15, inverted: true });
  display.reset();
  expect(drawer.kept.size).toBe(0);
});

it('reads anything that may have been kept', () => {
  for (const kept of [null, 7, 'x', [], { gamma: NaN, contrast: '3', brightness: null }]) {
    const drawer = new Drawer();
    drawer.kept.set('display', kept);
    expect(new Display(drawer).state.value).toEqual(AS_RECORDED);
  }
  const drawer = new Drawer();
  drawer.kept.set('display', { brightness: 1e9, contrast: -1e9, gamma: 0 });
  expect(new Display(drawer).state.value).toEqual({
    brightness: 100,
    contrast: -100,
    gamma: 0.25,
    inverted: false,
  });
});

it('a window is brightness and contrast under another name', () => {
  expect(windowOf(AS_RECORDED)).toEqual({ width: 255, level: 128 });
  for (const [name, width, level] of [
    ['Dark detail', 128, 64],
    ['Bright detail', 128, 192],
  ] as const) {
    const state = PRESETS.find((one) => one.name === name)!.state;
    expect(windowOf(state).width).toBeCloseTo(width, -1);
    expect(windowOf(state).level).toBeCloseTo(level, -1);
    const { gain, lift } = toneOf(state);
    expect((level / 255 - 0.5) * gain + 0.5 + lift).toBeCloseTo(0.5, 1);
  }
});

it('keys turn it and put it back, and no document hears of it', () => {
  const hand = new HandAtWork();
  const { display } = hand.editor;
  for (const key of ['Shift+BracketRight', 'Shift+BracketRight', 'Shift+Semicolon', 'Shift+Y']) hand.key(key);
  expect(display.state.value).toEqual({ brightness: 10, contrast: -5, gamma: 1, inverted: true });
  expect(isAdjusted(display.state.value)).toBe(true);
  hand.key('Shift+R');
  expect(display.state.value).toEqual(AS_RECORDED);
  expect(hand.transactions).toBe(0);
});

it('the lens is there as long as its key is held', () => {
  const hand = new HandAtWork();
  const { editor } = hand;
  hand.key('W');
  expect(editor.lens.value).toBe(true);
  editor.commands.release('KeyW');
  expect(editor.lens.value).toBe(false);
});
