import { describe, expect, it } from 'vitest';
import type { Attribute, AttributeId, ChoiceId } from './attribute.ts';
import type { LabelId, TierId } from './id.ts';
import type { Label } from './label.ts';
import type { Joint, JointId, JointPair } from './skeleton-plan.ts';
import type { TaxonomyContent } from './taxonomy.ts';
import { MAX_LABELS, taxonomyFault } from './taxonomy-check.ts';
import type { Tier } from './tier.ts';

const hook: Label = {
  id: 'hook' as LabelId,
  name: 'Hook',
  color: '#62afa0',
  use: 'object',
  shapes: ['box'],
  retired: false,
};
const phase: Label = { ...hook, id: 'phase' as LabelId, name: 'Phase', use: 'segment', shapes: [] };
const tier: Tier = { id: 't' as TierId, name: 'Tier', mode: 'free', labels: [phase.id], retired: false };
const size: Attribute = {
  id: 'size' as AttributeId,
  name: 'Size',
  kind: 'number',
  choices: [],
  unit: 'mm',
  min: 0,
  max: 9,
  retired: false,
};
const choice = (id: string) => ({ id: id as ChoiceId, name: id, retired: false });
const good: TaxonomyContent = { name: 'Ours', labels: [hook, phase], tiers: [tier] };

const withHook = (patch: Partial<Label>): TaxonomyContent => ({
  ...good,
  labels: [{ ...hook, ...patch }, phase],
});
const withSize = (patch: Partial<Attribute>) => withHook({ attributes: [{ ...size, ...patch }] });
const withTier = (patch: Partial<Tier>): TaxonomyContent => ({ ...good, tiers: [{ ...tier, ...patch }] });

const joint = (id: string, patch: Partial<Joint> = {}): Joint => ({
  id: id as JointId,
  name: id,
  x: 0.5,
  y: 0.5,
  retired: false,
  ...patch,
});
const withPlan = (joints: readonly Joint[], edges: readonly (readonly string[])[]) =>
  withHook({
    shapes: ['skeleton'],
    skeleton: { joints, edges: edges as unknown as readonly JointPair[] },
  });

describe('a taxonomy from outside', () => {
  it('that holds together may be saved', () => {
    expect(taxonomyFault(good)).toBeUndefined();
    expect(taxonomyFault(withSize({}))).toBeUndefined();
    for (const hotKey of ['R', '[', '+', '$mod++', 'Alt+Digit1', '$mod+Alt+Shift+Ö'])
      expect(taxonomyFault(withHook({ hotKey }))).toBeUndefined();
    const retired = { ...phase, hotKey: 'R', retired: true };
    expect(taxonomyFault({ ...good, labels: [{ ...hook, hotKey: 'R' }, retired] })).toBeUndefined();
    expect(taxonomyFault(withSize({ byFrame: true, required: true }))).toBeUndefined();
    expect(taxonomyFault({ name: 'Empty', labels: [], tiers: [] })).toBeUndefined();
  });

  it.each<[TaxonomyContent, string]>([
    [{ ...good, name: ' ' }, 'The name of the taxonomy must have 1 to 80 characters.'],
    [
      { ...good, labels: Array.from({ length: MAX_LABELS + 1 }, () => hook) },
      'A taxonomy has at most 500 labels, retired ones included.',
    ],
    [{ ...good, labels: [hook, hook] }, 'The key "hook" is there twice (label).'],
    [
      { ...good, labels: [hook, phase, { ...hook, id: 'other' as LabelId, name: 'HOOK ' }] },
      'Two labels for objects are called "HOOK ".',
    ],
    [
      withHook({ id: 'a b' as LabelId }),
      'The label "Hook" has no valid key: 1 to 40 letters, digits, - and _.',
    ],
    [withHook({ name: 'x'.repeat(81) }), 'The name of the label "hook" must have 1 to 80 characters.'],
    [withHook({ color: 'red' }), 'The label "Hook" has no colour of the form #rrggbb.'],
    [withHook({ shapes: [] }), 'The label "Hook" is for objects and needs at least one kind of shape.'],
    [withHook({ shapes: ['box', 'box'] }), 'The label "Hook" has a kind of shape twice.'],
    [
      withHook({ shapes: ['cloud' as 'box'] }),
      'The label "Hook" has a kind of shape that is not known here.',
    ],
    [withHook({ code: 'x'.repeat(61) }), 'The code of label "Hook" is longer than 60 characters.'],
    ...['', 'Alt+', '1', 'R R', 'Ctrl+R', 'Shift+Alt+R', `Alt+${'x'.repeat(50)}`].map(
      (hotKey): [TaxonomyContent, string] => [
        withHook({ hotKey }),
        'The label "Hook" has a hot key that is no key, or is put on nothing.',
      ],
    ),
    [
      {
        ...good,
        labels: [
          { ...hook, hotKey: 'Alt+R' },
          { ...phase, hotKey: 'Alt+r' },
        ],
      },
      'The labels "Hook" and "Phase" have the same hot key.',
    ],
    [withSize({ min: 5, max: 1 }), 'The least of "Size" of label "Hook" is more than its most.'],
    [withSize({ max: Infinity }), 'The limits of "Size" of label "Hook" must be numbers.'],
    [
      withSize({ kind: 'text' }),
      'The attribute "Size" of label "Hook" is no number and has neither unit nor limits.',
    ],
    [
      withSize({ kind: 'choice', unit: '', min: null, max: null }),
      'The attribute "Size" of label "Hook" needs at least one choice.',
    ],
    [
      withSize({ kind: 'several', unit: '', min: null, max: null, choices: [choice('size')] }),
      'The label "Hook" has "size" twice among its attributes.',
    ],
    [withPlan([], []), 'The label "Hook" may be a skeleton and needs at least one joint.'],
    [
      withPlan([joint('a', { retired: true })], []),
      'The label "Hook" may be a skeleton and needs at least one joint.',
    ],
    [withPlan([joint('a'), joint('a')], []), 'The key "a" is there twice (joint of label "Hook").'],
    [withPlan([joint('a', { name: '' })], []), 'A joint of label "Hook" must have 1 to 80 characters.'],
    [withPlan([joint('a', { x: 1.2 })], []), 'The joint "a" of label "Hook" lies outside its pose: 0 to 1.'],
    [
      withPlan(
        Array.from({ length: 65 }, (_, n) => joint(`j${n}`)),
        [],
      ),
      'The label "Hook" has more than 64 joints.',
    ],
    ...[
      ['a', 'a'],
      ['a', 'c'],
    ].map((edge): [TaxonomyContent, string] => [
      withPlan([joint('a'), joint('b')], [edge]),
      'A line of label "Hook" does not join two of its joints, or is there twice.',
    ]),
    [
      withPlan(
        [joint('a'), joint('b')],
        [
          ['a', 'b'],
          ['b', 'a'],
        ],
      ),
      'A line of label "Hook" does not join two of its joints, or is there twice.',
    ],
    [
      { ...good, labels: [hook, { ...phase, attributes: [{ ...size, byFrame: true }] }] },
      '"Size" of label "Phase" cannot change over time: it is for segments.',
    ],
    [withTier({ labels: [hook.id] }), 'The tier "Tier" has "hook", which is no label for segments.'],
    [withTier({ labels: [phase.id, phase.id] }), 'The tier "Tier" has a label twice.'],
  ])('%#: %s', (content, sentence) => {
    expect(taxonomyFault(content)).toBe(sentence);
  });
});
