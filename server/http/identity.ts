/** Who a request is from: a browser with our cookie, a program with a token, or nobody. */
import type { IncomingMessage } from 'node:http';
import type { Auth } from '#server/auth/auth.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Visit } from './visit.ts';

export type Identity = {
  readonly person: PersonRow | null;
  /** How they said so. `token` also when the token is wrong: a cookie beside it does not count. */
  readonly by: 'cookie' | 'token' | 'nothing';
  /** Whether they are still who they were: for lines that stay open. It is no use of the session. */
  readonly stillGood: () => Promise<boolean>;
  /** A sign of use, for the idle limit. */
  readonly touch: () => Promise<void>;
};

export async function identify(auth: Auth, request: IncomingMessage, visit: Visit): Promise<Identity> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
    const person = auth.bearer(token);
    return { person, by: 'token', stillGood: async () => auth.bearer(token) !== null, touch: async () => {} };
  }
  const token = cookieOf(request, visit.secure ? '__Host-sid' : 'sid');
  if (token === undefined) {
    return { person: null, by: 'nothing', stillGood: async () => false, touch: async () => {} };
  }
  const signed = await auth.session(token);
  return {
    person: signed?.person ?? null,
    by: 'cookie',
    stillGood: async () => (await auth.session(token, { touch: false })) !== null,
    touch: async () => void (await auth.session(token)),
  };
}

/** The first cookie of this name. */
function cookieOf(request: IncomingMessage, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key = '', value = ''] = pair.split('=', 2);
    if (key.trim() === name) return value.trim();
  }
  return undefined;
}
