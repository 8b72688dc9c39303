/**
 * What a route of the API is: method, path, who may use it, what goes in and comes out. The router, openapi.json and
 * the test of rights all read this, so what it says is what happens.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditAction } from '#lib/model/audit.ts';
import type { Action } from '#lib/model/role.ts';
import type { App } from '#server/app.ts';
import type { InAssignment, InProject, InStudy, InTask, InVideo } from '#server/auth/access.ts';
import type { Recorded } from '#server/store/audit.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Reply } from '../reply.ts';
import type { BodyName } from './bodies.ts';
import type { Schema } from './schema.ts';

export type QueryParameter = {
  readonly schema: Schema;
  readonly required: boolean;
  readonly description: string;
};

export type Call<Body = unknown> = {
  readonly app: App;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Checked against the route's `query`; absent ones are undefined. */
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Checked against the route's `body`. */
  readonly body: Body;
  /** The IP address the asker came from. */
  readonly address: string;
  /** Writes into the audit log what the asker does. */
  readonly record: (action: AuditAction, more?: Recorded) => void;
};

type Described = {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below /api/v1; `{project}`, `{study}`, `{video}`, `{task}` and `{assignment}` are ids. */
  readonly path: string;
  readonly summary: string;
  readonly query?: Readonly<Record<string, QueryParameter>>;
  /** A JSON body by name, or the bytes of a file that the route reads itself. */
  readonly body?: BodyName | 'file';
  /** Most bytes of a JSON body that may be larger than usual. */
  readonly bodyBytes?: number;
  readonly answer: {
    readonly status: number;
    /** JSON by name; null: there is none, only bytes. */
    readonly body: BodyName | null;
    /** Media type of an answer in bytes. */
    readonly binary?: string;
    /** The browser keeps it, and asks each time whether it is still right. */
    readonly kept?: true;
  };
};

type By<Person> = { readonly person: Person };

/** `subject`: on what the right is asked, before anything runs. */
export type Route = Described &
  (
    | { readonly subject: 'anybody'; run(call: Call): Promise<Reply> }
    | { readonly subject: 'person'; run(call: Call, found: By<PersonRow>): Promise<Reply> }
    | {
        /** The instance's admins; for others it is not there. */
        readonly subject: 'admin';
        run(call: Call, found: By<PersonRow>): Promise<Reply>;
      }
    | {
        /** The project is named in the path, else in the body. */
        readonly subject: 'project';
        readonly action: Action;
        run(call: Call, found: InProject & By<PersonRow>): Promise<Reply>;
      }
    | {
        readonly subject: 'study';
        readonly action: Action;
        run(call: Call, found: InStudy & By<PersonRow>): Promise<Reply>;
      }
    | {
        readonly subject: 'video';
        readonly action: Action;
        run(call: Call, found: InVideo & By<PersonRow>): Promise<Reply>;
      }
    | {
        readonly subject: 'task';
        readonly action: Action;
        run(call: Call, found: InTask & By<PersonRow>): Promise<Reply>;
      }
    | {
        /** Its people, reviewers who see its layer, managers; what each may do follows from where it stands. */
        readonly subject: 'assignment';
        run(call: Call, found: InAssignment & By<PersonRow>): Promise<Reply>;
      }
  );

/** The route for a path and what its `{…}` stand for; `allowed` lists methods when only the method is wrong. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route | undefined; readonly id: string; readonly allowed: readonly string[] } {
  const asked = method === 'HEAD' ? 'GET' : method;
  const fitting = routes.flatMap((route) => {
    const id = idIn(route.path, path);
    return id === undefined ? [] : [{ route, id }];
  });
  const found = fitting.find(({ route }) => route.method === asked);
  return { route: found?.route, id: found?.id ?? '', allowed: fitting.map(({ route }) => route.method) };
}

/** What stands for the `{…}` of a pattern ('' when it has none); undefined when the path does not fit. */
function idIn(pattern: string, path: string): string | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  let id = '';
  for (const [n, part] of wanted.entries()) {
    if (part.startsWith('{')) id = given[n] ?? '';
    else if (part !== given[n]) return undefined;
  }
  return id;
}
