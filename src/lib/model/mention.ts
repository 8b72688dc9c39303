/**
 * People named in a comment. In the document a mention is `<@person-id>`: it names one person whatever they are called
 * later, and an export holds no names. While it is being written it is `@Name`.
 */
import type { PersonId } from './id.ts';

type Named = { readonly id: PersonId; readonly name: string };

/** Most people one comment tells; who is named behind these is shown, and not told. */
export const MAX_MENTIONS = 50;

const MENTION = /<@([A-Za-z0-9_-]{1,40})>/g;

/** Who is named in a text, each once, in the order of naming; at most MAX_MENTIONS. */
export function mentionsIn(text: string): readonly PersonId[] {
  const named = new Set<PersonId>();
  for (const [, id] of text.matchAll(MENTION)) {
    if (named.size === MAX_MENTIONS) break;
    named.add(id as PersonId);
  }
  return [...named];
}

/** `@Name` of these people → `<@id>`. Of several people of one name, and of names that begin alike, see `chosen`. */
export function mentionsWritten(
  typed: string,
  people: readonly Named[],
  /** Whom the writer meant where a name is not enough. */
  chosen: ReadonlyMap<string, PersonId> = new Map(),
): string {
  const longestFirst = people
    .filter(({ name }) => name.trim() !== '')
    .toSorted((a, b) => b.name.length - a.name.length);
  let written = '';
  let rest = typed;
  for (;;) {
    const at = rest.indexOf('@');
    if (at < 0) return written + rest;
    const isInWord = at > 0 ? isLetter(rest[at - 1]) : isLetter(written.at(-1));
    const after = rest.slice(at + 1);
    const found = isInWord ? undefined : longestFirst.find(({ name }) => beginsWithName(after, name));
    written += rest.slice(0, at) + (found ? `<@${chosen.get(found.name) ?? found.id}>` : '@');
    rest = found ? after.slice(found.name.length) : after;
  }
}

/** `<@id>` → `@Name`, as it is typed; people who are not known stay as they are. */
export function mentionsTyped(written: string, people: readonly Named[]): string {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return written.replace(MENTION, (mention, id: PersonId) => {
    const name = names.get(id);
    return name === undefined ? mention : `@${name}`;
  });
}

/** What of a name has been typed at the end of a text, if an `@` has been; what may follow it is looked for by it. */
export function mentionBegun(typed: string): string | undefined {
  const at = typed.lastIndexOf('@');
  if (at < 0 || (at > 0 && isLetter(typed[at - 1]))) return undefined;
  const begun = typed.slice(at + 1);
  return begun.length <= 40 && !/[\n@]/.test(begun) ? begun : undefined;
}

function beginsWithName(text: string, name: string): boolean {
  return text.startsWith(name) && !isLetter(text[name.length]);
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}_]/u.test(char);
}
