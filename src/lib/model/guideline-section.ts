/** The part of a guideline that is about one thing: below a heading that bears its name. */

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * What stands below the first heading that is one of these names, up to the next heading of its level or above; without
 * that heading itself. Undefined where there is none or nothing below it.
 *
 * @param text Markdown of the guideline
 * @param names in any case: of a label, and its code
 */
export function guidelineSection(text: string, names: readonly string[]): string | undefined {
  const wanted = new Set(names.map(plain).filter((name) => name !== ''));
  const lines = text.split('\n');
  let level = 0;
  let from = -1;
  let fence = '';
  for (const [at, line] of lines.entries()) {
    const [, mark = ''] = FENCE.exec(line) ?? [];
    if (fence !== '') {
      if (mark.startsWith(fence)) fence = '';
      continue;
    }
    fence = mark;
    const [, signs = '', title = ''] = HEADING.exec(line) ?? [];
    if (signs === '') continue;
    if (from >= 0 && signs.length <= level) return below(lines, from, at);
    if (from < 0 && wanted.has(plain(title))) {
      level = signs.length;
      from = at + 1;
    }
  }
  return from < 0 ? undefined : below(lines, from, lines.length);
}

function below(lines: readonly string[], from: number, to: number): string | undefined {
  const text = lines.slice(from, to).join('\n').trim();
  return text === '' ? undefined : text;
}

/** As it is read: without what makes it bold, and in one case. */
function plain(title: string): string {
  return title.replace(/[*_`]/g, '').replace(/\s+/g, ' ').trim().toLowerCase();
}
