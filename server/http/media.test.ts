import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoId } from '#lib/model/id.ts';
import { serveApp, type Person, type ServedApp } from '../../tests/served-app.ts';

const BYTES = Uint8Array.from({ length: 1000 }, (_, n) => n % 251);
let served: ServedApp;
let viewer: Person;
let stranger: Person;
let video: VideoId;

async function* once(bytes: Uint8Array) {
  yield bytes;
}

beforeAll(async () => {
  served = await serveApp();
  viewer = served.person('viewer', 'viewer');
  stranger = served.person('stranger');
  const { store, blobs } = served.app;
  video = store.videos.create({ study: served.study.id, name: 'v', createdBy: viewer.row.id }).id;
  store.videos.setSource(video, { bytes: 1000, sha256: 'b'.repeat(64) });
  for (const file of ['v.mp4', 'source', 'v.m3u8'])
    await blobs.write(`${video}/${file}`, once(BYTES), { maxBytes: 1e6 });
  store.videos.setState(video, 'ready');
}, 30_000);
afterAll(() => served.close());

const get = (
  path: string,
  headers: Record<string, string> = {},
  person: Person | null = viewer,
  method = 'GET',
) =>
  fetch(`${served.url}/media/${path}`, {
    method,
    headers: { ...headers, ...(person ? { authorization: person.bearer } : {}) },
  });

it('is served whole, typed, and for this browser only', async () => {
  const answer = await get(`${video}/v.mp4`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('video/mp4');
  expect(answer.headers.get('accept-ranges')).toBe('bytes');
  expect(answer.headers.get('cache-control')).toMatch(/^private, .*immutable$/);
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(BYTES);
  expect((await get(`${video}/v.m3u8`)).headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
});

describe('a range', () => {
  it.each([
    ['bytes=0-9', 0, 9],
    ['bytes=10-10', 10, 10],
    ['bytes=990-', 990, 999],
    ['bytes=990-5000', 990, 999],
    ['bytes=-10', 990, 999],
    ['bytes=-5000', 0, 999],
  ])('%s', async (range, start, end) => {
    const answer = await get(`${video}/v.mp4`, { range });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end}/1000`);
    expect(answer.headers.get('content-length')).toBe(String(end - start + 1));
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(BYTES.slice(start, end + 1));
  });

  it.each(['bytes=1000-', 'bytes=5000-6000', 'bytes=-0'])('%s cannot be satisfied', async (range) => {
    const answer = await get(`${video}/v.mp4`, { range });
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe('bytes */1000');
  });

  it.each(['bytes=9-0', 'bytes=0-1,5-6', 'lines=0-1', 'bytes=a-b', 'bytes=-', `bytes=${'9'.repeat(30)}-`])(
    '%s is none, and means the whole',
    async (range) => {
      const answer = await get(`${video}/v.mp4`, { range });
      expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 1000]);
    },
  );

  it('counts only for the file it was begun with', async () => {
    const tag = (await get(`${video}/v.mp4`)).headers.get('etag')!;
    expect((await get(`${video}/v.mp4`, { range: 'bytes=0-9', 'if-range': tag })).status).toBe(206);
    expect((await get(`${video}/v.mp4`, { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
  });
});

it('is not sent again to who has it, and HEAD has no body', async () => {
  const tag = (await get(`${video}/v.mp4`)).headers.get('etag')!;
  expect((await get(`${video}/v.mp4`, { 'if-none-match': tag })).status).toBe(304);
  const head = await get(`${video}/v.mp4`, {}, viewer, 'HEAD');
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '1000', '']);
});

it('is there for those who may see the video, at each request', async () => {
  expect((await get(`${video}/v.mp4`, {}, null)).status).toBe(401);
  expect((await get(`${video}/v.mp4`, {}, stranger)).status).toBe(404);
  served.app.store.members.set(served.project.id, stranger.row.id, 'viewer');
  expect((await get(`${video}/v.mp4`, {}, stranger)).status).toBe(200);
  served.app.store.members.remove(served.project.id, stranger.row.id);
  expect((await get(`${video}/v.mp4`, {}, stranger)).status).toBe(404);
});

it.each(['source', 'other', 'constructor', '..%2f..%2floupe.db', '../loupe.db', 'v.mp4/x', ''])(
  '%j of a video is not served',
  async (file) => {
    expect((await get(`${video}/${file}`)).status).toBe(404);
  },
);

it('cannot be changed', async () => {
  for (const method of ['POST', 'PUT', 'DELETE'])
    expect((await get(`${video}/v.mp4`, {}, viewer, method)).status).toBe(404);
});
