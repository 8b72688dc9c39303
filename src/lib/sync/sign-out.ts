/** A sign-out concerns every page of this browser: the others hear of it here. */

const CHANNEL = 'loupe-sign-out';

/** Tells the other pages, and the rest of this one, that nothing of this person is to stay in this browser. */
export function tellSignedOut(person: string): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(person);
  channel.close();
}

/** Runs when this person signs out in any page, until the answer is called. */
export function onSignedOut(person: string, run: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === person) run();
  });
  return () => channel.close();
}
