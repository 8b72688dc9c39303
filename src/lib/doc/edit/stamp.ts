/** The version of the schema in the document: written once, with its first mark. */
import { assertEditable } from '../open.ts';
import { SCHEMA, type LabelsDoc } from '../schema.ts';

/** To be called by every edit that makes a mark. Refuses `read-only` for a document of a newer schema. */
export function stampSchema(doc: LabelsDoc): void {
  assertEditable(doc);
  if (!doc.meta.has('schema')) doc.meta.set('schema', SCHEMA);
}
