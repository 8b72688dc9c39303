/**
 * Slows guessing down, by account and by address. The wait doubles with each failure and has a ceiling: nobody can
 * lock another person out. An attempt counts when it begins, so that many at once gain nothing.
 */
import { isIPv6 } from 'node:net';
import { Refusal } from '#lib/model/problem.ts';
import type { Attempts } from '#server/store/attempts.ts';

type Limit = {
  /** Failures before the first wait. */
  readonly free: number;
  readonly longestWaitMs: number;
};

const ACCOUNT: Limit = { free: 5, longestWaitMs: 60_000 };
const ADDRESS: Limit = { free: 20, longestWaitMs: 900_000 };
const FORGET_MS = 86_400_000;

export type Attempt = { readonly succeeded: () => void };

export class Throttle {
  readonly #attempts: Attempts;

  constructor(attempts: Attempts) {
    this.#attempts = attempts;
  }

  /** Begins an attempt, counted as failed until it says otherwise. Refuses `too-many-attempts` while one must wait. */
  begin(login: string, address: string): Attempt {
    const now = Date.now();
    const account = `login:${login.trim().toLowerCase().slice(0, 80)}`;
    const from = `address:${networkOf(address)}`;
    const waitMs = Math.max(this.#waitMs(account, ACCOUNT, now), this.#waitMs(from, ADDRESS, now));
    if (waitMs > 0) throw new Refusal('too-many-attempts', { seconds: Math.ceil(waitMs / 1000) });
    this.#attempts.forgetBefore(now - FORGET_MS);
    this.#attempts.add(account, now);
    this.#attempts.add(from, now);
    return {
      succeeded: () => {
        this.#attempts.clear(account);
        // Not cleared: one good account must not pay for guessing at others.
        this.#attempts.takeBack(from);
      },
    };
  }

  #waitMs(key: string, { free, longestWaitMs }: Limit, now: number): number {
    const row = this.#attempts.get(key);
    if (!row || row.failures < free) return 0;
    const wait = Math.min(longestWaitMs, 1000 * 2 ** Math.min(30, row.failures - free));
    return Math.max(0, row.lastAt + wait - now);
  }
}

/** What one customer of a provider holds: an IPv4 address, or the /64 of an IPv6 one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address.slice(0, 60);
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  const all = [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
