/**
 * A whole document in one answer of the HTTP API, before its line is opened: a large one comes compressed, is kept by
 * the browser, and one can see how far it is. The line brings what has happened since, or everything where this fails.
 */
import * as Y from 'yjs';

export type Loading = {
  readonly room: string;
  readonly video: string;
  readonly signal: AbortSignal;
  /** Share that has arrived, 0 to 1. */
  readonly onProgress?: (done: number) => void;
};

/** Fills an empty document. Says whether it did; never throws: what does not come this way comes by the line. */
export async function loadDocument(
  ydoc: Y.Doc,
  { room, video, signal, onProgress }: Loading,
): Promise<boolean> {
  if (ydoc.store.clients.size > 0) return false;
  try {
    const answer = await fetch(`/api/v1/videos/${video}/document?room=${encodeURIComponent(room)}`, {
      signal,
    });
    if (!answer.ok || !answer.body) return false;
    const total = Number(answer.headers.get('x-document-bytes') ?? answer.headers.get('content-length') ?? 0);
    Y.applyUpdate(ydoc, await readAll(answer.body, total, onProgress), 'document');
    return true;
  } catch {
    return false; // no network, cut off in the middle, given up: the line will say what is the matter
  }
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  total: number,
  onProgress: Loading['onProgress'],
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const reader = body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (total > 0) onProgress?.(Math.min(1, length / total));
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
