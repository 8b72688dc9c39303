/** What hints say of keys: those that the person has. */
import type { Editor } from '../editor.ts';

/** `Enter ends it`; '' where the command has no key. */
export function byKey({ commands }: Editor, id: string, does: string): string {
  const key = commands.shown.value(id);
  return key === '' ? '' : `${key} ${does}`;
}

/** One sentence of parts; those that say nothing are left out. */
export function hintOf(...parts: readonly string[]): string {
  const said = parts.filter((part) => part !== '').join('; ');
  return said === '' ? '' : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
