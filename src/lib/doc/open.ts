/** A Y.Doc as one of our documents. Opening writes nothing. */
import type * as Y from 'yjs';
import { Refusal } from '#lib/model/problem.ts';
import { SCHEMA, type DiscussionDoc, type EntityRoot, type LabelsDoc } from './schema.ts';

/** The marks of one layer of one video. */
export function openLabels(ydoc: Y.Doc): LabelsDoc {
  return {
    ydoc,
    tracks: entities(ydoc, 'tracks'),
    segments: entities(ydoc, 'segments'),
    boundaries: entities(ydoc, 'boundaries'),
    events: entities(ydoc, 'events'),
    structures: entities(ydoc, 'structures'),
    video: ydoc.getMap('video'),
    meta: ydoc.getMap('meta'),
  };
}

/** What people say about one video. */
export function openDiscussion(ydoc: Y.Doc): DiscussionDoc {
  return { ydoc, comments: entities(ydoc, 'comments') };
}

/** Why this program may only read the document; null when it may edit it. A discussion has no schema to be newer. */
export function readOnlyReason({ ydoc }: { readonly ydoc: Y.Doc }): string | null {
  const schema = ydoc.share.has('meta') ? ydoc.getMap('meta').get('schema') : undefined;
  return typeof schema === 'number' && schema > SCHEMA ? 'it was written by a newer version of Loupe' : null;
}

/** Refuses `read-only` for a document this program may not edit. Every edit of labels asks first, and undo does. */
export function assertEditable(doc: { readonly ydoc: Y.Doc }): void {
  const reason = readOnlyReason(doc);
  if (reason !== null) throw new Refusal('read-only', { reason });
}

function entities(ydoc: Y.Doc, name: string): EntityRoot {
  return ydoc.getMap<Y.Map<unknown>>(name);
}
