import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineChanges } from './line-changes.ts';

const show = (before: string, after: string) =>
  lineChanges(before, after).map(
    ({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`,
  );

describe('the changes of lines', () => {
  it.each([
    ['', '', []],
    ['', 'a', ['+a']],
    ['a\nb', 'a\nb', [' a', ' b']],
    ['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
    ['a\nb\nc\nd', 'b\nd\ne', ['-a', ' b', '-c', ' d', '+e']],
    ['a\r\nb', 'a\nb', [' a', ' b']],
  ])('%j → %j', (before, after, lines) => expect(show(before, after)).toEqual(lines));

  it('give both texts back, whatever they are, and nothing is lost', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before.join('\n') !== '' && after.join('\n') !== '');
        const changes = lineChanges(before.join('\n'), after.join('\n'));
        const kept = (but: string) => changes.filter(({ kind }) => kind !== but).map((one) => one.text);
        expect(kept('added')).toEqual(before);
        expect(kept('removed')).toEqual(after);
      }),
    );
  });

  it('end soon for texts without end that have nothing in common', () => {
    const many = (sign: string) => Array.from({ length: 5000 }, (_, n) => `${sign}${n}`).join('\n');
    expect(lineChanges(many('a'), many('b'))).toHaveLength(10_000);
  });
});
