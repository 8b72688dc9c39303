/** openapi.json, made from the table of routes. */
import { problem } from '#lib/model/problem.ts';
import { ROLES, can } from '#lib/model/role.ts';
import { BODIES, type BodyName } from './bodies.ts';
import type { Route } from './route.ts';
import { tusPaths } from './tus-paths.ts';

/** OpenAPI 3.1, whose schemas are JSON Schema as ours are. */
export function openApi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Loupe',
      version: '1',
      description:
        'Studies, videos and exports. Annotations are live documents: join a room that a video names at /sync/<room> ' +
        'with y-websocket and the same token.',
    },
    servers: [{ url: '/api/v1' }],
    paths: { ...paths, ...tusPaths() },
    components: {
      schemas: BODIES,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'a personal token, `lp_…`' },
        session: { type: 'apiKey', in: 'cookie', name: 'sid', description: '`__Host-sid` over https' },
      },
    },
  };
}

function operation(route: Route): object {
  return {
    summary: route.summary,
    description: whoMay(route),
    security: route.subject === 'anybody' ? [] : [{ token: [] }, { session: [] }],
    parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: contentOf(route.body) } }),
    responses: {
      [route.answer.status]: { description: 'Done', content: answerContent(route) },
      default: { description: `A problem, like: ${problem('not-found').sentence}`, content: json('Problem') },
    },
  };
}

/** From the same table the gate reads. */
function whoMay(route: Route): string {
  if (route.subject === 'anybody') return 'Anybody.';
  if (route.subject === 'person') return 'Anybody who is signed in.';
  if (route.subject === 'admin') return 'Admins of the instance.';
  if (route.subject === 'assignment') return 'Who does it, who may review it, managers of the project.';
  return `In the project: ${ROLES.filter((role) => can(role, route.action)).join(', ')}.`;
}

function pathParameters({ path }: Route): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query = {} }: Route): object[] {
  return Object.entries(query).map(([name, { schema, required, description }]) => ({
    name,
    in: 'query',
    required,
    description,
    schema,
  }));
}

/** Who would change a kept thing names the version that they have changed. */
function headerParameters({ method, body }: Route): object[] {
  if (method !== 'PUT' || body !== 'NewTaxonomy') return [];
  const description = 'the ETag of the version that was changed: `"3"`';
  return [{ name: 'If-Match', in: 'header', required: true, description, schema: { type: 'string' } }];
}

function json(name: BodyName): object {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
}

function contentOf(body: NonNullable<Route['body']>): object {
  return body === 'file' ? { 'application/octet-stream': {} } : json(body);
}

function answerContent({ answer }: Route): object {
  return {
    ...(answer.body === null ? {} : json(answer.body)),
    ...(answer.binary === undefined ? {} : { [answer.binary]: {} }),
  };
}
