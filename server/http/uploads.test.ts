/** tus over real HTTP: an upload begun, broken off, gone on with, and by whom it may not be. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoAnswer } from '#lib/protocol/http.ts';
import { serveApp, type Person, type ServedApp } from '../../tests/served-app.ts';

const FILE = Uint8Array.from({ length: 100_000 }, (_, n) => (n * 7) % 251);
const PIECE = { 'content-type': 'application/offset+octet-stream' };

let served: ServedApp;
let annotator: Person;
let manager: Person;
let viewer: Person;
beforeAll(async () => {
  served = await serveApp({ MAX_UPLOAD_BYTES: '1M' });
  manager = served.person('manager', 'manager');
  annotator = served.person('annotator', 'admin');
  viewer = served.person('viewer', 'viewer');
  await served.app.ingest.stop(); // what is uploaded here waits for ever
}, 30_000);
afterAll(() => served.close());

type Headers = Readonly<Record<string, string>>;

function ask(method: string, path: string, headers: Headers, body?: Uint8Array, by: Person | null = manager) {
  return fetch(new URL(path, served.url), {
    method,
    headers: { 'tus-resumable': '1.0.0', ...headers, ...(by ? { authorization: by.bearer } : {}) },
    ...(body ? { body: Buffer.from(body) } : {}),
  });
}

function begin(headers: Headers = {}, by: Person | null = manager): Promise<Response> {
  const name = Buffer.from('Čolek 1.mp4').toString('base64');
  const metadata = {
    'upload-length': String(FILE.length),
    'upload-metadata': `filename ${name},type dmlkZW8=`,
  };
  return ask('POST', `/api/v1/uploads?study=${served.study.id}`, { ...metadata, ...headers }, undefined, by);
}

async function begun(): Promise<string> {
  const answer = await begin();
  expect(answer.status).toBe(201);
  return answer.headers.get('location')!;
}

const offsetOf = async (path: string) =>
  Number((await ask('HEAD', path, {})).headers.get('upload-offset') ?? Number.NaN);

const patch = (path: string, from: number, body: Uint8Array, headers: Headers = {}) =>
  ask('PATCH', path, { ...PIECE, 'upload-offset': String(from), ...headers }, body);

const videoOf = async (path: string) => {
  const answer = await ask('GET', `/api/v1/videos/${path.split('/').at(-1)}`, {});
  return (await answer.json()) as VideoAnswer;
};

it('is described in openapi.json, with every method and header', async () => {
  const answer = await fetch(`${served.url}/api/v1/openapi.json`);
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, object>> };
  expect(Object.keys(paths['/uploads']!)).toEqual(['options', 'post']);
  expect(Object.keys(paths['/uploads/{upload}']!)).toEqual(['head', 'patch', 'delete']);
  expect(JSON.stringify(paths['/uploads/{upload}'])).toContain('Upload-Sha256');
});

it('says what it can', async () => {
  const answer = await fetch(`${served.url}/api/v1/uploads`, { method: 'OPTIONS' });
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'tus-resumable': '1.0.0',
    'tus-version': '1.0.0',
    'tus-extension': 'creation,termination',
    'tus-max-size': '1000000',
  });
});

it('takes a file in pieces and makes a video of it', async () => {
  const path = await begun();
  expect(await videoOf(path)).toMatchObject({ name: 'Čolek 1.mp4', state: 'uploading', bytes: FILE.length });
  const head = await ask('HEAD', path, {});
  expect([head.status, head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual([
    200,
    '0',
    '100000',
  ]);
  expect(head.headers.get('cache-control')).toBe('no-store');
  const first = await patch(path, 0, FILE.subarray(0, 60_000));
  expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '60000']);
  const last = await patch(path, 60_000, FILE.subarray(60_000));
  expect([last.status, last.headers.get('upload-offset')]).toEqual([204, '100000']);
  const sha256 = createHash('sha256').update(FILE).digest('hex');
  expect(await videoOf(path)).toMatchObject({ state: 'queued', sha256, bytes: FILE.length });
  expect(await offsetOf(path)).toBe(FILE.length);
});

it('goes on after a broken line with what has come', { timeout: 90_000 }, async () => {
  const path = await begun();
  const broken = httpRequest(new URL(path, served.url), {
    method: 'PATCH',
    headers: {
      ...PIECE,
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-length': FILE.length,
      authorization: manager.bearer,
    },
  });
  broken.on('error', () => undefined);
  await new Promise<void>((sent) => broken.write(FILE.subarray(0, 30_000), () => sent()));
  const folder = `incoming-${path.split('/').at(-1)}.source`;
  const data = join(served.app.config.dataDir, 'blobs/.scratch', folder, 'data');
  await expect.poll(() => statSync(data, { throwIfNoEntry: false })?.size, { timeout: 60_000 }).toBe(30_000);
  // Nobody has told the server that this line is dead: the question cuts it.
  expect(await offsetOf(path)).toBe(30_000);
  broken.destroy();
  expect((await patch(path, 30_000, FILE.subarray(30_000))).status).toBe(204);
  expect(await videoOf(path)).toMatchObject({ state: 'queued' });
});

it('keeps no file that is not the one that its sender says it is', async () => {
  const sum = createHash('sha256').update(FILE).digest('hex');
  const path = await begun();
  expect((await patch(path, 0, FILE.subarray(0, 60_000))).status).toBe(204);
  const wrong = FILE.slice(60_000).fill(1);
  const refused = await patch(path, 60_000, wrong, { 'upload-sha256': sum });
  expect([refused.status, ((await refused.json()) as { problem: { code: string } }).problem.code]).toEqual([
    422,
    'upload-differs',
  ]);
  expect((await ask('HEAD', path, {})).status).toBe(404);
  expect(served.app.blobs.size(`${path.split('/').at(-1)}/source`)).toBeUndefined();

  const again = await begun();
  expect((await patch(again, 0, FILE, { 'upload-sha256': 'A' })).status).toBe(400);
  expect((await patch(again, 0, FILE, { 'upload-sha256': sum })).status).toBe(204);
  expect((await videoOf(again)).sha256).toBe(sum);
});

it('gives an upload up', async () => {
  const path = await begun();
  await patch(path, 0, FILE.subarray(0, 10));
  expect((await ask('DELETE', path, {})).status).toBe(204);
  expect((await ask('HEAD', path, {})).status).toBe(404);
  expect((await patch(path, 10, FILE.subarray(10))).status).toBe(404);
});

describe('what is not right is told', () => {
  const problemOf = async (answer: Response) => [
    answer.status,
    ((await answer.json()) as { problem: { code: string } }).problem.code,
  ];

  it('of a beginning', async () => {
    expect(await problemOf(await begin({ 'tus-resumable': '0.2.2' }))).toEqual([412, 'wrong-protocol']);
    expect(await problemOf(await begin({ 'upload-length': '1000001' }))).toEqual([413, 'too-large']);
    expect(await problemOf(await begin({ 'upload-length': '0' }))).toEqual([400, 'bad-request']);
    expect(await problemOf(await begin({ 'upload-length': '-1' }))).toEqual([400, 'bad-request']);
    expect(await problemOf(await begin({ 'upload-metadata': 'type dmlkZW8=' }))).toEqual([
      400,
      'bad-request',
    ]);
  });

  it('of a piece', async () => {
    const path = await begun();
    await patch(path, 0, FILE.subarray(0, 100));
    expect(await problemOf(await patch(path, 99, FILE.subarray(99)))).toEqual([409, 'upload-elsewhere']);
    expect(await problemOf(await patch(path, 100, FILE, { 'content-type': 'video/mp4' }))).toEqual([
      415,
      'wrong-type',
    ]);
    expect(await problemOf(await patch(path, 100, FILE))).toEqual([413, 'too-large']);
  });

  it('who may not: nobody, a viewer, and whoever did not begin it', async () => {
    expect(await problemOf(await begin({}, null))).toEqual([401, 'not-signed-in']);
    expect(await problemOf(await begin({}, viewer))).toEqual([403, 'forbidden']);
    const path = await begun();
    const headers = { ...PIECE, 'upload-offset': '0' };
    expect((await ask('PATCH', path, headers, FILE, annotator)).status).toBe(404);
    expect((await ask('HEAD', path, {}, undefined, annotator)).status).toBe(404);
    expect((await ask('PATCH', path, headers, FILE, viewer)).status).toBe(403);
    expect((await ask('HEAD', '/api/v1/uploads/nothing', {})).status).toBe(404);
  });
});
