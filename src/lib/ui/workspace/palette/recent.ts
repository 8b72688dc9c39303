/** What a person chose last from the palette, kept on this device. */
import type { DeviceMemory } from '#lib/editor/device-memory.ts';

const NAME = 'palette';
const MOST = 8;

/** Ids of entries, the newest first. */
export function recentEntries(memory: DeviceMemory): readonly string[] {
  const found = memory.recall(NAME);
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string').slice(0, MOST) : [];
}

/** A place in time is typed anew each time, and not kept. */
export function keepRecent(memory: DeviceMemory, id: string): void {
  if (id.startsWith('place:')) return;
  memory.keep(NAME, [id, ...recentEntries(memory).filter((one) => one !== id)].slice(0, MOST));
}
