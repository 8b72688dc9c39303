import { expect, it } from 'vitest';
import { ConfigError, readConfig, type Environment } from './config.ts';

function faultsOf(environment: Environment): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

it('has safe defaults, and cannot be changed', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', origin: null, logLevel: 'info', demo: true });
  expect(config.dataDir).toBe(`${process.cwd()}/data`);
  expect(Object.isFrozen(config)).toBe(true);
});

it('reads every setting', () => {
  const config = readConfig({
    PORT: '8080',
    HOST: '::',
    DATA_DIR: '/srv/loupe',
    ORIGIN: 'https://Loupe.example.org/',
    TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    LOG_LEVEL: 'warn',
    MAX_UPLOAD_BYTES: '5G',
    DOCUMENTS_BYTES: '800M',
    INGEST_JOBS: '3',
    SESSION_DAYS: '1',
    SESSION_IDLE_DAYS: '1',
    DEMO: 'no',
    ACCEPT_LOST_HISTORY: 'yes',
  });
  expect(config).toMatchObject({
    port: 8080,
    host: '::',
    dataDir: '/srv/loupe',
    origin: 'https://loupe.example.org',
    logLevel: 'warn',
    maxUploadBytes: 5e9,
    documentsBytes: 8e8,
    ingestJobs: 3,
    sessionMs: 86_400_000,
    demo: false,
    acceptLostHistory: true,
  });
  expect(config.trustedProxies?.check('10.1.2.3')).toBe(true);
  expect(config.trustedProxies?.check('11.1.2.3')).toBe(false);
});

it('sends letters only where a mail server is named, and asks for all it needs then', () => {
  expect(readConfig({}).mail).toBe(null);
  const mail = {
    SMTP_HOST: 'smtp.example.org',
    MAIL_FROM: 'loupe@example.org',
    ORIGIN: 'https://example.org',
  };
  expect(readConfig(mail).mail).toEqual({
    host: 'smtp.example.org',
    port: 587,
    tls: 'start',
    authority: null,
    account: null,
    from: 'loupe@example.org',
    words: false,
    afterMs: 900_000,
    origin: 'https://example.org',
  });
  expect(readConfig({ ...mail, SMTP_USER: 'me', SMTP_PASSWORD: 'it' }).mail?.account).toEqual({
    user: 'me',
    password: 'it',
  });
  const tls = (more: Environment) => readConfig({ ...mail, ...more }).mail?.tls;
  expect(tls({ SMTP_PORT: '465' })).toBe('implicit');
  expect(tls({ SMTP_PORT: '4650', SMTP_TLS: 'implicit' })).toBe('implicit');
  expect(tls({ SMTP_PORT: '465', SMTP_TLS: 'no' })).toBe('none');
  expect(faultsOf({ ...mail, SMTP_CA: '/nowhere.pem' })).toEqual([
    'SMTP_CA is "/nowhere.pem", but must be a file of certificates in PEM.',
  ]);
  expect(faultsOf({ SMTP_HOST: 'smtp.example.org', SMTP_PASSWORD: 'secret' })).toEqual([
    'MAIL_FROM is needed with SMTP_HOST: the address that letters come from.',
    'ORIGIN is needed with SMTP_HOST: the links in letters begin with it.',
    'SMTP_USER and SMTP_PASSWORD are needed together, or neither.',
  ]);
});

it('reports all faults at once, each as a sentence with the name and the value', () => {
  const faults = faultsOf({
    PORT: 'eighty',
    ORIGIN: 'example.org/loupe',
    MAX_UPLOAD_BYTES: '1',
    LOG_LEVEL: 'loud',
    LOUPE_PROT: '1',
  });
  expect(faults).toHaveLength(5);
  expect(faults[0]).toBe('PORT is "eighty", but must be a whole number from 0 to 65535.');
  expect(faults.at(-1)).toContain('LOUPE_PROT is not a setting');
});

it.each([
  { PORT: '65536' },
  { PORT: '-1' },
  { PORT: '1e3' },
  { HOST: 'no host' },
  { ORIGIN: 'ftp://example.org' },
  { ORIGIN: 'https://user@example.org' },
  { ORIGIN: 'https://example.org/path' },
  { TRUSTED_PROXIES: '10.0.0.0/33' },
  { TRUSTED_PROXIES: 'proxy' },
  { MAX_UPLOAD_BYTES: '2T' },
  { INGEST_JOBS: '0' },
  { SESSION_DAYS: '0' },
  { DEMO: 'perhaps' },
])('refuses %j', (environment: Environment) => {
  expect(faultsOf(environment)).toHaveLength(1);
});

it('takes a setting with LOUPE_ before it first, and an empty one as not set', () => {
  expect(readConfig({ PORT: '1', LOUPE_PORT: '2' }).port).toBe(2);
  expect(readConfig({ PORT: '' }).port).toBe(3000);
});
