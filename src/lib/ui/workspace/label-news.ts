/**
 * Tells people at work that the labels of the project were changed. They go on with those they have until they take the
 * new ones: nothing moves under a hand.
 */
import { toast } from 'svelte-sonner';
import type { TaxonomyAnswer } from '#lib/protocol/http.ts';
import { askApi } from '../app/api.ts';

const EVERY_MS = 30_000;
/** The window may be given the focus many times in a row. */
const LEAST_MS = 2000;
const ID = 'labels-changed';

/**
 * Looks while the page is seen, and when it is seen again.
 *
 * @param version of the labels that are shown
 * @param take shows the newest ones
 */
export function followLabels(project: string, version: () => number, take: () => void): () => void {
  let told = version();
  let askedAt = -LEAST_MS;

  async function look(): Promise<void> {
    if (document.hidden || performance.now() - askedAt < LEAST_MS) return;
    askedAt = performance.now();
    const answer = await askApi<TaxonomyAnswer>(`/projects/${project}/taxonomy`);
    if ('fault' in answer) return; // the line says what is the matter
    const newest = answer.value.version;
    if (newest === version()) toast.dismiss(ID);
    if (newest === version() || newest === told) return;
    told = newest;
    toast.info('The labels of this project were changed.', {
      id: ID,
      duration: Infinity,
      description: 'Your marks stay as they are.',
      action: { label: 'Show the new labels', onClick: take },
      cancel: { label: 'Later', onClick: () => undefined },
    });
  }

  const now = () => void look();
  const timer = setInterval(now, EVERY_MS);
  addEventListener('focus', now);
  document.addEventListener('visibilitychange', now);
  return () => {
    clearInterval(timer);
    removeEventListener('focus', now);
    document.removeEventListener('visibilitychange', now);
    toast.dismiss(ID);
  };
}
