/**
 * What a mark is called and its colour. Marks of one label are numbered by where they begin, then by id: everybody
 * reads the same number from the same document, and it changes when an earlier one comes or goes.
 */
import type { LabelsReading } from '#lib/doc/read.ts';
import { parseRef, refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { LabelId } from '#lib/model/id.ts';
import { firstFrameOf } from '#lib/model/keyed-frames.ts';
import { labelOf, type Taxonomy } from '#lib/model/taxonomy.ts';
import { insert, placeOf, remove } from './timeline/sorted.ts';

/** A mark whose label nobody knows, or that has none. */
const GREY = '#9aa7b2';

type Numbered = { readonly key: string; readonly start: number; readonly group: string };

export class Captions {
  readonly #reading: LabelsReading;
  readonly #taxonomy: Taxonomy;
  /** Live marks of one kind and label, in the order of their numbers. */
  readonly #groups = new Map<string, Numbered[]>();
  readonly #known = new Map<string, Numbered>();
  readonly #stop: () => void;
  #edition = 0;

  /** Follows the reading until `destroy`: a change is worth as much as finding its mark. */
  constructor(reading: LabelsReading, taxonomy: Taxonomy) {
    this.#reading = reading;
    this.#taxonomy = taxonomy;
    for (const kind of ['tracks', 'segments', 'boundaries', 'events'] as const)
      for (const id of reading[kind].keys()) this.#read(`${KINDS[kind]}:${id}`, false);
    for (const group of this.#groups.values()) group.sort(byStart);
    this.#stop = reading.subscribe((changed) => {
      for (const key of changed) this.#read(key, true);
    });
  }

  /** Another number each time a caption or a colour may have become another. */
  get edition(): number {
    return this.#edition;
  }

  /** `Pleural line 2`. A deleted mark has its label's name only. */
  captionOf(ref: AnnotationRef): string {
    const label = this.#labelOf(ref);
    const name = label ? (labelOf(this.#taxonomy, label)?.name ?? 'Unknown label') : 'Unlabelled';
    const number = this.numberOf(ref);
    return number === undefined ? name : `${name} ${number}`;
  }

  /** `#rrggbb` of its label. */
  colorOf(ref: AnnotationRef): string {
    const label = this.#labelOf(ref);
    return (label && labelOf(this.#taxonomy, label)?.color) || GREY;
  }

  /** The number of a mark among those of its label. */
  numberOf(ref: AnnotationRef): number | undefined {
    const known = this.#known.get(refKey(ref));
    return known && placeOf(this.#groups.get(known.group) ?? [], known, byStart) + 1;
  }

  /** All live marks of a kind that have a label: by label in the order of the taxonomy, then by number. */
  inOrder(kind: AnnotationRef['kind']): readonly AnnotationRef[] {
    const known = this.#taxonomy.labels.map(({ id }) => `${kind} ${id}`);
    const others = [...this.#groups.keys()].filter(
      (key) => key.startsWith(`${kind} `) && !known.includes(key),
    );
    return [...known, ...others].flatMap((group) =>
      (this.#groups.get(group) ?? []).map(
        ({ key }) => ({ kind, id: key.slice(kind.length + 1) }) as AnnotationRef,
      ),
    );
  }

  destroy(): void {
    this.#stop();
  }

  #labelOf(ref: AnnotationRef): LabelId | null {
    return this.#reading.find(ref)?.label ?? null;
  }

  /** `sorted`: the groups are in order, and stay so. */
  #read(key: string, sorted: boolean): void {
    const known = this.#known.get(key);
    const next = this.#numbered(key);
    if (known?.group === next?.group && known?.start === next?.start) return;
    this.#edition++;
    if (known) remove(this.#groups.get(known.group) ?? [], known, byStart);
    if (!next) return void this.#known.delete(key);
    this.#known.set(key, next);
    const group = this.#groups.get(next.group) ?? [];
    this.#groups.set(next.group, group);
    if (sorted) insert(group, next, byStart);
    else group.push(next);
  }

  /** undefined for a mark that is not there, or has no label. */
  #numbered(key: string): Numbered | undefined {
    const ref = parseRef(key);
    const { tracks, segments, boundaries, events } = this.#reading;
    if (ref?.kind === 'track') {
      const track = tracks.get(ref.id);
      return track && { key, start: firstFrameOf(track) ?? 0, group: `track ${track.label}` };
    }
    if (ref?.kind === 'segment') {
      const segment = segments.get(ref.id);
      return segment && { key, start: segment.start, group: `segment ${segment.label}` };
    }
    const mark = ref?.kind === 'boundary' ? boundaries.get(ref.id) : ref && events.get(ref.id);
    if (!ref || !mark || mark.label === null) return undefined;
    return { key, start: mark.frame, group: `${ref.kind} ${mark.label}` };
  }
}

const KINDS = { tracks: 'track', segments: 'segment', boundaries: 'boundary', events: 'event' } as const;

function byStart(a: Numbered, b: Numbered): number {
  return a.start - b.start || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
