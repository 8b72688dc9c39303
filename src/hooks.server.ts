/** The only bridge from pages to the server: puts the app and the signed-in person in `event.locals`. */
import { error, redirect, type Cookies, type Handle, type HandleServerError } from '@sveltejs/kit';
import type { AuditAction } from '#lib/model/audit.ts';
import { THEME_COOKIE, themeOf } from '#lib/ui/app/theme.ts';
import { must, type Problem } from '#lib/model/problem.ts';
import type { SignedIn } from '#server/auth/sessions.ts';
import type { Recorded } from '#server/store/audit.ts';

/** The `__Host-` prefix keeps a cookie to one https host; a browser refuses it over http. */
function cookieName(url: URL): string {
  return url.protocol === 'https:' ? '__Host-sid' : 'sid';
}

function cookieOptions(url: URL) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' } as const;
}

/** Pages one sees without being signed in. */
function isOpen(path: string): boolean {
  return path === '/sign-in' || path.startsWith('/link/') || path.startsWith('/guest/');
}

/** All that somebody from outside finds here; any other page leads them back to theirs. */
const FOR_GUESTS: readonly string[] = [
  '/guest',
  '/guest/[token]',
  '/videos/[id]',
  '/live/[id]',
  '/link/[token]',
  '/sign-in',
  '/sign-out',
];

/** The person of a session, as long as the gate knows them, and whether they are a guest. */
async function whoHas(app: App.Locals['app'], token: string | undefined) {
  const signed = token ? await app.auth.session(token) : null;
  if (!signed) return { signed, isGuest: false };
  try {
    return { signed, isGuest: app.access.guestLink(signed.person) !== null };
  } catch (thrown) {
    if (!problemOf(thrown)) throw thrown;
    return { signed: null, isGuest: false };
  }
}

export const handle: Handle = async ({ event, resolve }) => {
  const app = must(globalThis.__loupe, 'server/main.ts sets the app before it serves a page');
  const { url, cookies } = event;
  const token = cookies.get(cookieName(url));
  const { signed, isGuest } = await whoHas(app, token);
  let left = false;

  Object.assign(event.locals, {
    app,
    person: signed?.person ?? null,
    session: signed?.session ?? null,
    async signIn({ token: fresh, session }: SignedIn) {
      if (signed) await app.auth.signOut(signed.session.id);
      setCookie(cookies, url, fresh, session.expiresAt);
    },
    async signOut() {
      if (signed) await app.auth.signOut(signed.session.id);
      cookies.delete(cookieName(url), cookieOptions(url));
      left = true;
    },
    async ask<T>(run: () => T | Promise<T>): Promise<T> {
      try {
        return await run();
      } catch (thrown) {
        const problem = problemOf(thrown);
        if (!problem) throw thrown;
        return error(problem.status, { message: problem.sentence, next: problem.next });
      }
    },
    problemOf,
    record(action: AuditAction, more: Recorded = {}) {
      const by = signed?.person.id ?? null;
      app.store.audit.record({ action, by, address: event.getClientAddress(), ...more });
    },
  });

  if (event.route.id !== null && !isOpen(url.pathname) && !signed) {
    const next = url.pathname === '/' ? '' : `?next=${encodeURIComponent(url.pathname + url.search)}`;
    redirect(303, `/sign-in${next}`);
  }
  if (isGuest && event.route.id !== null && !FOR_GUESTS.includes(event.route.id)) redirect(303, '/guest');
  const theme = themeOf(cookies.get(THEME_COOKIE));
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('data-theme="%theme%"', `data-theme="${theme}"`),
  });
  // Pages name patients' videos: nothing of them stays in a cache, and pictures leave with the person.
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store');
  if (left) response.headers.set('clear-site-data', '"cache"');
  return response;
};

export const handleError: HandleServerError = ({ error: thrown, event, status, message }) => {
  if (status === 404) return { message: 'There is nothing at this address.', next: 'Check the address.' };
  const id = crypto.randomUUID().slice(0, 8);
  event.locals.app?.log.error({ id, error: thrown, route: event.route.id }, 'a page failed');
  return { message, next: `Try again; if it stays, give an admin this number: ${id}.`, id };
};

function setCookie(cookies: Cookies, url: URL, token: string, expiresAt: number): void {
  cookies.set(cookieName(url), token, { ...cookieOptions(url), expires: new Date(expiresAt) });
}

/** By shape, not by class: the server's Refusal and the one in this bundle are two copies. */
function problemOf(thrown: unknown): Problem | null {
  return thrown instanceof Error && thrown.name === 'Refusal' && 'problem' in thrown
    ? (thrown.problem as Problem)
    : null;
}
