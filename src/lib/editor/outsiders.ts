/** Segments and phases that lie outside of all intervals of the tier above theirs: warned of, never forbidden. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { TierId } from '#lib/model/id.ts';
import { phasesOf } from '#lib/model/segment.ts';
import { tierOf } from '#lib/model/taxonomy.ts';
import { Enclosure } from '#lib/model/tier-tree.ts';
import type { Editor } from './editor.ts';

type Interval = { readonly ref: AnnotationRef; readonly start: number; readonly end: number };
export type Outsider = Interval & { readonly sentence: string };

/** Ascending by start within each tier. Looks only at tiers that lie under another one, and at those. */
export function outsidersOf(editor: Editor): readonly Outsider[] {
  const { taxonomy } = editor.options;
  return taxonomy.tiers.flatMap((tier) => {
    const above = tier.parent === undefined || tier.retired ? undefined : tierOf(taxonomy, tier.parent);
    if (!above || above.retired) return [];
    const enclosure = new Enclosure(intervalsOf(editor, above.id));
    const sentence = `It reaches beyond the ${above.name} it lies in.`;
    return intervalsOf(editor, tier.id)
      .filter((one) => !enclosure.holds(one))
      .map((one) => ({ ...one, sentence }));
  });
}

function intervalsOf({ reading, playhead }: Editor, tier: TierId): readonly Interval[] {
  const segments = [...reading.segments.values()].filter((one) => one.tier === tier);
  const boundaries = [...reading.boundaries.values()].filter((one) => one.tier === tier);
  const free = segments.map(({ id, start, end }): Interval => ({ ref: { kind: 'segment', id }, start, end }));
  const phases = phasesOf(boundaries, playhead.count).map(({ id, start, end }): Interval => ({
    ref: { kind: 'boundary', id },
    start,
    end,
  }));
  return [...free, ...phases].sort((a, b) => a.start - b.start);
}
