import { expect, it } from 'vitest';
import type { LabelId } from '#lib/model/id.ts';
import type { TaxonomyContent } from '#lib/model/taxonomy.ts';
import { addLabel, changeLabel } from '#lib/model/taxonomy-edit.ts';
import { alikeIn, alikeText } from './alike.ts';
import { changeText, summaryText } from './change-text.ts';

it('a save is summed up by what it does', () => {
  const added = (name: string) => ({ part: 'label', deed: 'added', name }) as const;
  const retired = { part: 'label', deed: 'retired', name: 'Hook' } as const;
  expect(summaryText([added('A'), retired, added('B')])).toBe('2 labels added, 1 label retired');
  expect(summaryText([])).toBe('');
  expect(changeText(retired)).toBe('Label “Hook” retired');
});

it('labels of one list that read as one colour are named, for whom they do', () => {
  let content: TaxonomyContent = { name: 'Ours', labels: [], tiers: [] };
  for (const name of ['Hook', 'Clip']) content = addLabel(content, { name, use: 'object', shapes: ['box'] });
  const [hook, clip] = ['hook', 'clip'] as LabelId[];
  const told = (colors: readonly [string, string]) => {
    const painted = changeLabel(changeLabel(content, hook!, { color: colors[0] }), clip!, {
      color: colors[1],
    });
    return alikeText(alikeIn(painted).get(hook!) ?? []);
  };
  expect(told(['#62afa0', '#feed8c'])).toBe('');
  expect(told(['#62afa0', '#62afa0'])).toBe('Hard to tell from Clip.');
  expect(told(['#f52311', '#97871d'])).toBe(
    'Hard to tell from Clip for people who do not see green (deutan).',
  );
  const three = addLabel(content, { name: 'Bag', use: 'object', shapes: ['box'] });
  const [bag] = three.labels.slice(2);
  const red = changeLabel(changeLabel(three, hook!, { color: '#f52311' }), bag!.id, { color: '#f52311' });
  expect(alikeText(alikeIn(changeLabel(red, clip!, { color: '#97871d' })).get(hook!) ?? [])).toBe(
    'Hard to tell from Bag. Hard to tell from Clip for people who do not see green (deutan).',
  );
  expect(alikeIn(changeLabel(content, clip!, { retired: true })).size).toBe(0);
});
