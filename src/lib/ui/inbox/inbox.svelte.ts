/** What I am told of comments: asked for now and then, so that a bell can say it on every page. */
import { askApi } from '../app/api.ts';
import type { NoticesAnswer } from '#lib/protocol/http.ts';

const EVERY_MS = 20_000;

export class Inbox {
  unread = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Asks now, every while, and whenever the page is looked at again; answers how to stop. */
  follow(): () => void {
    const look = () => {
      if (document.visibilityState === 'visible') void this.ask();
    };
    look();
    this.#timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(this.#timer);
      document.removeEventListener('visibilitychange', look);
    };
  }

  /** Without a line the number stays what it was. */
  async ask(): Promise<void> {
    const answer = await askApi<NoticesAnswer>('/me/notices');
    if ('value' in answer) this.unread = answer.value.unread;
  }
}
