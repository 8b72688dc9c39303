import { describe, expect, it } from 'vitest';
import { sightsConfused } from '../color.ts';
import { taxonomyFault } from '../taxonomy-check.ts';
import { TEMPLATES, templateOf } from './table.ts';

describe.each(TEMPLATES.map((template) => ({ name: template.id, template })))('$name', ({ template }) => {
  const { labels, tiers } = template.content;

  it('may be saved as it is', () => {
    expect(taxonomyFault(template.content)).toBeUndefined();
    expect(templateOf(template.id)).toBe(template);
  });

  it('says where it comes from, and offers every segment on a tier', () => {
    expect(labels.length === 0 || /\d{4}/.test(template.source)).toBe(true);
    const offered = new Set(tiers.flatMap((tier) => tier.labels));
    expect(labels.filter(({ use, id }) => use === 'segment' && !offered.has(id))).toEqual([]);
  });

  it('keeps short lists apart for every sight', () => {
    const lists = [
      ...(['object', 'event'] as const).map((use) => labels.filter((label) => label.use === use)),
      ...tiers.map((tier) => labels.filter(({ id }) => tier.labels.includes(id))),
    ];
    const pairs = lists
      .filter(({ length }) => length <= 8)
      .flatMap((list) => list.flatMap((one, at) => list.slice(at + 1).map((other) => [one, other] as const)));
    const confused = pairs.filter(([one, other]) => sightsConfused(one.color, other.color).length > 0);
    expect(confused.map(([one, other]) => `${one.name} and ${other.name}`)).toEqual([]);
  });
});

it('phases of Cholec80 and triplets of CholecT50 are complete', () => {
  const codes = (id: string, use: string) =>
    templateOf(id)!
      .content.labels.filter((label) => label.use === use)
      .map(({ code }) => code);
  expect(codes('cholec80', 'segment')).toHaveLength(7);
  expect(codes('cholec80', 'object')).toHaveLength(7);
  const [verb, target] = templateOf('cholect50')!.content.labels[0]!.attributes!;
  expect([verb!.choices.length, target!.choices.length]).toEqual([10, 15]);
  expect(codes('mds-updrs', 'segment').filter(Boolean)).toHaveLength(18);
});
