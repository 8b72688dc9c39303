/** Any way of editing: rules hold after every save, nothing is ever lost, and every older version can be brought back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTRIBUTE_KINDS, hasChoices } from './attribute.ts';
import type { LabelId, TierId } from './id.ts';
import { LABEL_USES, type Label } from './label.ts';
import { addJoint, changeJoint, toggleJointEdge } from './skeleton-edit.ts';
import type { TaxonomyContent } from './taxonomy.ts';
import { broughtBack, changeFault, changesBetween } from './taxonomy-change.ts';
import { taxonomyFault } from './taxonomy-check.ts';
import {
  addAttribute,
  addChoice,
  addLabel,
  addTier,
  changeAttribute,
  changeChoice,
  changeLabel,
  changeTier,
  keyFor,
  keysOf,
  moveAttribute,
  moveLabel,
  moveTier,
  moveTierLabel,
  toggleTierLabel,
  withMore,
} from './taxonomy-edit.ts';

const EMPTY: TaxonomyContent = { name: 'Ours', labels: [], tiers: [] };

type Step = (content: TaxonomyContent) => TaxonomyContent;
const onLabel =
  (at: number, edit: (label: Label, content: TaxonomyContent) => TaxonomyContent): Step =>
  (content) => {
    const label = content.labels[at % Math.max(1, content.labels.length)];
    return label ? edit(label, content) : content;
  };
const put = (content: TaxonomyContent, label: Label) => changeLabel(content, label.id, label);
const onTier =
  (at: number, edit: (id: TierId, content: TaxonomyContent) => TaxonomyContent): Step =>
  (content) => {
    const tier = content.tiers[at % Math.max(1, content.tiers.length)];
    return tier ? edit(tier.id, content) : content;
  };

const anyName = fc.oneof(
  fc.constantFrom('Hook', 'hook', 'Élan vital', '…', '__proto__'),
  fc.string({ minLength: 1, maxLength: 20 }),
);
const anyPlace = fc.nat(40);
const anyBy = fc.constantFrom(-1 as const, 1 as const);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(anyName, fc.constantFrom(...LABEL_USES)).map(
    ([name, use]): Step =>
      (content) =>
        addLabel(content, { name: unused(name, content), use, shapes: ['box'] }),
  ),
  fc
    .tuple(anyPlace, anyName)
    .map(([at, name]) =>
      onLabel(at, (label, content) => changeLabel(content, label.id, { name: unused(name, content) })),
    ),
  fc
    .tuple(anyPlace, fc.constantFrom('#62afa0', '#f52311'))
    .map(([at, color]) => onLabel(at, (label, content) => changeLabel(content, label.id, { color }))),
  fc
    .tuple(anyPlace, fc.boolean())
    .map(([at, retired]) =>
      onLabel(at, (label, content) =>
        changeLabel(content, label.id, { retired, name: retired ? label.name : unused(label.name, content) }),
      ),
    ),
  fc
    .tuple(anyPlace, anyBy)
    .map(([at, by]) => onLabel(at, (label, content) => moveLabel(content, label.id, by))),
  fc.tuple(anyPlace, anyName, fc.constantFrom(...ATTRIBUTE_KINDS)).map(([at, name, kind]) =>
    onLabel(at, (label, content) => {
      const choices = hasChoices(kind) ? ['yes', name] : [];
      return put(
        content,
        addAttribute(label, {
          name: `a${name}`,
          kind,
          unit: kind === 'number' ? 'mm' : '',
          choices: choices.map((one) => `c${one}`),
        }),
      );
    }),
  ),
  fc.tuple(anyPlace, anyPlace, anyBy, fc.boolean()).map(([at, which, by, retired]) =>
    onLabel(at, (label, content) => {
      const attribute = label.attributes?.[which % Math.max(1, label.attributes.length)];
      if (!attribute) return content;
      const [first] = attribute.choices;
      let edited = attribute;
      if (hasChoices(attribute.kind)) edited = addChoice(edited, 'another', keysOf(label.attributes ?? []));
      if (first) edited = changeChoice(edited, first.id, { retired });
      let changed = changeAttribute(label, attribute.id, {
        retired,
        choices: edited.choices,
        required: retired,
      });
      if (label.use === 'object') changed = changeAttribute(changed, attribute.id, { byFrame: true });
      return put(content, moveAttribute(changed, attribute.id, by));
    }),
  ),
  fc.tuple(anyPlace, anyName).map(([at, name]) =>
    onLabel(at, (label, content) => {
      const plan = addJoint(label.skeleton ?? { joints: [], edges: [] }, `j${name}`);
      const [a, b] = [plan.joints[0]!, plan.joints.at(-1)!];
      return changeLabel(content, label.id, { skeleton: toggleJointEdge(plan, a.id, b.id) });
    }),
  ),
  fc.tuple(anyPlace, anyPlace, fc.boolean()).map(([at, which, retired]) =>
    onLabel(at, (label, content) => {
      const joint = label.skeleton?.joints[which % label.skeleton.joints.length];
      if (!label.skeleton || !joint) return content;
      return changeLabel(content, label.id, {
        skeleton: changeJoint(label.skeleton, joint.id, { retired, x: 0.5 }),
      });
    }),
  ),
  fc.tuple(anyName, fc.constantFrom('free' as const, 'exclusive' as const)).map(
    ([name, mode]): Step =>
      (content) =>
        addTier(content, { name: `t${name}`, mode }),
  ),
  fc
    .tuple(anyPlace, fc.boolean(), anyBy)
    .map(([at, retired, by]) =>
      onTier(at, (id, content) => moveTier(changeTier(content, id, { retired }), id, by)),
    ),
  fc.tuple(anyPlace, anyPlace, anyBy).map(([at, which, by]) =>
    onTier(at, (id, content) => {
      const segments = content.labels.filter(({ use }) => use === 'segment');
      const label = segments[which % Math.max(1, segments.length)];
      return label ? moveTierLabel(toggleTierLabel(content, id, label.id), id, label.id, by) : content;
    }),
  ),
);

/** A name that no label bears, as people are made to choose. */
function unused(name: string, { labels }: TaxonomyContent): string {
  const trimmed = name.trim() === '' ? 'blank' : name;
  return labels.some((label) => label.name.trim().toLowerCase() === trimmed.trim().toLowerCase())
    ? unused(`${trimmed}+`, { ...EMPTY, labels })
    : trimmed;
}

const anySaves = fc.array(fc.array(anyStep, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 });

function versionsOf(saves: readonly (readonly Step[])[]): readonly TaxonomyContent[] {
  const versions = [EMPTY];
  for (const steps of saves) versions.push(steps.reduce((content, step) => step(content), versions.at(-1)!));
  return versions;
}

const idsOf = ({ labels, tiers }: TaxonomyContent) => [
  ...labels.flatMap((label) => [
    `label ${label.id}`,
    ...keysOf(label.attributes ?? []).map((key) => `${label.id} ${key}`),
  ]),
  ...tiers.map(({ id }) => `tier ${id}`),
];

describe('whatever is edited', () => {
  it('may be saved, and no key is ever lost', () => {
    fc.assert(
      fc.property(anySaves, (saves) => {
        const versions = versionsOf(saves);
        for (const [at, after] of versions.entries()) {
          expect(taxonomyFault(after)).toBeUndefined();
          const before = versions[at - 1] ?? EMPTY;
          expect(changeFault(before, after)).toBeUndefined();
          expect(idsOf(after)).toEqual(expect.arrayContaining(idsOf(before)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('any older version comes back over any later one, with what came since retired', () => {
    fc.assert(
      fc.property(anySaves, fc.nat(), (saves, which) => {
        const versions = versionsOf(saves);
        const [older, current] = [versions[which % versions.length]!, versions.at(-1)!];
        const back = broughtBack(current, older);
        expect(taxonomyFault(back)).toBeUndefined();
        expect(changeFault(current, back)).toBeUndefined();
        expect(idsOf(back).sort()).toEqual(idsOf(current).sort());
        const offered = (content: TaxonomyContent) =>
          content.labels.filter((label) => !label.retired).map(({ id, name, color }) => [id, name, color]);
        expect(offered(back)).toEqual(offered(older));
        expect(changesBetween(back, broughtBack(back, older))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('tells nothing of what is the same, and something of all that is not', () => {
    fc.assert(
      fc.property(anySaves, (saves) => {
        const versions = versionsOf(saves);
        const [before, after] = [versions.at(-2)!, versions.at(-1)!];
        expect(changesBetween(after, after)).toEqual([]);
        expect(changesBetween(before, after).length > 0).toBe(
          JSON.stringify(before) !== JSON.stringify(after),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a change may not do', () => {
  const base = addTier(
    addLabel(addLabel(EMPTY, { name: 'Hook', use: 'object', shapes: ['box'] }), {
      name: 'Phase 1',
      use: 'segment',
      shapes: [],
    }),
    { name: 'Phases', mode: 'exclusive' },
  );
  const withGrade = put(
    base,
    addAttribute(base.labels[0]!, { name: 'Grade', kind: 'choice', unit: '', choices: ['Mild', 'Severe'] }),
  );

  it.each<[string, TaxonomyContent, string]>([
    [
      'a label goes',
      { ...base, labels: base.labels.slice(1) },
      'The label "Hook" cannot be removed: marks may bear it. Retire it instead.',
    ],
    [
      'a tier goes',
      { ...base, tiers: [] },
      'The tier "Phases" cannot be removed: marks may bear it. Retire it instead.',
    ],
    [
      'a label is used for something else',
      { ...base, labels: base.labels.map((label) => ({ ...label, use: 'event' as const })) },
      'The label "Hook" is for objects and stays so: marks bear it. Add a new label instead.',
    ],
    [
      'a tier lets overlap',
      { ...base, tiers: base.tiers.map((tier) => ({ ...tier, mode: 'free' as const })) },
      'The tier "Phases" is exclusive and stays so: its segments are kept in that way. Add a new tier instead.',
    ],
  ])('%s', (_, after, sentence) => {
    expect(changeFault(base, after)).toBe(sentence);
  });

  it('an attribute or a choice goes, or is counted otherwise', () => {
    const label = withGrade.labels[0]!;
    const grade = label.attributes![0]!;
    const after = (attributes: Label['attributes']) =>
      put(withGrade, { ...label, attributes: attributes ?? [] });
    expect(changeFault(withGrade, after([]))).toMatch(/^The attribute "Grade" cannot be removed/);
    expect(changeFault(withGrade, after([{ ...grade, choices: grade.choices.slice(1) }]))).toMatch(
      /^The choice "Mild" cannot/,
    );
    const byFrame = after([{ ...grade, byFrame: true, required: true }]);
    expect(changeFault(withGrade, byFrame)).toBeUndefined();
    expect(changesBetween(withGrade, byFrame)).toEqual([
      { part: 'attribute', deed: 'changed', name: 'Grade' },
    ]);
    expect(changeFault(byFrame, withGrade)).toBe(
      'The attribute "Grade" of "Hook" keeps changing over time: values are stored by frame.',
    );
    expect(changeFault(byFrame, broughtBack(byFrame, withGrade))).toBeUndefined();
    expect(changeFault(withGrade, after([{ ...grade, kind: 'text', choices: [] }]))).toMatch(
      /^The attribute "Grade" of "Hook" keeps/,
    );
  });
});

it('a save is told by what it does, and only what was moved is said to have moved', () => {
  let content = EMPTY;
  for (const name of ['A', 'B', 'C', 'D'])
    content = addLabel(content, { name, use: 'object', shapes: ['box'] });
  const d = 'd' as LabelId;
  let after = [1, 2, 3].reduce((now) => moveLabel(now, d, -1), content);
  after = changeLabel(after, 'b' as LabelId, { retired: true });
  after = changeLabel(after, 'c' as LabelId, { name: 'See', color: '#f52311' });
  after = addLabel(after, { name: 'E', use: 'event', shapes: [] });
  expect(changesBetween(content, after).map(({ deed, name }) => `${name} ${deed}`)).toEqual([
    'D moved', 'B retired', 'See renamed', 'See recoloured', 'E added',
  ]); // prettier-ignore
});

it('a template on top adds what is missing and changes nothing that is here', () => {
  const mine = addLabel(EMPTY, { name: 'Hook', use: 'object', shapes: ['box'] });
  const theirs = addTier(addLabel(mine, { name: 'Phase 1', use: 'segment', shapes: [] }), {
    name: 'Phases',
    mode: 'exclusive',
  });
  const repainted = changeLabel(theirs, 'hook' as LabelId, { color: '#f52311', retired: true });
  const joined = withMore(mine, repainted);
  expect(joined.labels[0]).toEqual(mine.labels[0]);
  expect(changesBetween(mine, joined).map(({ deed, name }) => `${name} ${deed}`)).toEqual([
    'Phase 1 added',
    'Phases added',
  ]);
});

it('a key is made from a name, and never twice', () => {
  expect(keyFor('Calot’s triangle (dissection)', [])).toBe('calot-s-triangle-dissection');
  expect(keyFor('Hook', ['hook', 'hook-2'])).toBe('hook-3');
  expect(keyFor('肝臓', [])).toBe('entry');
  expect(keyFor('x'.repeat(90), ['x'.repeat(32)])).toHaveLength(34);
});

describe('joints of a skeleton', () => {
  const names = ['Tip', 'Hinge', 'Shaft'];
  const plan = names.reduce(addJoint, { joints: [], edges: [] });
  const tool: Label = {
    id: 'tool' as LabelId,
    name: 'Tool',
    color: '#62afa0',
    use: 'object',
    shapes: ['skeleton'],
    retired: false,
    skeleton: plan,
  };
  const as = (joints: typeof plan.joints): TaxonomyContent => ({
    ...EMPTY,
    labels: [{ ...tool, skeleton: { joints, edges: [] } }],
  });
  const [tip, hinge, shaft] = plan.joints as [JointOf, JointOf, JointOf];
  const was = as([tip, hinge]);

  it('are added at the end, renamed and retired, and said so', () => {
    const is = as([{ ...tip, name: 'Point', retired: true }, hinge, shaft]);
    expect(changeFault(was, is)).toBeUndefined();
    expect(changesBetween(was, is).map(({ part, deed, name }) => `${part} ${name} ${deed}`)).toEqual([
      'label Tool changed',
      'joint Point renamed',
      'joint Point retired',
      'joint Shaft added',
    ]);
  });

  it('are never removed, nor put in another order: documents hold their places in it', () => {
    expect(changeFault(was, as([tip]))).toContain('The joint "Hinge" cannot be removed');
    expect(changeFault(was, as([hinge, tip]))).toContain('The joints of "Tool" keep their order');
    expect(changeFault(was, as([shaft, tip, hinge]))).toContain('keep their order');
  });

  it('come back with an older version, and those since then are retired behind them', () => {
    const back = broughtBack(as([tip, hinge, shaft]), was).labels[0]?.skeleton?.joints;
    expect(back).toEqual([tip, hinge, { ...shaft, retired: true }]);
  });
});

type JointOf = NonNullable<Label['skeleton']>['joints'][number];
