/**
 * Brings people by letter what they have not read: one letter a person for all of it, when some of it has waited long
 * enough. What could not be sent is sent later; a letter is lost only with the mail server, and comes twice only where
 * the server is killed between sending and noting it.
 */
import type { PersonId } from '#lib/model/id.ts';
import type { MailConfig } from '#server/config.ts';
import { readable, type Gate, type Readable } from '#server/auth/notice-gate.ts';
import type { NoticeRow } from '#server/store/notices.ts';
import type { Store } from '#server/store/store.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { digest, type Told } from './letters.ts';
import type { Mailer } from './mailer.ts';

export type CourierPorts = {
  readonly store: Store;
  readonly access: Gate['access'];
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
    if (address === undefined) return;
    // What is closed to them as yet is for a later letter.
    const found = store.notices
      .untold(person)
      .map((row) => ({ row, read: readable(this.#ports, person, row) }))
      .filter(({ read }) => read !== 'later');
    const news = found.flatMap(({ row, read }) => (typeof read === 'string' ? [] : this.#told(row, read)));
    if (news.length > 0) {
      const letter = digest(news, { to: address, origin: config.origin }, config.words);
      const answer = await mailer.send(letter);
      // It may have been changed while the letter was on its way.
      if (answer === 'refused' && store.mail.of(person)?.address === address) store.mail.refuse(person);
      logger.info({ person, answer, news: news.length }, 'a letter');
    }
    store.mail.markMailed(
      found.map(({ row }) => row.id),
      now(),
    );
  }

  /** As on the screen: some are told no names. */
  #told({ kind, by, comment, frame, excerpt, ...where }: NoticeRow, read: Readable): readonly Told[] {
    const { store } = this.#ports;
    const video = store.videos.get(where.video);
    const writer = by === null || read.nameless ? undefined : store.people.get(by);
    return video
      ? [
          {
            kind,
            by: writer?.name ?? null,
            video: { id: video.id, name: read.name },
            task: read.task,
            comment,
            frame,
            excerpt,
          },
        ]
      : [];
  }
}
