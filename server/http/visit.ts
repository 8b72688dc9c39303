/**
 * Where a request came from and which address it asked for. Headers that a proxy sets are believed from a proxy we
 * were told to trust, and from nobody else.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { Refusal } from '#lib/model/problem.ts';
import type { Config } from '#server/config.ts';

export type Visit = {
  /** Our own origin as the asker sees it: `http://localhost:3000`. */
  readonly origin: string;
  readonly secure: boolean;
  /** IP address of the asker. */
  readonly address: string;
  /** What was asked for; only the path and the query are the asker's. */
  readonly url: URL;
};

type Settings = Pick<Config, 'origin' | 'trustedProxies'>;

/** Refuses a request for another host than ours, or with an address that is none. */
export function readVisit(request: IncomingMessage, { origin, trustedProxies }: Settings): Visit {
  const peer = bare(request.socket.remoteAddress ?? '');
  const trusts = (address: string) =>
    trustedProxies?.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4') === true;
  const behindProxy = isIP(peer) !== 0 && trusts(peer);
  const host = hostOf(request);
  if (origin !== null && host !== new URL(origin).host) throw new Refusal('bad-origin');
  const scheme = behindProxy && lastOf(request, 'x-forwarded-proto') === 'https' ? 'https' : 'http';
  const own = origin ?? `${scheme}://${host}`;
  return {
    origin: new URL(own).origin, // without a default port, as a browser writes it
    secure: own.startsWith('https:'),
    address: behindProxy ? (clientBehind(request, trusts) ?? peer) : peer,
    url: urlOf(request.url ?? '/', own),
  };
}

/** An IPv4 address that came in on an IPv6 socket is an IPv4 address. */
function bare(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

function hostOf(request: IncomingMessage): string {
  const host = request.headers.host?.toLowerCase() ?? '';
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]{1,253})(:\d{1,5})?$/.test(host) || !URL.canParse(`http://${host}`))
    throw new Refusal('bad-request', { what: 'The Host header names no host.' });
  return host;
}

function urlOf(target: string, origin: string): URL {
  // `//host/x` and `http://host/x` would name another host than the one that was checked.
  const url = target.startsWith('/') ? URL.parse(origin + target) : null;
  if (!url) throw new Refusal('bad-request', { what: 'The address of the request is none.' });
  return url;
}

function listOf(request: IncomingMessage, header: string): readonly string[] {
  const value = request.headers[header];
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).split(',').map((part) => part.trim());
}

function lastOf(request: IncomingMessage, header: string): string | undefined {
  return listOf(request, header).at(-1);
}

/** The last address that no trusted proxy has: those before it are whatever the client wrote. */
function clientBehind(request: IncomingMessage, trusts: (address: string) => boolean): string | undefined {
  const known = listOf(request, 'x-forwarded-for')
    .map(bare)
    .filter((address) => isIP(address) !== 0);
  return known.findLast((address) => !trusts(address)) ?? known[0];
}
