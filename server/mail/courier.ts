/**
 * Brings people by letter what they have not read: one letter a person for all of it, when some of it has waited long
 * enough. What could not be sent is sent later; a letter is lost only with the mail server, and comes twice only where
 * the server is killed between sending and noting it.
 */
import type { PersonId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { Access } from '#server/auth/access.ts';
import type { MailConfig } from '#server/config.ts';
import type { NoticeRow } from '#server/store/notices.ts';
import type { Store } from '#server/store/store.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { digest, type Told } from './letters.ts';
import type { Mailer } from './mailer.ts';

export type CourierPorts = {
  readonly store: Store;
  readonly access: Pick<Access, 'room' | 'video'>;
  readonly mailer: Mailer;
  readonly config: MailConfig;
  readonly logger: Logger;
  readonly now: () => number;
};

const EVERY_MS = 60_000;

export class Courier {
  readonly #ports: CourierPorts;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | null = null;
  #stopped = false;

  constructor(ports: CourierPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#timer = setInterval(() => void this.deliver(), EVERY_MS).unref();
  }

  /** Sends what is due; while a round goes on there is no second one. Never throws: a mail server may be away. */
  deliver(): Promise<void> {
    this.#round ??= this.#deliver().finally(() => (this.#round = null));
    return this.#round;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#round;
    this.#ports.mailer.close();
  }

  async #deliver(): Promise<void> {
    const { store, config, logger, now } = this.#ports;
    try {
      for (const person of store.mail.due(now() - config.afterMs)) {
        if (this.#stopped) return;
        await this.#tell(person);
      }
    } catch (error) {
      logger.warn({ error }, 'letters could not be sent and are tried again in a minute');
    }
  }

  async #tell(person: PersonId): Promise<void> {
    const { store, mailer, config, logger, now } = this.#ports;
    const address = store.mail.of(person)?.address;
    const rows = store.notices.untold(person);
    const newest = rows.at(-1);
    if (address === undefined || !newest) return;
    const news = rows.flatMap((row) => this.#told(person, row));
    if (news.length > 0) {
      const letter = digest(news, { to: address, origin: config.origin }, config.words);
      const answer = await mailer.send(letter);
      // It may have been changed while the letter was on its way.
      if (answer === 'refused' && store.mail.of(person)?.address === address) store.mail.refuse(person);
      logger.info({ person, answer, news: news.length }, 'a letter');
    }
    store.mail.markMailed(person, newest.at, now());
  }

  /**
   * Nothing of a discussion that they may not see by now, and nothing for those who may not sign in; those from outside
   * are told no names, as on the screen.
   */
  #told(person: PersonId, { kind, by, video, comment, frame, excerpt }: NoticeRow): readonly Told[] {
    const { store, access } = this.#ports;
    if (store.people.get(person)?.disabled !== false) return [];
    try {
      access.room({ id: person }, roomName({ kind: 'discussion', video }));
      const found = access.video({ id: person }, video, 'video.view');
      const writer = by === null || found.outsourced ? undefined : store.people.get(by);
      return [{ kind, by: writer?.name ?? null, video: found.video, comment, frame, excerpt }];
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return [];
    }
  }
}
