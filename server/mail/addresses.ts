/** Where somebody wants letters: an address counts once the code that was sent there has come back. */
import { randomInt } from 'node:crypto';
import type { PersonId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { hashOf } from '#server/auth/secret.ts';
import { parseMailAddress, type MailConfig } from '#server/config.ts';
import type { Store } from '#server/store/store.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { proof } from './letters.ts';
import type { Mailer } from './mailer.ts';

const HOUR_MS = 3_600_000;
/** Between two codes: nobody's box is filled from here. */
const PAUSE_MS = 60_000;
const MOST_MISSES = 5;
/** No letters that look alike. */
const SIGNS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

export type AddressesPorts = {
  readonly store: Store;
  readonly mailer: Mailer;
  readonly config: MailConfig;
  readonly logger: Logger;
  readonly now: () => number;
};

export class Addresses {
  readonly #ports: AddressesPorts;
  /** When the last code was asked for, of each person. */
  readonly #asked = new Map<PersonId, number>();

  constructor(ports: AddressesPorts) {
    this.#ports = ports;
  }

  /**
   * Sends a code to an address; until the letter is on its way an earlier address stays.
   *
   * @throws Refusal `bad-request` where it is none, `too-many-attempts` within a minute of the last code,
   * `mail-unreachable` where the mail server could not take the letter
   */
  async ask(person: PersonId, typed: string): Promise<void> {
    const { store, mailer, config, logger, now } = this.#ports;
    const address = parseMailAddress(typed.trim());
    if (address === undefined) throw new Refusal('bad-request', { what: 'This is not a mail address.' });
    const waitMs = (this.#asked.get(person) ?? -Infinity) + PAUSE_MS - now();
    if (waitMs > 0) throw new Refusal('too-many-attempts', { seconds: Math.ceil(waitMs / 1000) });
    this.#asked.set(person, now());
    const code = Array.from({ length: 8 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
    const letter = proof(code.replace(/(.{4})/, '$1-'), { to: address, origin: config.origin });
    let answer: 'sent' | 'refused';
    try {
      answer = await mailer.send(letter);
    } catch (error) {
      logger.warn({ person, error }, 'a mail address could not be asked for its code');
      throw new Refusal('mail-unreachable', { reason: 'the mail server did not take it' });
    }
    if (answer === 'refused')
      throw new Refusal('bad-request', { what: 'The mail server knows nobody at this address.' });
    store.mail.put(person, address, hashOf(code), now());
  }

  /**
   * Takes the code that came back: from now on letters go to the address.
   *
   * @throws Refusal `bad-request` where it is another one, too old, or was missed five times
   */
  prove(person: PersonId, typed: string): void {
    const { store, now } = this.#ports;
    const row = store.mail.of(person);
    if (!row || row.codeHash === null) throw new Refusal('bad-request', { what: 'No code is waited for.' });
    if (now() - row.codeAt > HOUR_MS || row.misses >= MOST_MISSES)
      throw new Refusal('bad-request', { what: 'This code is used up: ask for another one.' });
    if (hashOf(typed.toUpperCase().replace(/[^A-Z0-9]/g, '')) !== row.codeHash) {
      store.mail.missed(person);
      throw new Refusal('bad-request', { what: 'The code is another one.' });
    }
    store.transaction(() => store.mail.prove(person, now()));
  }

  /** No more letters. */
  remove(person: PersonId): void {
    this.#ports.store.mail.remove(person);
  }
}
