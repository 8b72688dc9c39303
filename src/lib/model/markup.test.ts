import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkup, plainText, type Block, type Inline } from './markup.ts';

const line = (text: string) => {
  const [block] = parseMarkup(text);
  return block?.kind === 'list' ? block.items[0] : block?.lines[0];
};
const words = (text: string): Inline => ({ kind: 'text', text });

describe('a comment', () => {
  it('is read in blocks', () => {
    expect(parseMarkup('one\ntwo\n\n- a\n- b\n1. c\n> said\n')).toEqual<readonly Block[]>([
      { kind: 'paragraph', lines: [[words('one')], [words('two')]] },
      { kind: 'list', ordered: false, items: [[words('a')], [words('b')]] },
      { kind: 'list', ordered: true, items: [[words('c')]] },
      { kind: 'quote', lines: [[words('said')]] },
    ]);
    expect(parseMarkup(' \n\n')).toEqual([]);
  });

  it.each<[string, readonly Inline[]]>([
    ['**No**, *maybe*', [{ kind: 'strong', inside: [words('No')] }, words(', '), { kind: 'emphasis', inside: [words('maybe')] }]],
    ['**a *b* c**', [{ kind: 'strong', inside: [words('a '), { kind: 'emphasis', inside: [words('b')] }, words(' c')] }]],
    ['2 * 3 * 4', [words('2 * 3 * 4')]],
    ['`**x**`', [{ kind: 'code', text: '**x**' }]],
    ['see https://a.org/b?c=1.', [words('see '), { kind: 'link', href: 'https://a.org/b?c=1' }, words('.')]],
    ['javascript:alert(1)', [words('javascript:alert(1)')]],
    ['http://', [words('http://')]],
    ['<@ana>: #12, not #x or a#3', [{ kind: 'mention', person: 'ana' as never }, words(': '), { kind: 'frame', frame: 12 as never }, words(', not #x or a#3')]],
    ['#99999999', [words('#99999999')]],
    ['<b>hi</b>', [words('<b>hi</b>')]],
  ])('%s', (text, inlines) => {
    expect(line(text)).toEqual(inlines);
  }); // prettier-ignore

  it('becomes one line of words', () => {
    const names = (id: string) => (id === 'a' ? 'Ana' : undefined);
    expect(plainText('**Look**, <@a> and <@b>:\n\n- at #5\n- `now`', names)).toBe(
      'Look, @Ana and @somebody: at #5 now',
    );
  });

  it('loses no letter, and is read quickly whatever is in it', () => {
    const piece = fc.constantFrom(
      '*',
      '**',
      '`',
      '#',
      '1',
      '<@',
      'a>',
      'https://',
      ' ',
      '\n',
      '- ',
      '> ',
      '1. ',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const letters = (one: string) => one.split('é').length;
        expect(letters(JSON.stringify(parseMarkup(text)))).toBe(letters(text));
      }),
    ); // prettier-ignore
    for (const nasty of ['*', '**a', '`', '*a*', '**a*b', 'https://', '#1', '> ', '- '])
      expect(parseMarkup(nasty.repeat(5000 / nasty.length)).length).toBeLessThan(5000);
  });
});
