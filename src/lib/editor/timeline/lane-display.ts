/**
 * How this person wants to see the lanes, on this device only: which are shown, folded, muted, alone, and which are locked
 * against a slip of the hand. Nothing of it is in a document.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { DeviceMemory } from '../device-memory.ts';
import type { TimelineReading } from './host.ts';

/** `folded`: what is below is not shown · `muted`: faint, and draws no drag · `solo`: only these count · `locked`: not changed. */
export type LaneFlag = 'folded' | 'muted' | 'solo' | 'locked';

const NONE: ReadonlySet<string> = new Set();

/** The lane that a mark lies on; undefined where it is not there. */
export function laneKeyOf(reading: TimelineReading, ref: AnnotationRef): string | undefined {
  switch (ref.kind) {
    case 'track':
      return `track:${ref.id}`;
    case 'event':
      return 'events';
    case 'segment':
    case 'boundary': {
      const { segments, boundaries } = reading;
      const tier = ref.kind === 'segment' ? segments.get(ref.id)?.tier : boundaries.get(ref.id)?.tier;
      return tier && `tier:${tier}`;
    }
  }
}

/** What a device keeps: rows that are alone would be a riddle the next day. */
const KEPT: readonly LaneFlag[] = ['folded', 'muted', 'locked'];
/** Under which a device keeps it, and how many keys of one flag. */
const MEMORY = 'lanes';
const MOST_KEYS = 2000;

export class LaneDisplay {
  /** Words that a lane's name or its labels must contain; '': all are shown. */
  readonly filter = new Cell('');
  /** Tracks stand under heads of their labels. */
  readonly grouped = new Cell(false);
  readonly #flags: Readonly<Record<LaneFlag, Cell<ReadonlySet<string>>>> = {
    folded: new Cell(NONE),
    muted: new Cell(NONE),
    solo: new Cell(NONE),
    locked: new Cell(NONE),
  };

  readonly #memory: DeviceMemory | null;

  /** Takes what the device has kept, and keeps what is set; null: nothing is kept. */
  constructor(memory: DeviceMemory | null = null) {
    this.#memory = memory;
    const kept = memory?.recall(MEMORY);
    if (typeof kept !== 'object' || kept === null) return;
    const fields = kept as Readonly<Record<string, unknown>>;
    this.grouped.set(fields['grouped'] === true);
    for (const flag of KEPT) this.#flags[flag].set(keysIn(fields[flag]));
  }

  group(grouped: boolean): void {
    this.grouped.set(grouped);
    this.#keep();
  }

  #keep(): void {
    const flags = KEPT.map((flag) => [flag, [...this.#flags[flag].value].slice(0, MOST_KEYS)] as const);
    this.#memory?.keep(MEMORY, { grouped: this.grouped.value, ...Object.fromEntries(flags) });
  }

  /** Keys of the lanes that have a flag. */
  flagged(flag: LaneFlag): Readable<ReadonlySet<string>> {
    return this.#flags[flag];
  }

  has(flag: LaneFlag, key: string): boolean {
    return this.#flags[flag].value.has(key);
  }

  /** Sets a flag of lanes, or takes it off them all where all have it. */
  toggle(flag: LaneFlag, keys: readonly string[]): void {
    this.set(flag, keys, !keys.every((key) => this.has(flag, key)));
  }

  set(flag: LaneFlag, keys: Iterable<string>, on: boolean): void {
    const next = new Set(this.#flags[flag].value);
    for (const key of keys) {
      if (on) next.add(key);
      else next.delete(key);
    }
    this.#flags[flag].set(next);
    this.#keep();
  }

  /** Whether a lane counts: it is not muted, and if some are alone, it is one of them. */
  isHeard(key: string): boolean {
    const { muted, solo } = this.#flags;
    return !muted.value.has(key) && (solo.value.size === 0 || solo.value.has(key));
  }
}

/** What of a kept value are keys of lanes. */
function keysIn(value: unknown): ReadonlySet<string> {
  const all: unknown[] = Array.isArray(value) ? value.slice(0, MOST_KEYS) : [];
  return new Set(all.filter((key): key is string => typeof key === 'string' && key.length <= 60));
}
