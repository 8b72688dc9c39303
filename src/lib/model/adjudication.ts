/** What an adjudicator makes of one thing that several layers have, or should have: a row of the server, never document data. */
import type { LayerId } from './id.ts';

/**
 * `taken`: as one of the layers has it · `merged`: made of all of them · `drawn`: anew · `neither`: it is not there ·
 * `agreed`: the layers said the same, and it was taken over with all others of that sort.
 */
export const RULINGS = ['taken', 'merged', 'drawn', 'neither', 'agreed'] as const;
export type RulingKind = (typeof RULINGS)[number];

/** A mark of a layer; `mark` as model/annotation.ts writes references. */
export type SourceMark = { readonly layer: LayerId; readonly mark: string };

/** Most layers that are adjudicated together, marks that one ruling makes, and rulings that are sent at once. */
export const MOST_SOURCES = 26;
export const MOST_MADE = 50;
export const MOST_RULINGS = 500;

/** The letter of the nth layer, from 0. */
export function layerLetter(n: number): string {
  return String.fromCharCode(65 + n);
}

/**
 * Of rulings that stand, those that are about any of these marks. A thing is settled where its marks are all spoken of:
 * what was matched otherwise when the ruling was made still counts for the marks that it names.
 */
export function rulingsAbout<Ruling extends { readonly sources: readonly SourceMark[] }>(
  rulings: readonly Ruling[],
  marks: readonly SourceMark[],
): { readonly about: readonly Ruling[]; readonly settled: boolean } {
  const keys = new Set(marks.map(sourceKey));
  const about = rulings.filter(({ sources }) => sources.some((one) => keys.has(sourceKey(one))));
  const spoken = new Set(about.flatMap(({ sources }) => sources.map(sourceKey)));
  return { about, settled: [...keys].every((key) => spoken.has(key)) };
}

/** `layer/track:abc`, to compare and to keep in sets. */
export function sourceKey({ layer, mark }: SourceMark): string {
  return `${layer}/${mark}`;
}
