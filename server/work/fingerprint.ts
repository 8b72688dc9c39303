/**
 * What a signature stands for, as one number: SHA-256 over the marks of a layer (deleted ones too), the source file and
 * the labels. The same content gives the same number on every machine, whatever the order in which it was made.
 */
import { createHash } from 'node:crypto';
import type { LayerRecord } from '#lib/interchange/record.ts';
import { canonical } from '#lib/model/canonical.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';

export type Signed = {
  readonly video: { readonly id: string; readonly sha256: string; readonly frames: number };
  readonly taxonomy: Taxonomy;
  readonly layer: Pick<LayerRecord, 'layer' | 'tracks' | 'segments' | 'boundaries' | 'events'>;
};

/** Lower-case hex. One line of JSON with sorted keys for each thing, in the order video, labels, layer, marks by id. */
export function fingerprintOf({ video, taxonomy, layer }: Signed): string {
  const hash = createHash('sha256');
  const add = (kind: string, value: unknown) => hash.update(`${kind} ${canonical(value)}\n`);
  add('video', video);
  add('taxonomy', taxonomy);
  add('layer', { id: layer.layer.id });
  for (const kind of ['tracks', 'segments', 'boundaries', 'events'] as const) {
    const marks = layer[kind].map(({ mark }) => mark);
    for (const mark of marks.toSorted((a, b) => (a.id < b.id ? -1 : 1))) add(kind, mark);
  }
  return hash.digest('hex');
}
