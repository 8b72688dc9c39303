/** Hands letters to the mail server that the settings name. The only file that knows how mail travels. */
import { createTransport } from 'nodemailer';
import type { MailConfig } from '#server/config.ts';

export type Letter = {
  /** One mail address. */
  readonly to: string;
  readonly subject: string;
  /** Plain text; there is nothing to load in it, and nobody is counted by it. */
  readonly text: string;
};

export interface Mailer {
  /**
   * `refused`: the mail server will never take a letter for this address. Throws when it could not be asked or cannot
   * say yet: the same letter may go through later.
   */
  send(letter: Letter): Promise<'sent' | 'refused'>;
  close(): void;
}

/** A mail server that says nothing for so long is not there. */
const PATIENCE_MS = 20_000;

export function createMailer({ host, port, tls, authority, account, from }: MailConfig): Mailer {
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'start',
    ignoreTLS: tls === 'none',
    ...(authority !== null && { tls: { ca: authority } }),
    ...(account && { auth: { user: account.user, pass: account.password } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // A letter is made here from start to end: nothing in it is fetched from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      try {
        await transport.sendMail({
          from: { name: 'Loupe', address: from },
          to: { name: '', address: to },
          subject,
          text,
        });
        return 'sent';
      } catch (error) {
        if (isForGood(error)) return 'refused';
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

/** Whether the mail server has refused the recipient, and not for now. */
function isForGood(error: unknown): boolean {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  return code === 'EENVELOPE' && typeof responseCode === 'number' && responseCode >= 500;
}
