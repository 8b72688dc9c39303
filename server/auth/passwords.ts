/** Passwords: argon2id, at most two at a time, and as slow for a name that does not exist. */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '#lib/model/problem.ts';

/** OWASP's first choice for argon2id, which is what the library makes: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 200;

/** Each takes a thread of the pool that also reads the videos, and 19 MiB. */
const AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await work();
  } finally {
    // The place goes to the next in line, or is given back.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Refuses a password that is too short, too long, one character, or made of the login. */
export function checkPassword(password: string, login: string): void {
  const refuse = (what: string): never => {
    throw new Refusal('bad-request', { what });
  };
  if (password.length < MIN_PASSWORD) refuse(`A password has at least ${MIN_PASSWORD} characters.`);
  if (password.length > MAX_PASSWORD) refuse(`A password has at most ${MAX_PASSWORD} characters.`);
  if (new Set(password).size < 4) refuse('This password repeats too few characters.');
  if (password.toLowerCase().replaceAll(login.toLowerCase(), '').length < 4)
    refuse('This password is your login.');
}

/** A PHC string. The password is normalised, so that it is the same from every keyboard. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFKC'), COST));
}

/** A hash that no password fits. */
let dummy: Promise<string> | undefined;

/** Whether a password fits; takes as long when there is no hash to fit. */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  dummy ??= hashPassword(randomBytes(24).toString('base64'));
  const against = stored ?? (await dummy);
  const fits = await inTurn(() => verify(against, password.slice(0, MAX_PASSWORD + 1).normalize('NFKC')));
  return fits && stored !== undefined;
}
