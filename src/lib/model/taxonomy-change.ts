/**
 * What a change of a taxonomy may do. Documents hold ids and never the taxonomy, so an id that was given once stays and
 * means the same for ever: entries are added, renamed, recoloured, put in another order, retired and brought back. None is
 * removed, and nothing changes by which a stored mark would be read differently.
 */
import type { Attribute, Choice } from './attribute.ts';
import type { Label } from './label.ts';
import type { TaxonomyContent } from './taxonomy.ts';
import type { Tier } from './tier.ts';

type Entry = { readonly id: string; readonly name: string; readonly retired: boolean };
export type Part = 'taxonomy' | 'label' | 'tier' | 'attribute' | 'choice' | 'joint';
export type Deed = 'added' | 'retired' | 'brought back' | 'renamed' | 'recoloured' | 'changed' | 'moved';

/** One thing that a save does; `name` as it is afterwards. */
export type TaxonomyChange = { readonly part: Part; readonly deed: Deed; readonly name: string };

/** Why the second may not follow the first, as a sentence; undefined when it may. */
export function changeFault(before: TaxonomyContent, after: TaxonomyContent): string | undefined {
  return (
    removed('label', before.labels, after.labels) ??
    removed('tier', before.tiers, after.tiers) ??
    firstOf(pairs(before.labels, after.labels), ([was, is]) =>
      was.use === is.use
        ? (attributesFault(was, is) ?? jointsFault(was, is))
        : `The label "${was.name}" is for ${was.use}s and stays so: marks bear it. Add a new label instead.`,
    ) ??
    firstOf(pairs(before.tiers, after.tiers), ([was, is]) =>
      was.mode === is.mode
        ? undefined
        : `The tier "${was.name}" is ${was.mode} and stays so: its segments are kept in that way. Add a new tier instead.`,
    )
  );
}

function attributesFault(before: Label, after: Label): string | undefined {
  const [was, is] = [before.attributes ?? [], after.attributes ?? []];
  return (
    removed('attribute', was, is) ??
    firstOf(pairs(was, is), ([one, other]) => {
      if (one.kind !== other.kind || one.unit !== other.unit)
        return `The attribute "${one.name}" of "${before.name}" keeps its kind and unit: values are stored in them. Add a new one instead.`;
      if (one.byFrame === true && other.byFrame !== true)
        return `The attribute "${one.name}" of "${before.name}" keeps changing over time: values are stored by frame.`;
      return removed('choice', one.choices, other.choices);
    })
  );
}

function jointsFault(before: Label, after: Label): string | undefined {
  const [was, is] = [before.skeleton?.joints ?? [], after.skeleton?.joints ?? []];
  const stay = was.every(({ id }, at) => is[at]?.id === id);
  return (
    removed('joint', was, is) ??
    (stay
      ? undefined
      : `The joints of "${before.name}" keep their order: skeletons are stored in it. Add new ones at its end.`)
  );
}

function removed(part: Part, before: readonly Entry[], after: readonly Entry[]): string | undefined {
  const left = new Set(after.map(({ id }) => id));
  const gone = before.find(({ id }) => !left.has(id));
  return gone && `The ${part} "${gone.name}" cannot be removed: marks may bear it. Retire it instead.`;
}

/** What a save does, in the order of the taxonomy. Empty when both say the same. */
export function changesBetween(before: TaxonomyContent, after: TaxonomyContent): readonly TaxonomyChange[] {
  return [
    ...(before.name === after.name ? [] : [{ part: 'taxonomy', deed: 'renamed', name: after.name } as const]),
    ...entryChanges('label', before.labels, after.labels, labelDeeds),
    ...pairs(before.labels, after.labels).flatMap(([was, is]) => [
      ...attributeChanges(was, is),
      ...entryChanges('joint', was.skeleton?.joints ?? [], is.skeleton?.joints ?? [], () => []),
    ]),
    ...entryChanges('tier', before.tiers, after.tiers, tierDeeds),
  ];
}

function attributeChanges(before: Label, after: Label): readonly TaxonomyChange[] {
  const [was, is] = [before.attributes ?? [], after.attributes ?? []];
  return [
    ...entryChanges('attribute', was, is, attributeDeeds),
    ...pairs(was, is).flatMap(([one, other]) => entryChanges('choice', one.choices, other.choices, () => [])),
  ];
}

function entryChanges<T extends Entry>(
  part: Part,
  before: readonly T[],
  after: readonly T[],
  own: (was: T, is: T) => readonly Deed[],
): readonly TaxonomyChange[] {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  const moved = movedIn(before, after);
  return after.flatMap((is) => {
    const was = known.get(is.id);
    const deeds: Deed[] = was ? [] : ['added'];
    if (was && was.name !== is.name) deeds.push('renamed');
    if (was && was.retired !== is.retired) deeds.push(is.retired ? 'retired' : 'brought back');
    if (was) deeds.push(...own(was, is));
    if (moved.has(is.id)) deeds.push('moved');
    return deeds.map((deed) => ({ part, deed, name: is.name }));
  });
}

/** The fewest entries that must have been moved: those outside the longest run that kept its order. */
function movedIn(before: readonly Entry[], after: readonly Entry[]): ReadonlySet<string> {
  const places = new Map(before.map(({ id }, at) => [id, at]));
  const kept = after.filter(({ id }) => places.has(id));
  const best: { readonly id: string; readonly length: number; readonly from: number }[] = [];
  for (const [at, { id }] of kept.entries()) {
    let [length, from] = [1, -1];
    for (const [other, found] of best.entries()) {
      const earlier = (places.get(found.id) ?? 0) < (places.get(id) ?? 0);
      if (earlier && found.length + 1 > length) [length, from] = [found.length + 1, other];
    }
    best[at] = { id, length, from };
  }
  const moved = new Set(kept.map(({ id }) => id));
  const longest = best.reduce((most, { length }) => Math.max(most, length), 0);
  let at = best.findIndex(({ length }) => length === longest);
  for (let step = best[at]; step; step = best[at]) {
    moved.delete(step.id);
    at = step.from;
  }
  return moved;
}

function labelDeeds(was: Label, is: Label): readonly Deed[] {
  const rest = ({ shapes, code = '', description = '', hotKey = '', skeleton }: Label) =>
    JSON.stringify([shapes, code, description, hotKey, skeleton?.edges ?? []]) +
    JSON.stringify(skeleton?.joints.map(({ x, y }) => [x, y]) ?? []);
  const deeds: Deed[] = was.color === is.color ? [] : ['recoloured'];
  return rest(was) === rest(is) ? deeds : [...deeds, 'changed'];
}

function tierDeeds(was: Tier, is: Tier): readonly Deed[] {
  const rest = ({ labels, parent }: Tier) => JSON.stringify([labels, parent ?? null]);
  return rest(was) === rest(is) ? [] : ['changed'];
}

function attributeDeeds(was: Attribute, is: Attribute): readonly Deed[] {
  const rest = ({ min, max, required = false, byFrame = false }: Attribute) =>
    JSON.stringify([min, max, required, byFrame]);
  return rest(was) === rest(is) ? [] : ['changed'];
}

/**
 * An older version brought back over the current one: everything as it was then, and what has come since retired at
 * the end of its list. `changeFault` lets it pass, since neither ever removed anything.
 */
export function broughtBack(current: TaxonomyContent, older: TaxonomyContent): TaxonomyContent {
  return {
    name: older.name,
    labels: withLater(older.labels, current.labels, (then, now) => {
      const attributes = withLater(then.attributes ?? [], now.attributes ?? [], (was, is) => ({
        ...was,
        ...(is.byFrame === true && { byFrame: true }), // values are stored by frame by now
        choices: withLater<Choice>(was.choices, is.choices, (choice) => choice),
      }));
      const plan = now.skeleton && {
        joints: withLater(then.skeleton?.joints ?? [], now.skeleton.joints, (joint) => joint),
        edges: then.skeleton?.edges ?? [],
      };
      return { ...then, ...(attributes.length > 0 && { attributes }), ...(plan && { skeleton: plan }) };
    }),
    tiers: withLater(older.tiers, current.tiers, (then) => then),
  };
}

function withLater<T extends Entry>(
  then: readonly T[],
  now: readonly T[],
  join: (then: T, now: T) => T,
): readonly T[] {
  const later = new Map(now.map((entry) => [entry.id, entry]));
  const old = new Set(then.map(({ id }) => id));
  return [
    ...then.map((entry) => join(entry, later.get(entry.id) ?? entry)),
    ...now.filter(({ id }) => !old.has(id)).map((entry) => ({ ...entry, retired: true })),
  ];
}

function pairs<T extends Entry>(before: readonly T[], after: readonly T[]): readonly (readonly [T, T])[] {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  return after.flatMap((is) => {
    const was = known.get(is.id);
    return was ? [[was, is] as const] : [];
  });
}

function firstOf<T>(all: readonly T[], faultOf: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const fault = faultOf(one);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
