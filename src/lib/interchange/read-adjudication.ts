/** How a consensus came about, from a native file. */
import { MOST_MADE, MOST_SOURCES, RULINGS, type SourceMark } from '#lib/model/adjudication.ts';
import { parseRef, refKey } from '#lib/model/annotation.ts';
import { checkAtMs } from '#lib/model/check.ts';
import type { Given } from './given.ts';
import type { AdjudicationRecord, RulingRecord } from './record.ts';

const MAX_RULINGS = 100_000;

export function readAdjudication(given: Given): AdjudicationRecord {
  const { sources, rulings } = given.fields(['sources', 'rulings']);
  return {
    sources: sources.distinct(MOST_SOURCES, readSource, ({ layer }) => layer),
    rulings: rulings.list(MAX_RULINGS, readRuling),
  };
}

function readSource(given: Given): AdjudicationRecord['sources'][number] {
  const { layer, person } = given.fields(['layer', 'person']);
  return { layer: layer.id(), person: person.orNull((one) => one.id()) };
}

function readRuling(given: Given): RulingRecord {
  const ruling = given.fields(['sources', 'kind', 'from', 'marks', 'by', 'atMs']);
  return {
    sources: ruling.sources.list(MOST_SOURCES, readSourceMark),
    kind: ruling.kind.oneOf(RULINGS),
    from: ruling.from.orNull((one) => one.id()),
    marks: ruling.marks.list(MOST_MADE, readMark),
    by: ruling.by.id(),
    atMs: ruling.atMs.checked(checkAtMs, 'a time'),
  };
}

function readSourceMark(given: Given): SourceMark {
  const { layer, mark } = given.fields(['layer', 'mark']);
  return { layer: layer.id(), mark: readMark(mark) };
}

function readMark(given: Given): string {
  return given.checked((value) => {
    const ref = typeof value === 'string' ? parseRef(value) : undefined;
    return ref && refKey(ref);
  }, 'of the form track:<id>');
}
