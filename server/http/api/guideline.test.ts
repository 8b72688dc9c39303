/** The guideline of a project over real HTTP: versions, two managers at once, acknowledgement, pictures and frames. */
import { createReadStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { VideoId } from '#lib/model/id.ts';
import { pictureFacts } from '#lib/model/picture-type.ts';
import type {
  GuidelineAnswer,
  GuidelinePictureAnswer,
  GuidelineReaderAnswer,
  GuidelineVersionAnswer,
} from '#lib/protocol/http.ts';
import { serveApp, type Person, type ServedApp } from '../../../tests/served-app.ts';

const CLIP = fileURLToPath(new URL('../../../tests/fixtures/numbered-cfr.mp4', import.meta.url));
/** A PNG of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let served: ServedApp;
let manager: Person;
let other: Person;
let maya: Person;
let stranger: Person;
let outsider: Person;
let video: VideoId;

beforeAll(async () => {
  served = await serveApp();
  manager = served.person('manager', 'manager');
  other = served.person('other', 'manager');
  maya = served.person('maya', 'annotator');
  outsider = served.person('outsider', 'annotator');
  stranger = served.person('stranger');
  const { app, project, study } = served;
  const group = app.store.groups.create({ project: project.id, name: 'Elsewhere', outsourced: true });
  app.store.groups.setPeople(group, [outsider.row.id]);
  const made = await app.ingest.accept({
    study: study.id,
    name: 'numbered.mp4',
    createdBy: manager.row.id,
    stream: createReadStream(CLIP),
  });
  video = made.id;
  const expectReady = () => {
    if (app.store.videos.get(video)?.state !== 'ready') throw new Error('The clip is not ready.');
  };
  await vi.waitFor(expectReady, { timeout: 120_000, interval: 200 });
}, 150_000);
afterAll(() => served.close());

type Init = Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> };
const ask = (path: string, { bearer }: Person, init: Init = {}) =>
  fetch(served.url + path, { ...init, headers: { authorization: bearer, ...init.headers } });

const at = (path = '', project: string = served.project.id) => `/api/v1/projects/${project}/guideline${path}`;

function publish(version: number, text: object, by = manager, project: string = served.project.id) {
  return ask(at('', project), by, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
    body: JSON.stringify({ note: '', asks: false, ...text }),
  });
}

function post(path: string, by: Person, version: number, project: string = served.project.id) {
  return ask(at(path, project), by, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version }),
  });
}

/** A project of its own for a test, with both managers, an annotator and somebody who works elsewhere. */
function another(): string {
  const { store } = served.app;
  const { id } = store.projects.create({ name: 'Another' });
  for (const one of [manager, other]) store.members.set(id, one.row.id, 'manager');
  for (const one of [maya, outsider]) store.members.set(id, one.row.id, 'annotator');
  const group = store.groups.create({ project: id, name: 'Elsewhere', outsourced: true });
  store.groups.setPeople(group, [outsider.row.id]);
  return id;
}

const problemOf = async (answer: Response) => {
  const { problem } = (await answer.json()) as { problem: { code: string; sentence: string } };
  return [answer.status, problem.code, problem.sentence];
};

describe('versions', () => {
  it('are kept, each with who, when and what is new', async () => {
    const id = another();
    const none = (await (await ask(at('', id), maya)).json()) as GuidelineAnswer;
    expect(none).toMatchObject({ version: 0, body: '', createdBy: null });
    const first = await publish(0, { body: '# Mark', note: ' begun ' }, manager, id);
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"1"']);
    await publish(1, { body: '# Mark all', note: 'all of them', asks: true }, other, id);
    const versions = (await (await ask(at('/versions', id), maya)).json()) as GuidelineVersionAnswer[];
    expect(versions.map((one) => [one.version, one.note, one.asks, one.createdBy?.name])).toEqual([
      [2, 'all of them', true, 'other'],
      [1, 'begun', false, 'manager'],
    ]);
    const old = (await (await ask(at('?version=1', id), maya)).json()) as GuidelineAnswer;
    expect(old.body).toBe('# Mark');
    expect((await ask(at('?version=3', id), maya)).status).toBe(404);
  });

  it('of two managers at once the later one is told, and nothing of the first is lost', async () => {
    const id = another();
    const saves = Array.from({ length: 10 }, (_, n) =>
      publish(0, { body: `# ${n}` }, n % 2 ? manager : other, id),
    );
    const answers = await Promise.all(saves);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200,
      ...Array<number>(9).fill(409),
    ]);
    const late = answers.find(({ status }) => status === 409)!;
    expect(await problemOf(late)).toEqual([
      409,
      'guideline-changed',
      'The guideline was changed meanwhile: it is at version 1 now.',
    ]);
  });

  it.each([
    ['nothing', { body: ' ' }, /is empty/],
    ['a text without end', { body: 'x'.repeat(100_001) }, /0 to 100000 characters/],
    ['a picture that is not there', { body: '![x](picture:nothing)' }, /There is no picture "nothing"/],
    ['a video that is not there', { body: '![x](frame:nothing/1)' }, /There is no video "nothing"/],
  ])('%s is not published', async (_, text, told) => {
    const id = another();
    const [status, , sentence] = await problemOf(await publish(0, text, manager, id));
    expect([status, sentence]).toEqual([400, expect.stringMatching(told)]);
  });

  it('nor a frame that is not there, or a video of another project', async () => {
    expect(await problemOf(await publish(0, { body: `![x](frame:${video}/99999)` }))).toMatchObject([
      400,
      'bad-request',
      expect.stringMatching(/"numbered.mp4" has no frame 99999: they go from 0 to \d+\./),
    ]);
    const answer = await publish(0, { body: `![x](frame:${video}/1)` }, manager, another());
    expect(await problemOf(answer)).toMatchObject([400, 'bad-request', expect.stringMatching(/no video/)]);
  });

  it('are shown to who works elsewhere without names', async () => {
    const id = another();
    await publish(0, { body: '# Mark' }, manager, id);
    const answer = (await (await ask(at('', id), outsider)).json()) as GuidelineAnswer;
    expect([answer.version, answer.createdBy]).toEqual([1, null]);
  });
});

describe('reading', () => {
  it('is new until it is opened, owed until it is acknowledged, and a correction asks nobody again', async () => {
    const id = another();
    const standing = async (by = maya) => (await ask(at('/standing', id), by)).json();
    await publish(0, { body: '# Mark', asks: true }, manager, id);
    expect(await standing()).toEqual({ version: 1, asked: 1, read: 0, acknowledged: 0 });
    expect(await standing(manager)).toEqual({ version: 1, asked: 1, read: 1, acknowledged: 1 });
    await post('/reading', maya, 1, id);
    expect(await standing()).toEqual({ version: 1, asked: 1, read: 1, acknowledged: 0 });
    await publish(1, { body: '# Mark it' }, manager, id);
    expect(await problemOf(await post('/acknowledgement', maya, 1, id))).toMatchObject([
      409,
      'guideline-changed',
      'The guideline was changed meanwhile: it is at version 2 now.',
    ]);
    await post('/acknowledgement', maya, 2, id);
    await post('/acknowledgement', maya, 2, id);
    expect(await standing()).toEqual({ version: 2, asked: 1, read: 2, acknowledged: 2 });
    const rows = served.app.store.audit.page({ project: id as never, action: 'guideline.acknowledge' });
    expect(rows.map(({ by }) => by)).toEqual([maya.row.id]);
    expect((await post('/reading', maya, 9, id)).status).toBe(404);
  });

  it('is listed for managers, member by member', async () => {
    const id = another();
    await publish(0, { body: '# Mark', asks: true }, manager, id);
    await post('/acknowledgement', maya, 1, id);
    const readers = (await (await ask(at('/readers', id), other)).json()) as GuidelineReaderAnswer[];
    expect(
      readers.map((one) => [one.person.name, one.read?.version ?? 0, one.acknowledged?.version ?? 0]),
    ).toEqual([
      ['manager', 1, 1],
      ['maya', 1, 1],
      ['other', 0, 0],
      ['outsider', 0, 0],
    ]);
  });
});

describe('pictures', () => {
  const send = (bytes: Uint8Array | string, by = manager, type = 'image/png') =>
    ask(at('/pictures'), by, { method: 'POST', headers: { 'content-type': type }, body: bytes as BodyInit });

  it('are kept as they are and served to members alone', async () => {
    const answer = await send(PNG, manager, 'text/html');
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as GuidelinePictureAnswer;
    const path = `/media/guideline/${served.project.id}/${id}`;
    const shown = await ask(path, maya);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
    expect((await ask(path, stranger)).status).toBe(404);
    expect((await ask(`/media/guideline/${another()}/${id}`, manager)).status).toBe(404);
    expect((await fetch(served.url + path)).status).toBe(401);
  });

  it.each([
    ['a page', '<!doctype html><script>alert(1)</script>', 415],
    ['a drawing with scripts', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 415],
    ['a picture of gigapixels', bomb(), 415],
    ['more than there is room for', new Uint8Array(5_000_001), 413],
  ])('%s is refused, whatever it says it is', async (_, bytes, status) => {
    expect((await send(bytes)).status).toBe(status);
  });

  function bomb(): Uint8Array {
    const bytes = Uint8Array.from(PNG);
    new DataView(bytes.buffer).setUint32(16, 60_000);
    return bytes;
  }
});

describe('frames of videos', () => {
  const frame = (n: number, by = maya) =>
    ask(`/media/guideline/${served.project.id}/frame/${video}/${n}`, by);

  it('are drawn from the source, for who may see the video and only if a guideline shows them', async () => {
    expect((await frame(7)).status).toBe(404); // no guideline shows it
    expect((await publish(0, { body: `![x](frame:${video}/7)` })).status).toBe(200);
    const answers = await Promise.all([frame(7), frame(7), frame(7)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const bytes = await Promise.all(answers.map(async (one) => new Uint8Array(await one.arrayBuffer())));
    const { width, height } = served.app.store.videos.get(video)!.picture!;
    expect(pictureFacts(bytes[0]!)).toEqual({ type: 'image/jpeg', width, height });
    expect(readFileSync(served.app.blobs.path(`${video}/example-7.jpg`))).toEqual(Buffer.from(bytes[1]!));
    expect((await frame(8)).status).toBe(404);
    expect((await frame(7, stranger)).status).toBe(404);
    expect((await frame(7, outsider)).status).toBe(404); // nothing of this video is assigned to them
  }, 60_000);

  it('a manager sees any, before it is published, as far as there are frames', async () => {
    expect((await frame(9, manager)).status).toBe(200);
    expect((await frame(99_999, manager)).status).toBe(404);
    expect((await ask(`/media/guideline/${another()}/frame/${video}/7`, manager)).status).toBe(404);
  }, 60_000);
});
