/** What the page is told about the network and about being looked at. */

/** `lost`: the network is gone · `wake`: it is back, or somebody looks at the page again. */
export type News = 'lost' | 'wake';

export type Surroundings = {
  /** Whether it is known that there is no network; false may also be ignorance. */
  isOffline(): boolean;
  /** Tells the news until the answer is called. */
  follow(tell: (news: News) => void): () => void;
};

/** Of a browser's page; where there is none, nothing is ever told. */
export const page: Surroundings = {
  isOffline: () => typeof window !== 'undefined' && !navigator.onLine,
  follow(tell) {
    if (typeof window === 'undefined') return () => undefined;
    const leave = new AbortController();
    const { signal } = leave;
    addEventListener('online', () => tell('wake'), { signal });
    addEventListener('offline', () => tell('lost'), { signal });
    document.addEventListener(
      'visibilitychange',
      () => document.visibilityState === 'visible' && tell('wake'),
      {
        signal,
      },
    );
    return () => leave.abort();
  },
};
