/** Things of a comparison with what was decided of them. */
import type { ComparedThing } from '#lib/agreement/comparison.ts';
import type { Mark } from '#lib/agreement/marks.ts';
import { rulingsAbout, sourceKey, type SourceMark } from '#lib/model/adjudication.ts';
import { parseRef, refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { RulingAnswer } from '#lib/protocol/adjudication.ts';
import type { ComparedLayer } from './compared-layers.ts';

/** `gone`: it was decided, and what came of it is not there any more: undone, or removed by hand. */
export type ThingState = 'open' | 'decided' | 'gone';

export type Thing = {
  readonly key: string;
  readonly compared: ComparedThing;
  /** Of each layer; null where it has it not. */
  readonly marks: readonly (Mark | null)[];
  readonly sources: readonly SourceMark[];
  readonly state: ThingState;
  /** What was decided of its marks, oldest first. */
  readonly rulings: readonly RulingAnswer[];
};

/** @param isThere whether a mark of the consensus layer is there */
export function decidedThings(
  things: readonly ComparedThing[],
  layers: readonly ComparedLayer[],
  rulings: readonly RulingAnswer[],
  isThere: (ref: AnnotationRef) => boolean,
): readonly Thing[] {
  const byMark = new Map<string, RulingAnswer>();
  for (const ruling of rulings) for (const source of ruling.sources) byMark.set(sourceKey(source), ruling);
  return things.map((compared) => {
    const marks = compared.places.map((place, n) =>
      place === null ? null : (layers[n]?.marks[place] ?? null),
    );
    const sources = marks.flatMap((mark, n) => {
      const layer = layers[n]?.layer;
      return mark && layer ? [{ layer, mark: refKey(mark.ref) }] : [];
    });
    const near = new Set(sources.flatMap((one) => byMark.get(sourceKey(one)) ?? []));
    const { about, settled } = rulingsAbout([...near], sources);
    const holds = about.every(({ kind, marks: made }) => kind === 'neither' || refsOf(made).some(isThere));
    const state = !settled ? 'open' : holds ? 'decided' : 'gone';
    return { key: sources.map(sourceKey).join(' '), compared, marks, sources, state, rulings: about };
  });
}

export function refsOf(marks: readonly string[]): readonly AnnotationRef[] {
  return marks.flatMap((mark) => parseRef(mark) ?? []);
}
