/** Every route × every kind of asker, over real HTTP: the expected answers come from the table of routes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addEvent } from '#lib/doc/edit/event.ts';
import { openLabels } from '#lib/doc/open.ts';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { can, ROLES, type Role } from '#lib/model/role.ts';
import type { AssignmentId, LabelId, PersonId, TaskId, VideoId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { NO_RULES } from '#lib/model/task.ts';
import type { Frame } from '#lib/model/time.ts';
import { USUAL_TRAINING } from '#lib/model/training.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { TAXONOMY } from '../../../tests/builders/record.ts';
import { someTask } from '../../../tests/builders/work.ts';
import { serveApp, type ServedApp } from '../../../tests/served-app.ts';
import { BODIES, type BodyName } from './bodies.ts';
import type { Route } from './route.ts';
import { ROUTES } from './routes.ts';
import { faultOf } from './schema.ts';
import { tusPaths } from './tus-paths.ts';

type Asker = 'anonymous' | 'wrong token' | 'stranger' | 'admin' | Role;
const ASKERS: readonly Asker[] = ['anonymous', 'wrong token', 'stranger', 'admin', ...ROLES];

/** A PNG of one pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Routes that are only there for an adjudication. */
const ADJUDICATION = /(adjudication|rulings|rulings-taken-back|tolerance)$/;

const JSON_TYPE = 'application/json; charset=utf-8';

let served: ServedApp;
const bearers = new Map<Asker, string>([['wrong token', `Bearer lp_${'x'.repeat(43)}`]]);
let ready: VideoId;
let failed: VideoId;
let task: TaskId;
let assignment: AssignmentId;
let apart: TaskId;
let adjudication: AssignmentId;
let judge: PersonId;
/** The video that was done apart. */
let compared: VideoId;
let trained: TaskId;

beforeAll(async () => {
  served = await serveApp();
  await served.app.ingest.stop(); // what is uploaded here waits for ever
  for (const role of ROLES) bearers.set(role, served.person(role, role).bearer);
  const admin = served.person('admin', 'admin');
  bearers.set('admin', admin.bearer);
  bearers.set('stranger', served.person('stranger').bearer);
  const { store, blobs } = served.app;
  const make = (name: string) =>
    store.videos.create({ study: served.study.id, name, createdBy: admin.row.id }).id;
  store.guidelines.publish(served.project.id, { body: '# First', note: '', asks: false, by: admin.row.id });
  ready = make('ready.mp4');
  failed = make('failed.mp4');
  const index = new FrameIndex({ num: 1, den: 30 }, Float64Array.from([0, 1, 2]), 1);
  const write = (file: string, bytes: Uint8Array) =>
    blobs.write(`${ready}/${file}`, [bytes].values() as never, { maxBytes: 1e6 });
  await write('frames.lfi', index.encode());
  store.videos.setSource(ready, { bytes: 5, sha256: 'a'.repeat(64) });
  store.videos.setReady(ready, {
    picture: {
      width: 640,
      height: 480,
      pixelAspect: 1,
      frames: 3,
      durationMs: 100,
      timebase: index.timebase,
      codec: 'h264',
      hasAudio: false,
      rendition: 'untouched',
    },
    media: { firstFrameMs: 0, thumbnails: { columns: 1, rows: 1, width: 160, height: 120, frames: [0] } },
  });
  store.taxonomies.save(served.project.id, { ...TAXONOMY, version: 0 }, admin.row.id);
  const worker = served.person('worker', 'annotator').row.id;
  task = store.tasks.create({ ...someTask, project: served.project.id, createdBy: admin.row.id }).id;
  assignment = store.assignments.create({ task, video: ready, layer: SHARED_LAYER.id, people: [worker] });
  const independent = { ...someTask, mode: 'independent' as const };
  apart = store.tasks.create({ ...independent, project: served.project.id, createdBy: admin.row.id }).id;
  judge = served.person('judge', 'clinician').row.id;
  const video = make('apart.mp4');
  for (const name of ['one', 'two']) {
    const layer = store.layers.create({ video, kind: 'person', name, task: apart });
    const person = served.person(name, 'annotator').row.id;
    const id = store.assignments.create({ task: apart, video, layer, people: [person] });
    const given = { person, step: 'submit', state: 'submitted', reason: '' } as const;
    store.assignments.take(store.assignments.get(id)!, given, { round: 1 });
  }
  compared = video;
  const layer = store.layers.create({ video, kind: 'consensus', name: 'Consensus', task: apart });
  const row = { task: apart, video, layer, people: [judge], adjudicates: true, names: true };
  adjudication = store.assignments.create(row);
  const training = {
    ...someTask,
    kind: 'training',
    project: served.project.id,
    createdBy: admin.row.id,
  } as const;
  trained = store.tasks.create(training).id;
  store.trainings.create(trained, USUAL_TRAINING);
  // Something that a training can be made of.
  const ydoc = new Y.Doc();
  addEvent(openLabels(ydoc), { label: 'breath' as LabelId, frame: 1 as Frame });
  await served.app.history.append(roomName({ kind: 'labels', video: ready, layer: SHARED_LAYER.id }), {
    person: admin.row.id,
    atMs: 0,
    update: Y.encodeStateAsUpdate(ydoc),
    newClients: [ydoc.clientID],
  });
}, 30_000);
afterAll(() => served.close());

/** What the table promises an asker; the status of `answer` where they may. */
function expectedOf(route: Route, asker: Asker): number {
  if (route.subject === 'anybody') return route.answer.status;
  if (asker === 'anonymous' || asker === 'wrong token') return 401;
  if (route.subject === 'person') return route.answer.status;
  if (route.subject === 'admin') return asker === 'admin' ? route.answer.status : 404;
  if (asker === 'stranger') return 404;
  if (route.subject === 'assignment') {
    if (asker !== 'admin' && asker !== 'manager' && asker !== 'clinician') return 404;
    if (route.path.endsWith('/tolerance') && asker === 'clinician') return 403;
    // What is its people's, and what needs a password that nobody here has.
    if (route.path.endsWith('/feedback')) return 404; // it is no training
    return /(done|sign|attempts|rulings|rulings-taken-back)$/.test(route.path) ? 409 : route.answer.status;
  }
  return asker === 'admin' || can(asker, route.action) ? route.answer.status : 403;
}

const newestGuideline = () => served.app.store.guidelines.current(served.project.id)?.version ?? 0;

function bodyOf(name: BodyName): object {
  if (name === 'NewGuideline') return { body: '# Mark the tools', note: '', asks: true };
  if (name === 'GuidelineVersion') return { version: newestGuideline() };
  if (name === 'NewTaxonomy') return { name: 'Labels', labels: TAXONOMY.labels, tiers: [] };
  if (name === 'NewProject') return { name: 'New project', template: 'empty' };
  if (name === 'NewOffset') return { offsetMs: 1500.5 };
  if (name === 'NewFrameExport') return { frames: '0', format: 'png' };
  if (name === 'ChooseKeys') return { preset: 'cvat', own: [], singleKeys: true };
  if (name === 'ReadNotices') return { ids: null };
  if (name === 'NewAdjudication') return { video: compared, person: judge, names: true, evenOwn: false };
  if (name === 'NewRulings') return { rulings: [] };
  if (name === 'TakenBack') return { ids: [] };
  if (name === 'NewTolerance') return { tolerance: null };
  if (name === 'NewStep') return { step: 'review', reason: '' };
  if (name === 'NewDecision') return { mark: 'track:a', verdict: 'accepted', reason: '' };
  if (name === 'Done') return { mark: 'track:a', done: true };
  if (name === 'Signing') return { password: 'not the one' };
  if (name === 'Assign') return { videos: [ready], people: [], each: null };
  if (name === 'ChangedTask')
    return { title: 'Other', brief: '', dueAt: '2026-05-06T00:00:00Z', priority: 'high', rules: NO_RULES };
  if (name === 'Staffing') return { add: [], remove: [], reason: '' };
  if (name === 'TrainingRules') return USUAL_TRAINING;
  if (name === 'Requirements') return { trainings: [trained] };
  if (name === 'NewTraining') {
    const { title, brief, dueAt, priority } = someTask;
    const references = [{ video: ready, layer: SHARED_LAYER.id }];
    return { title, brief, dueAt, priority, rules: USUAL_TRAINING, references, people: [] };
  }
  if (name === 'NewTask') {
    const { kind: _kind, ...planned } = someTask;
    return { ...planned, assign: { videos: [], people: [], each: null } };
  }
  if (name === 'NewSeenComments') return { comments: ['c1'] };
  return { project: served.project.id, name: 'New study' };
}

function taskOf({ path }: Route): TaskId {
  if (path.endsWith('/adjudications')) return apart;
  return path.endsWith('/training') ? trained : task;
}

async function ask(route: Route, asker: Asker, video: VideoId): Promise<Response> {
  const query = new URLSearchParams();
  for (const [name, { schema, required }] of Object.entries(route.query ?? {})) {
    if (!required) continue;
    const room = roomName({ kind: 'discussion', video });
    query.set(name, name === 'room' ? room : 'enum' in schema && schema.enum ? schema.enum[0]! : 'clip.mp4');
  }
  const path = route.path
    .replace('{project}', served.project.id)
    .replace('{study}', served.study.id)
    .replace('{video}', video)
    .replace('{task}', taskOf(route))
    .replace('{assignment}', ADJUDICATION.test(route.path) ? adjudication : assignment);
  const headers: Record<string, string> = {};
  const bearer = bearers.get(asker);
  if (bearer) headers['authorization'] = bearer;
  let body: string | Uint8Array | undefined;
  if (route.path.endsWith('/guideline/pictures')) body = PICTURE;
  else if (route.body === 'file') body = 'bytes of a file';
  else if (route.body) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(bodyOf(route.body));
  }
  const taxonomy = served.app.store.taxonomies.current(served.project.id);
  const newest = route.path.endsWith('/guideline') ? newestGuideline() : (taxonomy?.version ?? 0);
  if (route.method === 'PUT') headers['if-match'] = `"${newest}"`;
  return fetch(`${served.url}/api/v1${path}?${query}`, {
    method: route.method,
    headers,
    ...(body ? { body } : {}),
  } as RequestInit);
}

describe.each(ROUTES.map((route) => ({ name: `${route.method} ${route.path}`, route })))(
  '$name',
  ({ route }) => {
    it.each(ASKERS.map((asker) => ({ asker })))('for $asker', async ({ asker }) => {
      const may = expectedOf(route, asker);
      // Nobody here has an export of frames: those who may take one are told so.
      const expected = may === 200 && route.path.endsWith('/frame-files/archive') ? 404 : may;
      const { store, ingest } = served.app;
      const [again, stop] = [route.path.endsWith('/retry'), route.path.endsWith('/cancel')];
      if (again || stop) {
        store.jobs.cancel(failed);
        store.videos.setFailed(failed, { code: 'internal', details: {} });
        if (stop) ingest.retry(failed);
      }
      if (route.subject === 'assignment') {
        const state = route.path.endsWith('/steps') ? 'submitted' : 'in-review';
        const row = store.assignments.get(assignment)!;
        store.assignments.take(
          row,
          { person: row.people[0]!, step: 'start', state, reason: '' },
          { reviewer: null },
        );
      }
      if (route.path.endsWith('/adjudications'))
        for (const row of store.assignments.ofTask(apart).filter(({ adjudicates }) => adjudicates))
          store.assignments.take(row, { person: judge, step: 'withdraw', state: 'withdrawn', reason: '' });
      const answer = await ask(route, asker, again || stop ? failed : ready);
      expect(answer.status).toBe(expected);
      const kept = expected < 400 && route.answer.kept;
      expect(answer.headers.get('cache-control')).toBe(kept ? 'private, no-cache' : 'private, no-store');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      const type = expected < 400 ? (route.answer.binary ?? JSON_TYPE) : JSON_TYPE;
      expect(answer.headers.get('content-type')).toBe(type);
      const body: unknown = type === JSON_TYPE ? await answer.json() : undefined;
      const name = expected < 400 ? route.answer.body : 'Problem';
      expect(body === undefined || name === null ? undefined : faultOf(BODIES[name], body)).toBeUndefined();
    });
  },
);

it('the frame index as JSON is as it is described', async () => {
  const headers = { authorization: bearers.get('viewer')! };
  const answer = await fetch(`${served.url}/api/v1/videos/${ready}/frames?format=json`, { headers });
  const body: unknown = await answer.json();
  expect(body).toEqual({ timebase: { num: 1, den: 30 }, pts: [0, 1, 2] });
  expect(faultOf(BODIES.Frames, body)).toBeUndefined();
});

it('what is not there and what one may not see give the same answer', async () => {
  const bodyOf = async (id: string) => {
    const headers = { authorization: bearers.get('stranger')! };
    const answer = await fetch(`${served.url}/api/v1/videos/${id}`, { headers });
    return { status: answer.status, body: await answer.text() };
  };
  expect(await bodyOf(ready)).toEqual(await bodyOf('0000000000000000'));
});

it('openapi.json lists every route, and every schema it names is there', async () => {
  const description = (await (await fetch(`${served.url}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: Record<string, unknown> };
  };
  const uploads = Object.keys(tusPaths()); // no routes: a protocol of its own
  const listed = Object.entries(description.paths)
    .filter(([path]) => !uploads.includes(path))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  expect(Object.keys(description.paths)).toEqual(expect.arrayContaining(uploads));
  expect(listed.sort()).toEqual(ROUTES.map(({ method, path }) => `${method.toLowerCase()} ${path}`).sort());
  for (const [, name] of JSON.stringify(description.paths).matchAll(/#\/components\/schemas\/(\w+)/g)) {
    expect(Object.keys(description.components.schemas)).toContain(name);
  }
});

describe('what is not right to send is told', () => {
  const asManager = (body: string | undefined, type = 'application/json', path = '/studies') =>
    fetch(`${served.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: bearers.get('manager')!, ...(type ? { 'content-type': type } : {}) },
      ...(body === undefined ? {} : { body }),
    });

  it.each([
    ['{', 'The body is not JSON.'],
    ['[]', 'The body must be an object.'],
    ['{"name":"x"}', 'The body lacks "project".'],
    ['{"project":"p","name":"x","admin":true}', 'The body has "admin", which is not known here.'],
    ['{"project":"p","name":" "}', '"name" is not of the form \\S.'],
    [JSON.stringify({ project: 'p', name: 'x'.repeat(121) }), '"name" must have 1 to 120 characters.'],
  ])('%s', async (body, sentence) => {
    const answer = await asManager(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ problem: { code: 'bad-request', sentence } });
  });

  it('a body that is too large, or no JSON', async () => {
    expect((await asManager(JSON.stringify({ name: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await asManager('project=p&name=x', 'application/x-www-form-urlencoded')).status).toBe(400);
  });

  it('another method, another path', async () => {
    const wrong = await asManager('{}', 'application/json', '/me');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([404, 'GET']);
    expect((await fetch(`${served.url}/api/v1/nothing`)).status).toBe(404);
    expect((await fetch(`${served.url}/api/nothing`)).status).toBe(404);
  });
});
