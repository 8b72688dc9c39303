import type { App as Loupe } from '#server/app.ts';
import type { AuditAction } from '#lib/model/audit.ts';
import type { Problem } from '#lib/model/problem.ts';
import type { SignedIn } from '#server/auth/sessions.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Recorded } from '#server/store/audit.ts';
import type { SessionRow } from '#server/store/sessions.ts';

declare global {
  /** The server's app, set by server/main.ts before any page is asked for: the only bridge between the two. */
  var __loupe: Loupe | undefined;

  namespace App {
    interface Error {
      message: string;
      /** What to do next. */
      next?: string;
      /** Names the entry in the log. */
      id?: string;
    }
    interface Locals {
      readonly app: Loupe;
      /** Who is signed in. hooks.server.ts lets nobody else on to a page, except /sign-in and /link/…. */
      readonly person: PersonRow | null;
      readonly session: SessionRow | null;
      /** Gives this browser a session: sets the cookie, ends the session it had. */
      signIn(signedIn: SignedIn): Promise<void>;
      /** Ends this browser's session. */
      signOut(): Promise<void>;
      /** Runs what may refuse (access, stores, auth); a refusal becomes an error page with its sentence and status. */
      ask<T>(run: () => T | Promise<T>): Promise<T>;
      /** Writes into the audit log what the person who is signed in does from here. */
      record(action: AuditAction, more?: Recorded): void;
      /** The problem of what was thrown, if it is a refusal; for form actions that show it beside the field. */
      problemOf(thrown: unknown): Problem | null;
    }
  }
}

export {};
