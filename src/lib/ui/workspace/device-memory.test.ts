import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PersonId } from '#lib/model/id.ts';
import { tellSignedOut } from '#lib/sync/sign-out.ts';
import { forgetTexts, textStore } from './device-memory.ts';

const [MAYA, ITO] = ['maya', 'ito'] as PersonId[] as [PersonId, PersonId];

/** As a browser's: what is kept are its own properties. */
class KeptHere {
  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? (this as unknown as Record<string, string>)[key]! : null;
  }
  setItem(key: string, text: string): void {
    Object.assign(this, { [key]: text });
  }
  removeItem(key: string): void {
    delete (this as unknown as Record<string, string>)[key];
  }
}

beforeEach(() => void vi.stubGlobal('localStorage', new KeptHere()));
afterEach(() => void vi.unstubAllGlobals());

describe('what was copied', () => {
  it('is there for every video of the person, and for nobody else', () => {
    expect(textStore(MAYA).set('clip', 'a box')).toBe(true);
    expect(textStore(MAYA).get('clip')).toBe('a box');
    expect(textStore(ITO).get('clip')).toBeUndefined();
  });

  it('is forgotten at sign-out, and only it and only theirs', () => {
    textStore(MAYA).set('clip', 'a box');
    textStore(ITO).set('clip', 'a line');
    localStorage.setItem('loupe-keys:maya', '{}');
    forgetTexts(MAYA);
    expect(Object.keys(localStorage).sort()).toEqual(['loupe-copied-clip:ito', 'loupe-keys:maya']);
  });

  it('is kept no more by a page that stays open when another has signed out', async () => {
    const store = textStore(MAYA);
    store.set('clip', 'a box');
    tellSignedOut(MAYA);
    await vi.waitFor(() => expect(Object.keys(localStorage)).toEqual([]), { timeout: 10_000 });
    expect(store.set('clip', 'a line')).toBe(false);
    expect(Object.keys(localStorage)).toEqual([]);
  });

  it('does not fit where the storage is full, and leaves nothing older there', () => {
    const store = textStore(MAYA);
    store.set('clip', 'a box');
    vi.spyOn(localStorage, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(store.set('clip', 'a line')).toBe(false);
    expect(store.get('clip')).toBeUndefined();
  });
});
