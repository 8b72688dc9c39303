/**
 * What a mark is called and its colour. Marks of one label are numbered by where they begin, then by id: everybody
 * reads the same number from the same document, and it changes when an earlier one comes or goes.
 */
import type { Readable } from '#lib/cell/cell.ts';
import type { LabelsReading } from '#lib/doc/read.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { LabelId } from '#lib/model/id.ts';
import { firstFrameOf } from '#lib/model/keyed-frames.ts';
import { labelOf, type Taxonomy } from '#lib/model/taxonomy.ts';

/** A mark whose label nobody knows, or that has none. */
const GREY = '#9aa7b2';

type Numbered = { readonly key: string; readonly label: LabelId; readonly start: number };

export class Captions {
  readonly #reading: LabelsReading;
  readonly #taxonomy: Taxonomy;
  readonly #changed: Readable<number>;
  #numbers: ReadonlyMap<string, number> = new Map();
  #numberedAt = -1;

  constructor(reading: LabelsReading, taxonomy: Taxonomy, changed: Readable<number>) {
    this.#reading = reading;
    this.#taxonomy = taxonomy;
    this.#changed = changed;
  }

  /** `Pleural line 2`. A deleted mark has its label's name only. */
  captionOf(ref: AnnotationRef): string {
    const label = this.#labelOf(ref);
    const name = label ? (labelOf(this.#taxonomy, label)?.name ?? 'Unknown label') : 'Unlabelled';
    const number = this.#allNumbers().get(refKey(ref));
    return number === undefined ? name : `${name} ${number}`;
  }

  /** `#rrggbb` of its label. */
  colorOf(ref: AnnotationRef): string {
    const label = this.#labelOf(ref);
    return (label && labelOf(this.#taxonomy, label)?.color) || GREY;
  }

  /** The number of a mark among those of its label. */
  numberOf(ref: AnnotationRef): number | undefined {
    return this.#allNumbers().get(refKey(ref));
  }

  #labelOf(ref: AnnotationRef): LabelId | null {
    return this.#reading.find(ref)?.label ?? null;
  }

  #allNumbers(): ReadonlyMap<string, number> {
    if (this.#numberedAt === this.#changed.value) return this.#numbers;
    const numbers = new Map<string, number>();
    const count = (marks: Numbered[]) => {
      const last = new Map<LabelId, number>();
      for (const { key, label } of marks.sort(byStart)) {
        const number = (last.get(label) ?? 0) + 1;
        last.set(label, number);
        numbers.set(key, number);
      }
    };
    const { tracks, segments, boundaries, events } = this.#reading;
    count(
      [...tracks.values()].map((track) => {
        return { key: `track:${track.id}`, label: track.label, start: firstFrameOf(track) ?? 0 };
      }),
    );
    count([...segments.values()].map(({ id, label, start }) => ({ key: `segment:${id}`, label, start })));
    count(
      [...boundaries.values()].flatMap(({ id, label, frame }) =>
        label === null ? [] : [{ key: `boundary:${id}`, label, start: frame }],
      ),
    );
    count([...events.values()].map(({ id, label, frame }) => ({ key: `event:${id}`, label, start: frame })));
    this.#numbers = numbers;
    this.#numberedAt = this.#changed.value;
    return numbers;
  }
}

function byStart(a: Numbered, b: Numbered): number {
  return a.start - b.start || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
