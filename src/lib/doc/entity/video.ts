/** What is said of the video and its frames as it lies in the document → by label, as the model has it. */
import type * as Y from 'yjs';
import type { AttributeChange, Attributed } from '#lib/model/attributed.ts';
import { checkAttribute, checkVideoKey } from '#lib/model/check.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { AttributeValue } from '#lib/model/label.ts';
import { shortened, type Faults } from './faults.ts';
import { inChangeOrder } from './field.ts';

/**
 * By label, ascending; labels of which nothing is said are left out.
 *
 * @param wanted no other labels are read; undefined: all
 */
export function readVideo(
  map: Y.Map<unknown>,
  faults: Faults,
  wanted?: ReadonlySet<string>,
): ReadonlyMap<LabelId, Attributed> {
  const found = new Map<
    LabelId,
    { attributes: Record<string, AttributeValue>; changes: AttributeChange[] }
  >();
  for (const [key, raw] of map) {
    const place = checkVideoKey(key);
    const value = place && checkAttribute(raw);
    if (!place || value === undefined) faults.add(`value ${shortened(key)}`);
    else if (value !== null && (wanted?.has(place.label) ?? true)) {
      const { frame, label, key: name } = place;
      const said = found.get(label) ?? { attributes: emptyRecord(), changes: [] };
      found.set(label, said);
      if (frame === null) said.attributes[name] = value;
      else said.changes.push({ frame, key: name, value });
    }
  }
  const labels = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(labels.map(([label, said]) => [label, plain(said)]));
}

/** Without a prototype while names from outside are set. */
function emptyRecord(): Record<string, AttributeValue> {
  return Object.create(null) as Record<string, AttributeValue>;
}

function plain({
  attributes,
  changes,
}: {
  attributes: Record<string, AttributeValue>;
  changes: AttributeChange[];
}) {
  const whole = { attributes: { ...attributes } };
  return changes.length > 0 ? { ...whole, changes: changes.sort(inChangeOrder) } : whole;
}
