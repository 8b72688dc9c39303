/**
 * Markdown of a guideline → HTML that is safe to show. HTML in the text is shown as the text it is; what comes out is
 * cleaned once more, and shows no picture but the project's own. Runs in a browser only.
 */
import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { exampleIn, pictureAddress } from '#lib/model/guideline.ts';

const TAGS = [
  'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li',
  'a', 'img', 'span', 'table', 'thead', 'tbody', 'tr', 'th', 'td',
]; // prettier-ignore
const ATTRIBUTES = ['href', 'src', 'alt', 'title', 'class', 'loading', 'start', 'align', 'aria-hidden'];
/** Pictures of guidelines are served below this path. */
const OWN = '/media/guideline/';

const purify = DOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'IMG' && !node.getAttribute('src')?.startsWith(OWN)) node.remove();
  if (node.tagName !== 'A') return;
  // Who reads while they work stays at their work.
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

/** @param project whose pictures the text may show */
export function guidelineHtml(text: string, project: string): string {
  const marked = new Marked({
    gfm: true,
    renderer: {
      html: ({ text: html }) => escaped(html),
      // The page has the first heading.
      heading({ tokens, depth }) {
        const level = Math.min(6, depth + 1);
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
      image: ({ href, text: words }) => figure(project, href, words),
      // A box that cannot be ticked says no more than its sign.
      checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    },
  });
  const html = marked.parse(text, { async: false });
  return purify.sanitize(html, { ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ATTRIBUTES, ALLOW_DATA_ATTR: false });
}

function figure(project: string, reference: string, words: string): string {
  const address = pictureAddress(project, reference);
  if (address === undefined)
    return `<span class="lost">A picture from elsewhere is not shown: ${escaped(words || reference)}</span>`;
  const picture = `<img src="${address}" alt="${escaped(words)}" loading="lazy">`;
  const example = exampleIn(reference);
  const caption = [words, example && `frame ${example.frame}`].filter(Boolean).join(' · ');
  const shown = example ? `<a href="/videos/${example.video}?f=${example.frame}">${picture}</a>` : picture;
  return `<span class="figure">${shown}<span class="caption" aria-hidden="true">${escaped(caption)}</span></span>`;
}

function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? '');
}
