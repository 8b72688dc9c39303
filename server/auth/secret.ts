/** Secrets that open something: made here, kept only as a hash. */
import { createHash, randomBytes } from 'node:crypto';

/** `count` random bytes in base64url. */
export function newSecret(count: number): string {
  return randomBytes(count).toString('base64url');
}

/** Under which a secret is stored: sha256, hex. The secret is random and long, so no salt and no slow hash. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Longest secret that is looked at; ours are shorter. */
export const MAX_SECRET = 200;
