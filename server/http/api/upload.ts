/** A file on its way in: its size is known and allowed before the first byte is read, and a broken line leaves nothing. */
import type { IncomingMessage } from 'node:http';
import { must, Refusal } from '#lib/model/problem.ts';
import type { InStudy } from '#server/auth/access.ts';
import type { PersonRow } from '#server/store/people.ts';
import { bytesOf, expectBody } from '../body.ts';
import type { Reply } from '../reply.ts';
import type { Call } from './route.ts';

/** A line on which nothing comes for so long is dead. */
const SILENCE_MS = 60_000;

export async function upload(
  { app, request, response, query, record }: Call,
  found: InStudy & { readonly person: PersonRow },
): Promise<Reply> {
  const { maxUploadBytes: maxBytes } = app.config;
  const bytes = lengthOf(request);
  if (bytes > maxBytes) throw new Refusal('too-large', { what: 'The file', limit: `${maxBytes / 1e9} GB` });
  if (bytes === 0) throw new Refusal('bad-request', { what: 'The file is empty.' });
  expectBody(request, response);
  request.setTimeout(SILENCE_MS, () =>
    request.destroy(new Refusal('bad-request', { what: 'The upload stopped.' })),
  );
  const video = await app.ingest.accept({
    study: found.study.id,
    name: must(query['name'], 'the route asks for a name'),
    createdBy: found.person.id,
    stream: bytesOf(request),
    bytes,
    maxBytes,
  });
  record('video.upload', { project: found.project.id, subject: `video:${video.id}`, detail: { bytes } });
  const layers = app.access.layers.visible(video.id, { person: found.person.id, role: found.role });
  return { status: 201, json: app.answers.video({ ...found, video, layers }) };
}

function lengthOf({ headers }: IncomingMessage): number {
  const length = headers['content-length'];
  if (length === undefined) throw new Refusal('length-required');
  return Number(length); // Node has refused what is no number
}
