/** Where to go after signing in: only ever a page of this site. */

const OWN = 'http://own.invalid';

/** The path that was asked for, if it is one of ours that makes sense; else the home page. */
export function nextPath(next: string | null): string {
  if (!next || next.length > 2000 || !next.startsWith('/')) return '/';
  const url = URL.parse(next, OWN);
  if (!url || url.origin !== OWN) return '/';
  const { pathname, search, hash } = url;
  // `/.//host` is cleaned to `//host`, which a browser takes for another site.
  if (pathname.startsWith('//') || /^\/(sign-in|sign-out|link)(\/|$)/.test(pathname)) return '/';
  return pathname + search + hash;
}
