/**
 * How the text of a comment is read: a little Markdown, mentions, frames and addresses, as a tree. Nothing in it is
 * HTML, and no text is refused: what means nothing is shown as it is.
 *
 * Blocks: paragraphs, `- item` and `1. item` lists, `> quoted`. Inside a line: `**strong**`, `*emphasis*`, `` `code` ``,
 * `https://…`, `<@person>` (mention.ts) and `#123` for frame 123.
 */
import type { PersonId } from './id.ts';
import { MAX_FRAME, type Frame } from './time.ts';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly inside: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly inside: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string }
  | { readonly kind: 'mention'; readonly person: PersonId }
  | { readonly kind: 'frame'; readonly frame: Frame };

export type Line = readonly Inline[];

export type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly Line[] }
  | { readonly kind: 'quote'; readonly lines: readonly Line[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Line[] };

/** Strong in emphasis in strong … no deeper. */
const MAX_DEPTH = 4;

const ITEM = /^\s{0,3}(?:[-*]|(\d{1,4})[.)])\s+(\S.*)$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
/** What stands for itself, one after the other; none of these can match in two ways, so none is slow. */
const INLINE =
  /`([^`\n]+)`|\*\*(?=\S)([^*\n]+(?:\*[^*\n]+\*[^*\n]*)*)\*\*|\*(?=\S)([^*\n]+)\*|<@([A-Za-z0-9_-]{1,40})>|(https?:\/\/[^\s<>"]+)|(?<![\p{L}\p{N}_&#/])#(\d{1,8})(?![\p{L}\p{N}_])/u;

/** Reads a comment. */
export function parseMarkup(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { kind: 'paragraph' | 'quote' | 'bullets' | 'numbers'; lines: Line[] } | undefined;
  const close = () => {
    if (open?.kind === 'bullets' || open?.kind === 'numbers')
      blocks.push({ kind: 'list', ordered: open.kind === 'numbers', items: open.lines });
    else if (open) blocks.push({ kind: open.kind, lines: open.lines });
    open = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      close();
      continue;
    }
    const [kind, words] = readLine(line);
    if (open?.kind !== kind) close();
    open ??= { kind, lines: [] };
    open.lines.push(parseLine(words, 0));
  }
  close();
  return blocks;
}

function readLine(line: string): ['paragraph' | 'quote' | 'bullets' | 'numbers', string] {
  const item = ITEM.exec(line);
  if (item) return [item[1] === undefined ? 'bullets' : 'numbers', item[2] ?? ''];
  const quoted = QUOTE.exec(line);
  return quoted ? ['quote', quoted[1] ?? ''] : ['paragraph', line];
}

function parseLine(line: string, depth: number): Line {
  const found: Inline[] = [];
  let rest = line;
  let plain = '';
  const flush = () => {
    if (plain !== '') found.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    plain += rest.slice(0, match.index);
    const [inline, length] = read(match, depth);
    if (inline) {
      flush();
      found.push(inline);
    } else plain += match[0].slice(0, length);
    rest = rest.slice(match.index + length);
  }
  plain += rest;
  flush();
  return found;
}

/** What a match is, and how much of it that takes; undefined for plain text. */
function read(match: RegExpExecArray, depth: number): readonly [Inline | undefined, number] {
  const [whole, code, strong, emphasis, person, address, frame] = match;
  if (code !== undefined) return [{ kind: 'code', text: code }, whole.length];
  const marked = strong ?? emphasis;
  if (marked !== undefined) {
    if (depth >= MAX_DEPTH || /\s$/.test(marked)) return [undefined, whole.length];
    const kind = strong === undefined ? 'emphasis' : 'strong';
    return [{ kind, inside: parseLine(marked, depth + 1) }, whole.length];
  }
  if (person !== undefined) return [{ kind: 'mention', person: person as PersonId }, whole.length];
  if (address !== undefined) {
    // The stop at the end of a sentence is not part of an address.
    const href = address.replace(/[.,;:!?)\]}'*]+$/, '');
    return URL.canParse(href) ? [{ kind: 'link', href }, href.length] : [undefined, whole.length];
  }
  const number = Number(frame);
  return number <= MAX_FRAME
    ? [{ kind: 'frame', frame: number as Frame }, whole.length]
    : [undefined, whole.length];
}

/** The words alone, on one line: for a list, a mail, a tooltip. */
export function plainText(text: string, nameOf: (person: PersonId) => string | undefined): string {
  const words = (line: Line): string =>
    line
      .map((inline) => {
        switch (inline.kind) {
          case 'text':
          case 'code':
            return inline.text;
          case 'strong':
          case 'emphasis':
            return words(inline.inside);
          case 'link':
            return inline.href;
          case 'mention':
            return `@${nameOf(inline.person) ?? 'somebody'}`;
          case 'frame':
            return `#${inline.frame}`;
          default:
            return inline satisfies never;
        }
      })
      .join('');
  return parseMarkup(text)
    .flatMap((block) => (block.kind === 'list' ? block.items : block.lines))
    .map(words)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
