/** The marks of a review with what became of them: since the submission before, and since their verdict. */
import { parseRef, type AnnotationRef } from '#lib/model/annotation.ts';
import { GONE } from '#lib/model/mark-digest.ts';
import type { DecisionAnswer } from '#lib/protocol/work.ts';

export const SINCE = ['added', 'changed', 'removed'] as const;
/** Against what was submitted the time before; null: the same, or that is not known. */
export type Since = (typeof SINCE)[number] | null;

export type ReviewRow = {
  /** refKey. */
  readonly key: string;
  readonly ref: AnnotationRef;
  readonly digest: string;
  readonly since: Since;
  readonly decision: DecisionAnswer | null;
  /** It has changed after its verdict, which is to be said anew. */
  readonly isStale: boolean;
};

export type Reviewed = {
  /** In the order of the list. */
  readonly listed: readonly { readonly key: string; readonly ref: AnnotationRef }[];
  /** By mark, of all that are there. */
  readonly now: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, string> | null;
  readonly decisions: readonly DecisionAnswer[];
};

/** Marks that are there, then those that are not any more and were submitted before, or were decided on. */
export function reviewRows({ listed, now, before, decisions }: Reviewed): readonly ReviewRow[] {
  const decided = new Map(decisions.map((one) => [one.mark, one]));
  const rowOf = (key: string, ref: AnnotationRef): ReviewRow => {
    const decision = decided.get(key) ?? null;
    const digest = now.get(key) ?? GONE;
    const isStale = decision !== null && decision.digest !== null && decision.digest !== digest;
    return { key, ref, digest, since: sinceOf(before, key, digest), decision, isStale };
  };
  const there = new Set(listed.map(({ key }) => key));
  const gone = new Set([...(before?.keys() ?? []), ...decided.keys()].filter((key) => !there.has(key)));
  return [
    ...listed.map(({ key, ref }) => rowOf(key, ref)),
    ...[...gone].flatMap((key) => {
      const ref = parseRef(key);
      return ref ? [rowOf(key, ref)] : [];
    }),
  ];
}

function sinceOf(before: Reviewed['before'], key: string, digest: string): Since {
  if (digest === GONE) return 'removed';
  const earlier = before?.get(key);
  if (!before || earlier === digest) return null;
  return earlier === undefined ? 'added' : 'changed';
}

/** Whether nothing is to be decided of it: a verdict stands that is of what is there now. */
export function isDecided({ decision, isStale }: ReviewRow): boolean {
  return decision !== null && !isStale;
}
