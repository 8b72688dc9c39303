/** What the rules of tiers are called. */
import type { Tier } from '#lib/model/tier.ts';

export const MODE_NAMES: Readonly<Record<Tier['mode'], string>> = {
  exclusive: 'One at a time',
  free: 'May overlap',
};
