/**
 * The settings: environment → one frozen object. Every fault is found before anything starts, and all are told at
 * once. Everything has a default that is safe on one's own machine.
 */
import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { getHeapStatistics } from 'node:v8';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

export type Config = {
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on: `127.0.0.1` for this machine only, `0.0.0.0` for everybody who can reach it. */
  readonly host: string;
  /** Folder of databases and videos, absolute. */
  readonly dataDir: string;
  /** The address people use, when it is not simply host and port: `https://loupe.example.org`. */
  readonly origin: string | null;
  /** Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustedProxies: BlockList | null;
  readonly logLevel: LogLevel;
  readonly maxUploadBytes: number;
  /** Memory for documents that people work on, about; beyond it no more are opened. */
  readonly documentsBytes: number;
  /** Videos prepared at once. */
  readonly ingestJobs: number;
  /** A session ends this long after sign-in, whatever happens. */
  readonly sessionMs: number;
  /** A session ends after this long without use. */
  readonly sessionIdleMs: number;
  /** Whether an empty data folder is filled with a demo study. */
  readonly demo: boolean;
  /** Whether a server whose history is gone goes on without it, every document empty. */
  readonly acceptLostHistory: boolean;
  /** Letters to people who want them; null: none are sent. */
  readonly mail: MailConfig | null;
};

/** Whether what is said to the mail server is encrypted: from the first byte, once STARTTLS was said, or never. */
export type MailTls = 'implicit' | 'start' | 'none';

export type MailConfig = {
  readonly host: string;
  readonly port: number;
  readonly tls: MailTls;
  /** Certificates, in PEM, by which the mail server is known instead of the public ones; null: these. */
  readonly authority: string | null;
  readonly account: { readonly user: string; readonly password: string } | null;
  /** Who the letters come from. */
  readonly from: string;
  /** Whether letters hold names of videos and words of comments: both can be about a patient. */
  readonly words: boolean;
  /** So long something goes unread before a letter tells it. */
  readonly afterMs: number;
  /** The address in the links of letters. */
  readonly origin: string;
};

/** What is wrong with the environment: one sentence a fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const DAY_MS = 86_400_000;
/** The port on which mail is encrypted from the first byte. */
const IMPLICIT_TLS = 465;

/** The settings that an environment asks for. Throws a ConfigError with all that is wrong with it. */
export function readConfig(environment: Environment): Config {
  const read = new Reading(environment);
  const plain = {
    port: read.integer('PORT', 3000, 0, 65_535),
    host: read.parsed<string>('HOST', '127.0.0.1', parseHost, 'an IP address or a host name'),
    dataDir: read.parsed('DATA_DIR', resolve('data'), (text) => resolve(text), 'a folder'),
    origin: read.parsed<string | null>(
      'ORIGIN',
      null,
      parseOrigin,
      'an address like https://loupe.example.org, without a path',
    ),
    trustedProxies: read.parsed<BlockList | null>(
      'TRUSTED_PROXIES',
      null,
      parseProxies,
      'IP addresses or ranges like 10.0.0.0/8, with commas',
    ),
    logLevel: read.parsed<LogLevel>('LOG_LEVEL', 'info', parseLevel, `one of ${LOG_LEVELS.join(', ')}`),
    maxUploadBytes: read.parsed<number>(
      'MAX_UPLOAD_BYTES',
      20e9,
      parseBytes,
      'a size from 1M to 1T, like 20G',
    ),
    documentsBytes: read.parsed<number>(
      'DOCUMENTS_BYTES',
      Math.floor(getHeapStatistics().heap_size_limit / 2),
      parseBytes,
      'a size from 1M to 1T, like 2G',
    ),
    ingestJobs: read.integer('INGEST_JOBS', Math.max(1, Math.floor(availableParallelism() / 4)), 1, 64),
    sessionMs: read.integer('SESSION_DAYS', 30, 1, 365) * DAY_MS,
    sessionIdleMs: read.integer('SESSION_IDLE_DAYS', 7, 1, 365) * DAY_MS,
    demo: read.parsed<boolean>('DEMO', true, parseSwitch, 'yes or no'),
    acceptLostHistory: read.parsed<boolean>('ACCEPT_LOST_HISTORY', false, parseSwitch, 'yes or no'),
  };
  const config: Config = { ...plain, mail: readMail(read, plain.origin) };
  read.refuseUnknown();
  if (read.faults.length > 0) throw new ConfigError(read.faults);
  return Object.freeze(config);
}

/** Letters are off until a mail server is named; then what they need is asked for. */
function readMail(read: Reading, origin: string | null): MailConfig | null {
  const host = read.parsed<string | null>('SMTP_HOST', null, parseHost, 'an IP address or a host name');
  const port = read.integer('SMTP_PORT', 587, 1, 65_535);
  const asked = read.parsed<MailTls>('SMTP_TLS', 'start', parseTls, 'yes, implicit or no');
  const tls = asked === 'start' && port === IMPLICIT_TLS ? 'implicit' : asked;
  const authority = read.parsed<string | null>('SMTP_CA', null, readFile, 'a file of certificates in PEM');
  const user = read.parsed<string | null>('SMTP_USER', null, (text) => text, 'a name');
  const password = read.secret('SMTP_PASSWORD');
  const from = read.parsed<string | null>('MAIL_FROM', null, parseMailAddress, 'a mail address');
  const words = read.parsed<boolean>('MAIL_WORDS', false, parseSwitch, 'yes or no');
  const afterMs = read.integer('MAIL_AFTER_MINUTES', 15, 0, 10_080) * 60_000;
  if (host === null) return null;
  if (from === null)
    read.faults.push('MAIL_FROM is needed with SMTP_HOST: the address that letters come from.');
  if (origin === null)
    read.faults.push('ORIGIN is needed with SMTP_HOST: the links in letters begin with it.');
  if ((user === null) !== (password === null))
    read.faults.push('SMTP_USER and SMTP_PASSWORD are needed together, or neither.');
  const account = user !== null && password !== null ? { user, password } : null;
  return from && origin ? { host, port, tls, authority, account, from, words, afterMs, origin } : null;
}

/** Collects faults instead of throwing at the first. */
class Reading {
  readonly faults: string[] = [];
  readonly #environment: Environment;
  readonly #known = new Set<string>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  parsed<T>(name: string, fallback: T, parse: (text: string) => NoInfer<T> | undefined, wanted: string): T {
    const text = this.#text(name);
    if (text === undefined) return fallback;
    const value = parse(text);
    if (value === undefined) this.faults.push(`${name} is "${text.slice(0, 80)}", but must be ${wanted}.`);
    return value ?? fallback;
  }

  integer(name: string, fallback: number, least: number, most: number): number {
    const parse = (text: string) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? value : undefined;
    };
    return this.parsed(name, fallback, parse, `a whole number from ${least} to ${most}`);
  }

  /** Taken as it is; no fault ever shows it. */
  secret(name: string): string | null {
    return this.#text(name) ?? null;
  }

  /** A misspelt setting must not pass for a default. */
  refuseUnknown(): void {
    for (const name of Object.keys(this.#environment)) {
      if (!name.startsWith('LOUPE_') || this.#known.has(name)) continue;
      this.faults.push(
        `${name} is not a setting. The settings are ${[...this.#known].filter((one) => !one.startsWith('LOUPE_')).join(', ')}, each also with LOUPE_ before it.`,
      );
    }
  }

  /** `LOUPE_PORT` is `PORT`, for machines where another program's PORT is set. Empty is not set. */
  #text(name: string): string | undefined {
    const own = `LOUPE_${name}`;
    this.#known.add(name).add(own);
    const text = (this.#environment[own] || this.#environment[name])?.trim();
    return text === '' ? undefined : text;
  }
}

function parseHost(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(bare) ? bare : undefined;
}

function parseOrigin(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    return undefined;
  return url.origin === text.replace(/\/$/, '').toLowerCase() ? url.origin : undefined;
}

function parseProxies(text: string): BlockList | undefined {
  const list = new BlockList();
  for (const part of text.split(',').map((one) => one.trim())) {
    const [address = '', bits, ...rest] = part.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0 || rest.length > 0) return undefined;
    if (bits === undefined) list.addAddress(address, family);
    else if (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 'ipv6' ? 128 : 32))
      list.addSubnet(address, Number(bits), family);
    else return undefined;
  }
  return list;
}

/** An address as people write it, without a name before it. */
export function parseMailAddress(text: string): string | undefined {
  return text.length <= 254 && /^[^\s@<>(),;:"\\[\]]{1,64}@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(text)
    ? text
    : undefined;
}

function parseLevel(text: string): LogLevel | undefined {
  return LOG_LEVELS.find((level) => level === text);
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

function parseBytes(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,15})\s*([KMGT]?)B?$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const bytes = Number(digits) * (UNITS[unit.toUpperCase()] ?? 1);
  return bytes >= 1e6 && bytes <= 1e12 ? bytes : undefined;
}

function parseTls(text: string): MailTls | undefined {
  if (/^implicit$/i.test(text)) return 'implicit';
  const wanted = parseSwitch(text);
  return wanted === undefined ? undefined : wanted ? 'start' : 'none';
}

/** What is in a file of certificates. */
function readFile(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return text.includes('-----BEGIN CERTIFICATE-----') ? text : undefined;
  } catch {
    return undefined; // the fault names the file
  }
}

function parseSwitch(text: string): boolean | undefined {
  if (/^(yes|true|on|1)$/i.test(text)) return true;
  return /^(no|false|off|0)$/i.test(text) ? false : undefined;
}
