/**
 * Pictures that were uploaded for a guideline and are in no version of it after a day: nobody will miss them, and they
 * would fill the project's share.
 */
import type { Blobs } from '#server/blobs/blobs.ts';
import type { Store } from '#server/store/store.ts';
import type { Logger } from '#server/telemetry/logger.ts';

export type UnshownPicturesPorts = {
  readonly store: Pick<Store, 'guidelines'>;
  readonly blobs: Pick<Blobs, 'remove'>;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;

export class UnshownPictures {
  readonly #ports: UnshownPicturesPorts;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | null = null;

  constructor(ports: UnshownPicturesPorts) {
    this.#ports = ports;
  }

  start(): void {
    const sweep = () => void this.sweep();
    sweep();
    this.#timer = setInterval(sweep, EVERY_MS).unref();
  }

  /** Removes them; while a round goes on there is no second one. Never throws: the disk may be away. */
  sweep(): Promise<void> {
    this.#round ??= this.#sweep().finally(() => (this.#round = null));
    return this.#round;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  async #sweep(): Promise<void> {
    const { store, blobs, logger, now } = this.#ports;
    // Out of the list first: from then on no version can show them.
    for (const { project, id } of store.guidelines.removeUnshown(now() - DAY_MS)) {
      try {
        await blobs.remove(`guideline/${project}/${id}`);
        logger.info({ project, picture: id }, 'a picture that no guideline shows was removed');
      } catch (error) {
        logger.error(
          { project, picture: id, error },
          'a picture that no guideline shows could not be removed',
        );
      }
    }
  }
}
