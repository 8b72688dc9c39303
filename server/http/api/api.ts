/** A request below /api/v1: finds its route, checks the right and what came in, and only then lets it run. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '#lib/model/problem.ts';
import type { App } from '#server/app.ts';
import type { PersonRow } from '#server/store/people.ts';
import { readJson } from '../body.ts';
import type { Identity } from '../identity.ts';
import { send, sendFile, type Reply } from '../reply.ts';
import type { Visit } from '../visit.ts';
import { BODIES } from './bodies.ts';
import { findRoute, type Call, type Route } from './route.ts';
import { projectIn, ROUTES } from './routes.ts';
import { faultOf } from './schema.ts';

/** `path` is what follows /api/v1. */
export async function serveApi(
  app: App,
  { person }: Identity,
  { address }: Pick<Visit, 'address'>,
  path: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { route, id, allowed } = findRoute(ROUTES, request.method ?? '', path);
  if (!route) {
    if (allowed.length > 0) response.setHeader('allow', allowed.join(', '));
    throw new Refusal('not-found');
  }
  const read = async (): Promise<Call> => ({
    app,
    request,
    response,
    query: readQuery(route, query),
    body: await readBody(route, request, response),
    address,
    record: (action, more = {}) =>
      app.store.audit.record({ action, by: person?.id ?? null, address, ...more }),
  });
  const reply = await run(app, route, person, id, read);
  if ('pieces' in reply) await sendFile(response, reply);
  else send(response, reply);
}

/** The right comes before the reading: who may not be here learns nothing of what would be right to send. */
async function run(
  { access }: App,
  route: Route,
  person: PersonRow | null,
  id: string,
  read: () => Promise<Call>,
): Promise<Reply> {
  if (route.subject === 'anybody') return route.run(await read());
  if (!person) throw new Refusal('not-signed-in');
  switch (route.subject) {
    case 'person':
      access.member(person);
      return route.run(await read(), { person });
    case 'admin':
      access.admin(person);
      return route.run(await read(), { person });
    case 'project': {
      if (route.path.includes('{project}')) {
        const found = access.project(person, id, route.action);
        return route.run(await read(), { ...found, person });
      }
      const call = await read(); // it names the project
      return route.run(call, { ...access.project(person, projectIn(call.body), route.action), person });
    }
    case 'study': {
      const found = access.study(person, id, route.action);
      return route.run(await read(), { ...found, person });
    }
    case 'video': {
      const found = access.video(person, id, route.action);
      return route.run(await read(), { ...found, person });
    }
    case 'task': {
      const found = access.task(person, id, route.action);
      return route.run(await read(), { ...found, person });
    }
    case 'assignment': {
      const found = access.assignment(person, id);
      return route.run(await read(), { ...found, person });
    }
    default:
      return route satisfies never;
  }
}

async function readBody(
  { body: name, bodyBytes }: Route,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<unknown> {
  if (name === undefined || name === 'file') return undefined;
  const body = await readJson(request, response, bodyBytes);
  const fault = faultOf(BODIES[name], body);
  if (fault !== undefined) throw new Refusal('bad-request', { what: fault });
  return body;
}

function readQuery({ query = {} }: Route, given: URLSearchParams): Call['query'] {
  const checked: Record<string, string | undefined> = {};
  for (const [name, { schema, required }] of Object.entries(query)) {
    const value = given.get(name) ?? undefined;
    if (value === undefined && required)
      throw new Refusal('bad-request', { what: `"${name}" is missing in the address.` });
    const fault = value === undefined ? undefined : faultOf(schema, value, `"${name}"`);
    if (fault !== undefined) throw new Refusal('bad-request', { what: fault });
    checked[name] = value;
  }
  return checked;
}
