/**
 * How the picture is shown to this person: brighter, with more contrast, as a negative. It changes what is seen and
 * nothing that is stored; it is kept on the device, for each video.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { DeviceMemory } from './device-memory.ts';

/** Brightness and contrast −100 to 100, 0 as recorded; gamma 0.25 to 4, 1 as recorded, above it the dark is lifted. */
export type DisplayState = {
  readonly brightness: number;
  readonly contrast: number;
  readonly gamma: number;
  readonly inverted: boolean;
};

type Knob = Exclude<keyof DisplayState, 'inverted'>;

export const AS_RECORDED: DisplayState = { brightness: 0, contrast: 0, gamma: 1, inverted: false };

/** How far each can be turned, and by how much a key does. */
export const KNOBS: Readonly<Record<Knob, { least: number; most: number; step: number }>> = {
  brightness: { least: -100, most: 100, step: 5 },
  contrast: { least: -100, most: 100, step: 5 },
  gamma: { least: 0.25, most: 4, step: 0.05 },
};

/** The widest window is four times the greys there are, the narrowest a quarter of them. */
const OCTAVES = 2;
const LEVELS = 255;
const NAME = 'display';

export type DisplayPreset = { readonly name: string; readonly state: DisplayState };

/** Part of the grey values spread over the whole screen, as a radiologist sets a window; levels of 8 bits. */
export const PRESETS: readonly DisplayPreset[] = [
  { name: 'As recorded', state: AS_RECORDED },
  { name: 'Dark detail', state: fromWindow(128, 64) },
  { name: 'Middle greys', state: fromWindow(128, 128) },
  { name: 'Bright detail', state: fromWindow(128, 192) },
  { name: 'Lifted shadows', state: { ...AS_RECORDED, gamma: 1.8 } },
  { name: 'Negative', state: { ...AS_RECORDED, inverted: true } },
];

export class Display {
  readonly #memory: DeviceMemory | null;
  readonly #state: Cell<DisplayState>;

  constructor(memory: DeviceMemory | null) {
    this.#memory = memory;
    this.#state = new Cell(displayFrom(memory?.recall(NAME)));
  }

  get state(): Readable<DisplayState> {
    return this.#state;
  }

  /** What is beyond a knob's ends is brought back to them. */
  set(change: Partial<DisplayState>): void {
    const next = displayFrom({ ...this.#state.value, ...change });
    if (sameDisplay(next, this.#state.value)) return;
    this.#state.set(next);
    this.#memory?.keep(NAME, isAdjusted(next) ? next : undefined);
  }

  /** Turns a knob by so many of its steps. */
  turn(knob: Knob, steps: number): void {
    this.set({ [knob]: this.#state.value[knob] + steps * KNOBS[knob].step });
  }

  reset(): void {
    this.set(AS_RECORDED);
  }
}

export function isAdjusted(state: DisplayState): boolean {
  return !sameDisplay(state, AS_RECORDED);
}

export function sameDisplay(a: DisplayState, b: DisplayState): boolean {
  return (Object.keys(AS_RECORDED) as (keyof DisplayState)[]).every((key) => a[key] === b[key]);
}

/** What is drawn for a value from 0 to 1: `(value − ½) · gain + ½ + lift`, then to the power of 1/gamma. */
export function toneOf({ brightness, contrast }: DisplayState): { gain: number; lift: number } {
  return { gain: 2 ** ((contrast / 100) * OCTAVES), lift: brightness / 100 };
}

/** Brightness and contrast as a window over the grey values, in levels of 8 bits: how wide, and about which level. */
export function windowOf(state: DisplayState): { width: number; level: number } {
  const { gain, lift } = toneOf(state);
  return { width: Math.round(LEVELS / gain), level: Math.round(LEVELS * (0.5 - lift / gain)) };
}

function fromWindow(width: number, level: number): DisplayState {
  const gain = LEVELS / width;
  const contrast = Math.round((Math.log2(gain) / OCTAVES) * 100);
  return { ...AS_RECORDED, contrast, brightness: Math.round((0.5 - level / LEVELS) * gain * 100) };
}

/** Reads what was kept; what is missing or no number is as recorded. */
function displayFrom(kept: unknown): DisplayState {
  const found: Readonly<Record<string, unknown>> = typeof kept === 'object' && kept ? { ...kept } : {};
  const knob = (name: Knob) => {
    const { least, most } = KNOBS[name];
    const value = found[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) return AS_RECORDED[name];
    return Math.round(Math.min(most, Math.max(least, value)) * 100) / 100;
  };
  return {
    brightness: knob('brightness'),
    contrast: knob('contrast'),
    gamma: knob('gamma'),
    inverted: found['inverted'] === true,
  };
}
