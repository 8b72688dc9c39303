/** What this device keeps for one person, or for one person and one video, in the browser's own storage. */
import type { TextStore } from '#lib/editor/clipboard.ts';
import type { DeviceMemory } from '#lib/editor/device-memory.ts';
import type { PersonId, VideoId } from '#lib/model/id.ts';
import { onSignedOut } from '#lib/sync/sign-out.ts';

/** Where something of a person lies: `loupe-keys:person`, `loupe-display:person:video`. */
export function memoryKey(name: string, person: PersonId, video?: VideoId): string {
  return [`loupe-${name}`, person, ...(video === undefined ? [] : [video])].join(':');
}

export function deviceMemory(person: PersonId, video?: VideoId): DeviceMemory {
  const key = (name: string) => memoryKey(name, person, video);
  return {
    recall(name) {
      return attempt(() => {
        const kept = localStorage.getItem(key(name));
        return kept === null ? undefined : (JSON.parse(kept) as unknown);
      });
    },
    keep(name, value) {
      attempt(() =>
        value === undefined
          ? localStorage.removeItem(key(name))
          : localStorage.setItem(key(name), JSON.stringify(value)),
      );
    },
  };
}

const COPIED = 'loupe-copied-';

/** Texts of one person that every video on this device can take, what was copied, until that person signs out. */
export function textStore(person: PersonId): TextStore {
  const key = (name: string) => `${COPIED}${name}:${person}`;
  let isOpen = true;
  const stop = onSignedOut(person, () => {
    isOpen = false;
    forgetTexts(person);
    stop();
  });
  return {
    get: (name) => attempt(() => localStorage.getItem(key(name)) ?? undefined),
    set(name, text) {
      const kept = attempt(() => {
        if (!isOpen) return false;
        localStorage.setItem(key(name), text);
        return true;
      });
      if (!kept) attempt(() => localStorage.removeItem(key(name)));
      return kept ?? false;
    },
  };
}

/** At sign-out nothing that was copied stays on the device: it is of a video, and of patients. */
export function forgetTexts(person: string): void {
  attempt(() => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(COPIED) && key.endsWith(`:${person}`)) localStorage.removeItem(key);
  });
}

/** Storage may be full or forbidden, and what lies in it may be anybody's: then nothing is remembered. */
function attempt<T>(how: () => T): T | undefined {
  try {
    return how();
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
