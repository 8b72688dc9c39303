/** The labels of a project over real HTTP: versions, two managers at once, and what may not be saved. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabelId, TierId } from '#lib/model/id.ts';
import type { Taxonomy, TaxonomyContent } from '#lib/model/taxonomy.ts';
import { broughtBack } from '#lib/model/taxonomy-change.ts';
import { addLabel, changeLabel } from '#lib/model/taxonomy-edit.ts';
import { templateOf } from '#lib/model/templates/table.ts';
import type { TaxonomyVersionAnswer } from '#lib/protocol/http.ts';
import { serveApp, type Person, type ServedApp } from '../../../tests/served-app.ts';

let served: ServedApp;
let manager: Person;
let other: Person;
let annotator: Person;
let admin: Person;

beforeAll(async () => {
  served = await serveApp();
  manager = served.person('manager', 'manager');
  other = served.person('other', 'manager');
  annotator = served.person('annotator', 'annotator');
  admin = served.person('admin', 'admin');
}, 30_000);
afterAll(() => served.close());

type Told = { readonly problem?: { readonly code: string; readonly sentence: string } };

function project(name: string, template: string): Promise<Response> {
  return fetch(`${served.url}/api/v1/projects`, {
    method: 'POST',
    headers: { authorization: admin.bearer, 'content-type': 'application/json' },
    body: JSON.stringify({ name, template }),
  });
}

/** A project of its own for a test, with both managers and the annotator in it. */
async function withLabels(template = 'cholec80'): Promise<string> {
  const made = (await (await project('Theirs', template)).json()) as { id: never };
  served.app.store.members.set(made.id, manager.row.id, 'manager');
  served.app.store.members.set(made.id, other.row.id, 'manager');
  served.app.store.members.set(made.id, annotator.row.id, 'annotator');
  return made.id;
}

function get(id: string, { bearer }: Person = manager, query = '', headers = {}): Promise<Response> {
  const init = { headers: { authorization: bearer, ...headers } };
  return fetch(`${served.url}/api/v1/projects/${id}/taxonomy${query}`, init);
}

async function labelsOf(id: string, query = ''): Promise<Taxonomy> {
  return (await (await get(id, manager, query)).json()) as Taxonomy;
}

function put(
  id: string,
  version: string | null,
  content: unknown,
  { bearer }: Person = manager,
): Promise<Response> {
  return fetch(`${served.url}/api/v1/projects/${id}/taxonomy`, {
    method: 'PUT',
    headers: {
      authorization: bearer,
      'content-type': 'application/json',
      ...(version === null ? {} : { 'if-match': version }),
    },
    body: JSON.stringify(content),
  });
}

const contentOf = ({ name, labels, tiers }: Taxonomy): TaxonomyContent => ({ name, labels, tiers });
const sentence = async (answer: Response) => ((await answer.json()) as Told).problem?.sentence;

describe('a new project', () => {
  it('begins with the labels of its template', async () => {
    const id = await withLabels('cholect50');
    const taxonomy = await labelsOf(id);
    expect(taxonomy.version).toBe(1);
    expect(contentOf(taxonomy)).toEqual(templateOf('cholect50')!.content);
  });

  it('is only for admins to make, and of a template there is', async () => {
    expect((await project('x', 'nothing')).status).toBe(400);
    expect((await project(' ', 'empty')).status).toBe(400);
    const headers = { authorization: manager.bearer, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'Mine', template: 'empty' });
    const answer = await fetch(`${served.url}/api/v1/projects`, { method: 'POST', headers, body });
    expect(answer.status).toBe(404);
  });
});

describe('saving', () => {
  it('makes the next version, names who made it, and keeps the ones before', async () => {
    const id = await withLabels();
    const before = await labelsOf(id);
    const retired = changeLabel(contentOf(before), 'hook' as LabelId, { retired: true });
    const after = addLabel(retired, { name: 'Stapler', use: 'object', shapes: ['box'] });
    const answer = await put(id, '"1"', after);
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"']);
    expect(contentOf(await labelsOf(id))).toEqual(after);
    expect(await labelsOf(id, '?version=1')).toEqual(before);
    const versions = (await (await get(id, annotator, '/versions')).json()) as TaxonomyVersionAnswer[];
    expect(versions.map(({ version, createdBy }) => [version, createdBy?.name])).toEqual([
      [2, 'manager'],
      [1, 'admin'],
    ]);
    expect((await get(id, manager, '?version=3')).status).toBe(404);
  });

  it('what GET gave goes back as it is', async () => {
    const id = await withLabels('mds-updrs');
    expect((await put(id, '"1"', await labelsOf(id))).status).toBe(200);
  });

  it('a project that has none yet begins at version 0', async () => {
    const answer = await get(served.project.id);
    expect([answer.headers.get('etag'), ((await answer.json()) as Taxonomy).version]).toEqual(['"0"', 0]);
    expect((await put(served.project.id, '"0"', { name: 'First', labels: [], tiers: [] })).status).toBe(200);
  });

  it('an older version comes back as a new one', async () => {
    const id = await withLabels();
    const first = contentOf(await labelsOf(id));
    await put(id, '"1"', addLabel(first, { name: 'Stapler', use: 'object', shapes: ['box'] }));
    const now = contentOf(await labelsOf(id));
    const answer = await put(id, '"2"', broughtBack(now, first));
    expect(answer.status).toBe(200);
    const { version, labels } = (await answer.json()) as Taxonomy;
    expect(version).toBe(3);
    expect(labels.filter(({ retired }) => retired).map(({ name }) => name)).toEqual(['Stapler']);
  });

  it('more than usual fits, and not without end', async () => {
    const id = await withLabels('empty');
    const label = {
      name: '',
      color: '#62afa0',
      use: 'event',
      shapes: [],
      retired: false,
      description: 'x'.repeat(400),
    };
    const labels = Array.from({ length: 400 }, (_, n) => ({ ...label, id: `l${n}`, name: `Label ${n}` }));
    expect((await put(id, '"1"', { name: 'Many', labels, tiers: [] })).status).toBe(200);
    const huge = labels.map((one) => ({ ...one, description: 'x'.repeat(3000) }));
    expect((await put(id, '"2"', { name: 'Many', labels: huge, tiers: [] })).status).toBe(413);
  });
});

describe('two managers at once', () => {
  it('the later one is told, and nothing of the first is lost', async () => {
    const id = await withLabels();
    const seen = contentOf(await labelsOf(id));
    const first = changeLabel(seen, 'hook' as LabelId, { name: 'L-hook' });
    expect((await put(id, '"1"', first)).status).toBe(200);
    const answer = await put(id, '"1"', changeLabel(seen, 'clipper' as LabelId, { retired: true }), other);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      problem: {
        code: 'labels-changed',
        sentence: 'The labels were changed meanwhile: they are at version 2 now.',
      },
    });
    expect(contentOf(await labelsOf(id))).toEqual(first);
  });

  it('of ten saves over one version one is taken', async () => {
    const id = await withLabels();
    const seen = contentOf(await labelsOf(id));
    const saves = Array.from({ length: 10 }, (_, n) =>
      put(id, '"1"', { ...seen, name: `Labels ${n}` }, n % 2 ? manager : other),
    );
    const statuses = (await Promise.all(saves)).map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array<number>(9).fill(409)]);
  });
});

describe('what may not be saved', () => {
  it.each<[string, (content: TaxonomyContent) => unknown, RegExp]>([
    [
      'a label less',
      ({ labels, ...rest }) => ({ ...rest, labels: labels.slice(1) }),
      /^The label "Grasper" cannot be removed/,
    ],
    ['a tier less', (content) => ({ ...content, tiers: [] }), /^The tier "Phase" cannot be removed/],
    [
      'another use',
      (content) => ({
        ...content,
        labels: content.labels.map((one) => ({ ...one, use: 'event', shapes: [] })),
      }),
      /stays so: marks bear it/,
    ],
    [
      'another mode',
      (content) => ({ ...content, tiers: content.tiers.map((one) => ({ ...one, mode: 'free' })) }),
      /stays so: its segments/,
    ],
    [
      'a kind of shape we do not draw',
      (content) => changeLabel(content, 'hook' as LabelId, { shapes: ['cloud' as 'box'] }),
      /must be one of box/,
    ],
    ['a field too many', (content) => ({ ...content, admin: true }), /has "admin", which is not known here/],
    [
      'a label without a name',
      (content) => changeLabel(content, 'hook' as LabelId, { name: ' ' }),
      /must have 1 to 80 characters/,
    ],
    [
      'a tier with a stranger',
      (content) => ({
        ...content,
        tiers: [
          ...content.tiers,
          { id: 'n' as TierId, name: 'N', mode: 'free', labels: ['hook'], retired: false },
        ],
      }),
      /no label for segments/,
    ],
  ])('%s', async (_, change, told) => {
    const id = await withLabels();
    const seen = contentOf(await labelsOf(id));
    const answer = await put(id, '"1"', change(seen));
    expect([answer.status, await sentence(answer)]).toEqual([400, expect.stringMatching(told)]);
    expect(contentOf(await labelsOf(id))).toEqual(seen);
  });

  it.each([null, '3', '*', '"x"'])('without the version that was changed: %s', async (version) => {
    const id = await withLabels('empty');
    expect((await put(id, version, { name: 'x', labels: [], tiers: [] })).status).toBe(400);
  });
});

it('says that nothing has changed to who has it already', async () => {
  const id = await withLabels();
  expect((await get(id, annotator, '', { 'if-none-match': '"1"' })).status).toBe(304);
  await put(id, '"1"', await labelsOf(id));
  expect((await get(id, annotator, '', { 'if-none-match': '"1"' })).status).toBe(200);
});
