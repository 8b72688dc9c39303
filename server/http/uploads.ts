/**
 * Uploads that survive a broken line and a restart: tus 1.0.0 (https://tus.io), creation and termination. An upload is a
 * video whose bytes are arriving, so it has the video's id; only who began it goes on with it. The last piece may bring
 * `Upload-Sha256`, the sum of the whole file: what is not that file is not kept.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { App } from '#server/app.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { bytesOf, expectBody } from './body.ts';
import type { Identity } from './identity.ts';
import type { Visit } from './visit.ts';

/** Below which path they lie. */
export const UPLOADS = '/api/v1/uploads';

const VERSION = '1.0.0';
const PIECE_TYPE = 'application/offset+octet-stream';
/** A line on which nothing comes for so long is dead. */
const SILENCE_MS = 60_000;

type Call = {
  readonly app: App;
  readonly person: Identity['person'];
  readonly address: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

/** `path` is what follows UPLOADS. */
export async function serveUploads(
  app: App,
  { person }: Identity,
  { address }: Pick<Visit, 'address'>,
  path: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = { app, person, address, request, response };
  response.setHeader('tus-resumable', VERSION);
  response.setHeader('cache-control', 'no-store');
  if (request.method === 'OPTIONS') return describe(call);
  if (request.headers['tus-resumable'] !== VERSION) {
    response.setHeader('tus-version', VERSION);
    throw new Refusal('wrong-protocol');
  }
  if (request.method === 'POST' && path === '') return begin(call, query.get('study') ?? '');
  const video = await find(call, path.slice(1));
  const { method = '' } = request;
  switch (method) {
    case 'HEAD':
      return tell(call, video);
    case 'PATCH':
      return take(call, video);
    case 'DELETE':
      return end(call, video);
    default:
      response.setHeader('allow', 'HEAD, PATCH, DELETE');
      throw new Refusal('not-found');
  }
}

function describe({ app, response }: Call): void {
  response.writeHead(204, {
    'tus-version': VERSION,
    'tus-extension': 'creation,termination',
    'tus-max-size': app.config.maxUploadBytes,
  });
  response.end();
}

async function begin({ app, person, address, request, response }: Call, study: string): Promise<void> {
  const found = app.access.study(person, study, 'video.upload');
  const bytes = numberIn(request, 'upload-length');
  const { maxUploadBytes } = app.config;
  if (bytes > maxUploadBytes)
    throw new Refusal('too-large', { what: 'The file', limit: `${maxUploadBytes / 1e9} GB` });
  if (bytes === 0) throw new Refusal('bad-request', { what: 'The file is empty.' });
  const name = fileNameIn(request);
  if (!person) throw new Refusal('not-signed-in');
  const video = await app.ingest.announce({ study: found.study.id, name, createdBy: person.id, bytes });
  const { id: project } = found.project;
  app.store.audit.record({
    action: 'video.upload',
    by: person.id,
    address,
    project,
    subject: `video:${video.id}`,
    detail: { bytes },
  });
  response.writeHead(201, { location: `${UPLOADS}/${video.id}` }).end();
}

/** The upload with this id, of the person who asks. Whose it is not, or what is none, does not exist. */
async function find({ app, person }: Call, id: string): Promise<VideoRow> {
  if (!isId(id)) throw new Refusal('not-found');
  const { video } = app.access.video(person, id, 'video.upload');
  // Without a size it comes in one piece, by the other way.
  if (video.createdBy !== person?.id || video.bytes === 0) throw new Refusal('not-found');
  return video;
}

async function tell({ app, response }: Call, video: VideoRow): Promise<void> {
  const offset = await app.ingest.pieces.received(video.id);
  response.writeHead(200, { 'upload-offset': offset, 'upload-length': video.bytes }).end();
}

async function take({ app, request, response }: Call, video: VideoRow): Promise<void> {
  if (request.headers['content-type'] !== PIECE_TYPE) throw new Refusal('wrong-type', { type: PIECE_TYPE });
  const from = numberIn(request, 'upload-offset');
  const sha256 = request.headers['upload-sha256'];
  if (sha256 !== undefined && (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)))
    throw new Refusal('bad-request', { what: 'Upload-Sha256 must be 64 lower-case hex digits.' });
  const cut = () => request.destroy(new Refusal('bad-request', { what: 'The upload stopped.' }));
  request.setTimeout(SILENCE_MS, cut);
  expectBody(request, response);
  const offset = await app.ingest.pieces.append(video.id, { from, stream: bytesOf(request), sha256, cut });
  response.writeHead(204, { 'upload-offset': offset }).end();
}

async function end({ app, person, address, response }: Call, video: VideoRow): Promise<void> {
  await app.ingest.pieces.abandon(video.id);
  app.store.audit.record({
    action: 'video.delete',
    by: person?.id ?? null,
    address,
    subject: `video:${video.id}`,
  });
  response.writeHead(204).end();
}

function numberIn({ headers }: IncomingMessage, name: string): number {
  const text = headers[name];
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text))
    throw new Refusal('bad-request', { what: `The header "${name}" must be a whole number.` });
  return Number(text);
}

/** From Upload-Metadata: pairs of a key and a value in base64, with commas between them. */
function fileNameIn({ headers }: IncomingMessage): string {
  for (const pair of String(headers['upload-metadata'] ?? '').split(',')) {
    const [key, value = ''] = pair.trim().split(' ');
    if (key === 'filename' && value !== '')
      return Buffer.from(value, 'base64').toString('utf8').slice(0, 1000);
  }
  throw new Refusal('bad-request', { what: 'Upload-Metadata must have a "filename".' });
}
