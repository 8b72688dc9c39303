import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveApp, type Person, type ServedApp } from '../../tests/served-app.ts';

let served: ServedApp;
let manager: Person;
let cookie: string;

beforeAll(async () => {
  served = await serveApp({ MAX_UPLOAD_BYTES: '1M' });
  manager = served.person('manager', 'manager');
  const { token } = await served.app.auth.signInByLink(served.app.auth.createLink(manager.row.id));
  cookie = `sid=${token}`;
}, 30_000);
afterAll(() => served.close());

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

/** Plain node:http: fetch would not let us set Host, Origin and the like. */
function ask(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
  base = served.url,
): Promise<Answer> {
  const { port } = new URL(base);
  return new Promise((done, fail) => {
    const sent = request({ host: 'localhost', port, method, path, headers }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString()));
      answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }));
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

const newStudy = () => JSON.stringify({ project: served.project.id, name: 'S' });
const post = (headers: Record<string, string>, base?: string) =>
  ask('POST', '/api/v1/studies', { 'content-type': 'application/json', ...headers }, newStudy(), base);

describe('a change asked for with a cookie', () => {
  it('counts from our own origin', async () => {
    expect((await post({ cookie, origin: served.url })).status).toBe(201);
    expect((await post({ cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    {},
  ])('is refused with %j', async (headers: Record<string, string>) => {
    const answer = await post({ cookie, ...headers });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('bad-origin');
  });

  it('is not needed with a token, which no browser sends by itself', async () => {
    expect((await post({ authorization: manager.bearer })).status).toBe(201);
  });

  it('does not fall back to the cookie when the token is wrong', async () => {
    expect((await post({ authorization: 'Bearer lp_wrong', cookie, origin: served.url })).status).toBe(401);
  });
});

describe('every answer', () => {
  it.each(['/healthz', '/api/v1/openapi.json', '/api/v1/me', '/media/x/v.mp4', '/nothing'])(
    'of %s is guarded',
    async (path) => {
      const { headers } = await ask('GET', path, {});
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['permissions-policy']).toContain('camera=()');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    },
  );

  it('keeps our bugs to the log', async () => {
    const answers = served.app.store.projects.all.bind(served.app.store.projects);
    served.app.store.projects.all = () => {
      throw new Error('secret detail');
    };
    const { status, body } = await ask('GET', '/api/v1/projects', { authorization: manager.bearer });
    served.app.store.projects.all = answers;
    expect(status).toBe(500);
    expect(body).toContain('"code":"internal"');
    expect(body).not.toContain('secret');
  });
});

it.each(['a b', 'host/path', 'x'.repeat(300)])('a Host that is none (%j) is refused', async (host) => {
  expect((await ask('GET', '/api/v1/openapi.json', { host })).status).toBe(400);
});

describe('behind a proxy', () => {
  let behind: ServedApp;
  beforeAll(async () => {
    behind = await serveApp({ TRUSTED_PROXIES: '127.0.0.0/8, ::1' });
  }, 30_000);
  afterAll(() => behind.close());

  const hosted = { host: 'loupe.example.org', 'content-type': 'application/json' };
  it('scheme and cookie are those of the outside', async () => {
    const person = behind.person('m', 'manager');
    const { token } = await behind.app.auth.signInByLink(behind.app.auth.createLink(person.row.id));
    const body = JSON.stringify({ project: behind.project.id, name: 'S' });
    const sent = (headers: Record<string, string>) =>
      ask('POST', '/api/v1/studies', { ...hosted, ...headers }, body, behind.url);
    const origin = 'https://loupe.example.org';
    expect((await sent({ origin, 'x-forwarded-proto': 'https', cookie: `__Host-sid=${token}` })).status).toBe(
      201,
    );
    expect((await sent({ origin, cookie: `__Host-sid=${token}` })).status).toBe(403);
    expect((await sent({ origin, 'x-forwarded-proto': 'https', cookie: `sid=${token}` })).status).toBe(401);
  });

  it('a stranger who is no proxy is not believed', async () => {
    const answer = await post({ cookie, origin: 'https://localhost', 'x-forwarded-proto': 'https' });
    expect(answer.status).toBe(403);
  });
});

describe('an upload', () => {
  const upload = (headers: Record<string, string>, body: string) =>
    ask(
      'POST',
      `/api/v1/studies/${served.study.id}/videos?name=a.mp4`,
      { authorization: manager.bearer, ...headers },
      body,
    );
  const count = () => served.app.store.videos.listOf(served.study.id).length;

  it('is refused before it is read when it is too large, or nobody knows how large', async () => {
    const before = count();
    const large = await upload({ 'content-length': String(2_000_000) }, 'x'.repeat(2_000_000));
    expect([large.status, JSON.parse(large.body)]).toEqual([
      413,
      { problem: expect.objectContaining({ code: 'too-large' }) as unknown },
    ]);
    expect((await upload({ 'transfer-encoding': 'chunked' }, 'x')).status).toBe(411);
    expect((await upload({ 'content-length': '0' }, '')).status).toBe(400);
    expect(count()).toBe(before);
  });

  it('that breaks off leaves nothing', async () => {
    const before = count();
    const socket = connect(Number(new URL(served.url).port), 'localhost');
    socket.on('error', () => undefined);
    socket.write(
      `POST /api/v1/studies/${served.study.id}/videos?name=a.mp4 HTTP/1.1\r\nhost: localhost\r\n` +
        `authorization: ${manager.bearer}\r\ncontent-length: 1000\r\n\r\nsome bytes`,
    );
    for (let tries = 0; count() === before && tries < 100; tries++) await sleep(20);
    expect(count()).toBe(before + 1);
    socket.destroy();
    for (let tries = 0; count() > before && tries < 100; tries++) await sleep(20);
    expect(count()).toBe(before);
    expect(await ask('GET', '/healthz', {})).toMatchObject({ status: 200 });
  });
});
