/** The labels of a project over HTTP: read at any version, and saved by one manager at a time. */
import type { IncomingMessage } from 'node:http';
import { newId, type ProjectId } from '#lib/model/id.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import type { Taxonomy, TaxonomyContent } from '#lib/model/taxonomy.ts';
import { changeFault } from '#lib/model/taxonomy-change.ts';
import { taxonomyFault } from '#lib/model/taxonomy-check.ts';
import { templateOf } from '#lib/model/templates/table.ts';
import type { App } from '#server/app.ts';
import type { InProject } from '#server/auth/access.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { ProjectRow } from '#server/store/projects.ts';
import type { Reply } from '../reply.ts';
import type { NewProjectBody, NewTaxonomyBody } from './bodies.ts';
import type { Call } from './route.ts';

type Found = InProject & { readonly person: PersonRow };

/** A browser keeps it and asks whether it is still right: people at work look often for a newer one. */
export async function readTaxonomy({ app, query, request, response }: Call, found: Found): Promise<Reply> {
  const wanted = query['version'];
  const taxonomy =
    wanted === undefined
      ? app.answers.taxonomy(found)
      : app.store.taxonomies.version(found.project.id, Number(wanted));
  if (!taxonomy) throw new Refusal('not-found');
  const tag = `"${taxonomy.version}"`;
  response.setHeader('etag', tag);
  response.setHeader('cache-control', 'private, no-cache');
  if (request.headers['if-none-match'] === tag)
    return { status: 304, bytes: new Uint8Array(), type: 'application/json' };
  return { status: 200, json: taxonomy };
}

/** Refuses `labels-changed` when another version has come between, `bad-request` what may not be saved. */
export async function saveTaxonomy(
  { app, request, response, body, record }: Call<NewTaxonomyBody>,
  found: Found,
): Promise<Reply> {
  const expected = versionIn(request);
  const content: TaxonomyContent = { name: body.name.trim(), labels: body.labels, tiers: body.tiers };
  const saved = app.store.transaction(() => {
    const current = app.answers.taxonomy(found);
    if (current.version !== expected) throw new Refusal('labels-changed', { version: current.version });
    const fault = changeFault(current, content) ?? taxonomyFault(content);
    if (fault !== undefined) throw new Refusal('bad-request', { what: fault });
    const id = current.version === 0 ? newId<'taxonomy'>() : current.id;
    const next = store(app, found.project.id, { ...content, id }, found.person);
    record('labels.save', { project: found.project.id, detail: { version: next.version } });
    return next;
  });
  response.setHeader('etag', `"${saved.version}"`);
  return { status: 200, json: saved };
}

/** A project is never without labels to begin with: a template is chosen, or the empty one. */
export async function makeProject(
  { app, body, record }: Call<NewProjectBody>,
  { person }: { readonly person: PersonRow },
): Promise<Reply> {
  const { content } = must(templateOf(body.template), 'the schema lets only templates of ours through');
  const project = app.store.transaction((): ProjectRow => {
    const made = app.store.projects.create({ name: body.name.trim() });
    store(app, made.id, { ...content, id: newId<'taxonomy'>() }, person);
    record('project.create', { project: made.id, detail: { template: body.template } });
    return made;
  });
  return { status: 201, json: app.answers.project({ project, role: 'manager' }) };
}

function store(
  { store: { taxonomies } }: App,
  project: ProjectId,
  taxonomy: Omit<Taxonomy, 'version'>,
  by: PersonRow,
): Taxonomy {
  return taxonomies.save(project, { ...taxonomy, version: 0 }, by.id);
}

function versionIn({ headers }: IncomingMessage): number {
  const version = /^"(\d{1,9})"$/.exec(headers['if-match'] ?? '')?.[1];
  if (version === undefined)
    throw new Refusal('bad-request', { what: 'Name the version you have changed: If-Match: "3".' });
  return Number(version);
}
