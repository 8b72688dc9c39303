/** The line of this page to the live sessions of a study: it stays while the page goes from video to video. */
import type { PersonId, VideoId } from '#lib/model/id.ts';
import { LiveLine } from '#lib/sync/live-line.ts';

const KEY = 'loupe-live-key';

export class LivePage {
  readonly line: LiveLine;
  /** The video to which the session takes this page. */
  #going: VideoId | null = null;

  #video: VideoId | null = null;
  readonly #unfollow: () => void;

  /** @param person whose page it is: nobody who signs in later takes their seat */
  constructor(study: string, person: PersonId) {
    const host = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`;
    const address = `${host}/sync/live/${study}?as=${person}`;
    this.line = new LiveLine({ url: address, key: ownKey() });
    this.#unfollow = this.line.transport.subscribe((transport) => {
      // Back in its seat with another video open: somebody went there by themselves.
      if (transport && !this.line.asked) this.#lookAroundElsewhere(transport.video);
    });
  }

  /** The session goes to another video, and this page with it. */
  goTo(video: VideoId): void {
    this.#going = video;
  }

  /** Who opens another video than the one that is shown, and was not taken there, looks around alone. */
  arrived(video: VideoId): void {
    const guided = this.#going === video;
    this.#going = null;
    this.#video = video;
    const shown = this.line.transport.value?.video;
    if (!guided && shown) this.#lookAroundElsewhere(shown);
  }

  /** Takes part in the session of a link as soon as it is heard of; null: in whichever there is. */
  joinFromLink(id: string | null): void {
    let joined = false;
    const stop = this.line.state.subscribe(({ session, seat }) => {
      if (joined || !session || (id !== null && session.id !== id)) return;
      joined = true;
      if (seat === null) this.line.say({ kind: 'join' });
      queueMicrotask(() => stop());
    });
  }

  #lookAroundElsewhere(shown: VideoId): void {
    const { session, seat } = this.line.state.value;
    const leads = seat !== null && session?.lead === seat;
    if (seat !== null && !leads && this.#video !== null && this.#video !== shown)
      this.line.follows.set(false);
  }

  destroy(): void {
    this.#unfollow();
    this.line.destroy();
  }
}

/** The same after the page was loaded again, another one in every window. */
function ownKey(): string {
  const known = sessionStorage.getItem(KEY);
  if (known) return known;
  const made = crypto
    .getRandomValues(new Uint8Array(16))
    .reduce((text, n) => text + (n % 36).toString(36), '');
  sessionStorage.setItem(KEY, made);
  return made;
}
