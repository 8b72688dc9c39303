import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonId } from './id.ts';
import { MAX_MENTIONS, mentionBegun, mentionsIn, mentionsTyped, mentionsWritten } from './mention.ts';

const person = (id: string, name: string) => ({ id: id as PersonId, name });
const PEOPLE = [person('m', 'Maya'), person('mo', 'Maya Okafor'), person('i', 'Dr Hana Ito')];

describe('mentions', () => {
  it.each([
    ['@Maya Okafor look', '<@mo> look'],
    ['@Maya, look', '<@m>, look'],
    ['(@Dr Hana Ito)', '(<@i>)'],
    ['@Mayas look', '@Mayas look'],
    ['a@Maya', 'a@Maya'],
    ['@@Maya', '@<@m>'],
    ['@Maya@Maya', '<@m><@m>'],
    ['nobody@ @', 'nobody@ @'],
  ])('“%s” is written as “%s”, and read back', (typed, written) => {
    expect(mentionsWritten(typed, PEOPLE)).toBe(written);
    expect(mentionsTyped(written, PEOPLE)).toBe(typed);
  });

  it('of two people of one name the one that was chosen is meant', () => {
    const alike = [person('a', 'Jo'), person('b', 'Jo')];
    expect(mentionsWritten('@Jo', alike, new Map([['Jo', 'b' as PersonId]]))).toBe('<@b>');
  });

  it('are found once each, in order, and not without end', () => {
    expect(mentionsIn('<@b> <@a> <@b> <@> <@c d>')).toEqual(['b', 'a']);
    const many = Array.from({ length: 80 }, (_, n) => `<@p${n}>`).join('');
    expect(mentionsIn(many)).toHaveLength(MAX_MENTIONS);
  });

  it('are looked for while they are typed', () => {
    expect(mentionBegun('ask @Ma')).toBe('Ma');
    expect(mentionBegun('@')).toBe('');
    expect(mentionBegun('@Maya Ok')).toBe('Maya Ok');
    for (const typed of ['ask', 'a@b', '@one\ntwo', `@${'x'.repeat(41)}`])
      expect(mentionBegun(typed)).toBe(undefined);
  });

  it('whatever is written can be typed again and says the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), ...PEOPLE.map(({ id }) => fc.constant(` <@${id}> `)))),
        (parts) => {
          const once = mentionsWritten(mentionsTyped(parts.join(''), PEOPLE), PEOPLE);
          expect(mentionsWritten(mentionsTyped(once, PEOPLE), PEOPLE)).toBe(once);
        },
      ),
    );
  });
});
