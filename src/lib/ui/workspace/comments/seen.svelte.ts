/** Which comments I have seen: kept by the server, so that what is new is new on every device, and only once. */
import { SvelteSet } from 'svelte/reactivity';
import type { Editor } from '#lib/editor/editor.ts';
import type { Comment } from '#lib/model/comment.ts';
import type { CommentId } from '#lib/model/id.ts';
import { askApi } from '../../app/api.ts';

/** So long after the first of several the server is told of all of them. */
const TELL_MS = 1000;
/** At most so many at once: what the route takes. */
const AT_ONCE = 500;

type SeenAnswer = { readonly comments: readonly CommentId[] };

export class Seen {
  readonly #editor: Editor;
  readonly #path: string;
  readonly #seen = new SvelteSet<CommentId>();
  readonly #untold = new Set<CommentId>();
  #known = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #leave = () => void this.#tell();

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#path = `/videos/${editor.options.video.id}/seen-comments`;
    addEventListener('pagehide', this.#leave);
    void this.#load();
  }

  /** Whether a comment of somebody else's has not been seen. Nothing is new until the server has said what is. */
  isNew({ id, client, deleted }: Comment): boolean {
    if (!this.#known || deleted || this.#seen.has(id)) return false;
    return this.#editor.personOf(client)?.id !== this.#editor.options.me.id;
  }

  saw(comment: Comment): void {
    if (!this.isNew(comment)) return;
    this.#seen.add(comment.id);
    this.#untold.add(comment.id);
    this.#timer ??= setTimeout(() => void this.#tell(), TELL_MS);
  }

  /** Tells the server what it does not know yet. */
  end(): void {
    removeEventListener('pagehide', this.#leave);
    this.#leave();
  }

  async #load(): Promise<void> {
    const answer = await askApi<SeenAnswer>(this.#path);
    if ('fault' in answer) return; // then nothing is called new
    for (const id of answer.value.comments) this.#seen.add(id);
    this.#known = true;
  }

  async #tell(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const comments = [...this.#untold].slice(0, AT_ONCE);
    if (comments.length === 0) return;
    for (const id of comments) this.#untold.delete(id);
    const answer = await askApi<SeenAnswer>(this.#path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ comments }),
      keepalive: true,
    });
    // Without a line they are told with the next ones that are seen.
    if ('fault' in answer) for (const id of comments) this.#untold.add(id);
    else if (this.#untold.size > 0) this.#timer ??= setTimeout(() => void this.#tell(), TELL_MS);
  }
}
