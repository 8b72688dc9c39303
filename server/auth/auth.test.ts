import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore, type Store } from '#server/store/store.ts';
import { Auth } from './auth.ts';
import { hashOf } from './secret.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const LIMITS = { sessionMs: 30 * DAY, sessionIdleMs: 7 * DAY };
const PASSWORD = 'a pleural line';

let store: Store;
let auth: Auth;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
  store = createStore(':memory:');
  auth = new Auth(store, LIMITS);
});
afterEach(() => {
  store.close();
  vi.useRealTimers();
});

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const maya = () => store.people.byLogin('maya') ?? store.people.create({ login: 'maya', name: 'Maya' });
const signIn = (password = PASSWORD, login = 'maya', address = '10.0.0.1') =>
  auth.signIn({ login, password, address });
/** Everything in the database, as text. */
const dump = () => {
  const tables = store.db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  return JSON.stringify(tables.map((table) => store.db.prepare(`SELECT * FROM ${table}`).all()));
};

describe('sessions', () => {
  it('keep only the hash of the token', async () => {
    const { token, session } = await auth.setPassword(maya(), PASSWORD);
    expect(token).toMatch(/^[\w-]{34}$/);
    expect(session.id).toBe(hashOf(token));
    expect(dump()).toContain(session.id);
    expect(dump()).not.toContain(token);
    expect(await auth.session(session.id)).toBeNull();
  });

  it('get a new token at each sign-in', async () => {
    await auth.setPassword(maya(), PASSWORD);
    const [one, two] = [await signIn(), await signIn()];
    expect(one.token).not.toBe(two.token);
    expect((await auth.session(one.token))?.person.login).toBe('maya');
    await auth.signOut(one.session.id);
    expect(await auth.session(one.token)).toBeNull();
    expect(await auth.session(two.token)).not.toBeNull();
  });

  it('end after a week without use, and a look that is no use does not prolong them', async () => {
    const { token } = await auth.signInByLink(auth.createLink(maya().id));
    later(6 * DAY);
    expect(await auth.session(token)).not.toBeNull();
    later(6 * DAY);
    expect(await auth.session(token, { touch: false })).not.toBeNull();
    later(1 * DAY + 1);
    expect(await auth.session(token)).toBeNull();
    expect(dump()).not.toContain(hashOf(token));
  });

  it('end after thirty days, however much they are used', async () => {
    const { token } = await auth.signInByLink(auth.createLink(maya().id));
    for (let day = 0; day < 29; day++) {
      later(DAY);
      expect(await auth.session(token)).not.toBeNull();
    }
    later(DAY);
    expect(await auth.session(token)).toBeNull();
  });

  it('write their use down once a minute at most', async () => {
    const { token, session } = await auth.signInByLink(auth.createLink(maya().id));
    const seenAt = () => store.sessions.get(session.id)?.seenAt;
    later(59_000);
    await auth.session(token);
    expect(seenAt()).toBe(session.seenAt);
    later(1_000);
    await auth.session(token);
    expect(seenAt()).toBe(session.seenAt + 60_000);
  });

  it('end with a new password, but for the new one', async () => {
    const first = await auth.setPassword(maya(), PASSWORD);
    const second = await auth.setPassword(maya(), 'another pleural line');
    expect(await auth.session(first.token)).toBeNull();
    expect(await auth.session(second.token)).not.toBeNull();
    await expect(signIn()).rejects.toThrow('do not match');
  });

  it('and tokens of a disabled person open nothing', async () => {
    const { token } = await auth.setPassword(maya(), PASSWORD);
    const api = auth.createToken(maya().id, 'tool', 1);
    const told: string[] = [];
    auth.onRevoked((person) => told.push(person));
    store.people.setDisabled(maya().id, true);
    expect(told).toEqual([maya().id]);
    expect(await auth.session(token)).toBeNull();
    expect(auth.bearer(api)).toBeNull();
    await expect(signIn()).rejects.toThrow('do not match');
  });

  it.each(['', 'x', 'x'.repeat(10_000)])('are not opened by %j', async (token) => {
    expect(await auth.session(token)).toBeNull();
  });
});

describe('links', () => {
  it('work once', async () => {
    const token = auth.createLink(maya().id);
    expect(auth.linkPerson(token)?.login).toBe('maya');
    expect((await auth.signInByLink(token)).person.login).toBe('maya');
    expect(auth.linkPerson(token)).toBeNull();
    expect(() => auth.signInByLink(token)).toThrow('has been used');
    expect(dump()).not.toContain(token);
  });

  it('expire after a week', () => {
    const token = auth.createLink(maya().id);
    later(7 * DAY);
    expect(() => auth.signInByLink(token)).toThrow('expired');
  });

  it('do not work for the disabled, nor when made up', () => {
    const token = auth.createLink(maya().id);
    store.people.setDisabled(maya().id, true);
    expect(() => auth.signInByLink(token)).toThrow('expired');
    expect(() => auth.signInByLink('made-up')).toThrow('expired');
  });
});

describe('tokens', () => {
  it('stand for their person until they expire or are removed', () => {
    const token = auth.createToken(maya().id, 'my tool', 2);
    expect(token).toMatch(/^lp_[\w-]{43}$/);
    expect(auth.bearer(token)?.login).toBe('maya');
    expect(dump()).not.toContain(token);
    const other = store.people.create({ login: 'jonas', name: 'Jonas' });
    const [row] = auth.tokensOf(maya().id);
    expect(auth.removeToken(other.id, row!.hash)).toBe(false);
    expect(auth.bearer(token)).not.toBeNull();
    later(2 * DAY);
    expect(auth.bearer(token)).toBeNull();
    const second = auth.createToken(maya().id, 'my tool', 2);
    expect(auth.removeToken(maya().id, hashOf(second))).toBe(true);
    expect(auth.bearer(second)).toBeNull();
  });

  it.each([
    ['', 1],
    ['x'.repeat(81), 1],
    ['x', 0],
    ['x', 366],
    ['x', Number.NaN],
  ])('are refused with name %j for %d days', (name, days) => {
    expect(() => auth.createToken(maya().id, name, days)).toThrow('A token');
  });
});

describe('passwords', () => {
  it('are kept as argon2id', async () => {
    await auth.setPassword(maya(), PASSWORD);
    expect(store.people.passwordHash(maya().id)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it.each(['short', 'x'.repeat(201), 'aaaaaaaaaaaaaaaa', 'mayamayamaya1'])(
    'cannot be %j',
    async (password) => {
      await expect(auth.setPassword(maya(), password)).rejects.toMatchObject({
        problem: { code: 'bad-request' },
      });
      expect(maya().hasPassword).toBe(false);
    },
  );

  it('are the same from every keyboard', async () => {
    await auth.setPassword(maya(), 'pléural line'.normalize('NFD'));
    await expect(signIn('pléural line'.normalize('NFC'))).resolves.toBeDefined();
  });

  it('give the same answer for a wrong name, a wrong password, and none set', async () => {
    store.people.create({ login: 'jonas', name: 'Jonas' });
    await auth.setPassword(maya(), PASSWORD);
    for (const login of ['maya', 'jonas', 'nobody']) {
      await expect(signIn('wrong password', login)).rejects.toMatchObject({
        problem: { code: 'wrong-credentials' },
      });
    }
  });

  it('take as long for a name that does not exist', async () => {
    await auth.setPassword(maya(), PASSWORD);
    await signIn('warm up', 'nobody', '10.0.0.2').catch(() => undefined);
    const time = async (login: string) => {
      const started = performance.now();
      await signIn('wrong password', login, '10.0.0.3').catch(() => undefined);
      return performance.now() - started;
    };
    const [known, unknown] = [await time('maya'), await time('nobody else')];
    expect(unknown).toBeGreaterThan(known / 4);
  });
});

describe('guessing', () => {
  const codeOf = async (attempt: Promise<unknown>) => {
    const refused = await attempt.then(
      () => undefined,
      (error: { problem: { code: string; next: string } }) => error.problem,
    );
    return refused?.code ?? 'in';
  };

  it('is slowed down for an account, from wherever, and never locks it', async () => {
    await auth.setPassword(maya(), PASSWORD);
    for (let n = 0; n < 5; n++)
      expect(await codeOf(signIn('wrong password', 'maya', `10.0.1.${n}`))).toBe('wrong-credentials');
    expect(await codeOf(signIn(PASSWORD, ' MAYA ', '10.0.2.1'))).toBe('too-many-attempts');
    later(1000);
    expect(await codeOf(signIn('wrong password', 'maya', '10.0.2.1'))).toBe('wrong-credentials');
    later(1999);
    expect(await codeOf(signIn(PASSWORD, 'maya', '10.0.2.1'))).toBe('too-many-attempts');
    later(1);
    expect(await codeOf(signIn(PASSWORD, 'maya', '10.0.2.1'))).toBe('in');
    expect(await codeOf(signIn('wrong password', 'maya', '10.0.2.1'))).toBe('wrong-credentials');
  });

  it('never makes one wait longer than a minute for an account', async () => {
    store.db.prepare('INSERT INTO sign_in_attempt VALUES (?, ?, ?)').run('login:maya', 10_000, Date.now());
    await auth.setPassword(maya(), PASSWORD);
    expect(await codeOf(signIn())).toBe('too-many-attempts');
    later(60_000);
    expect(await codeOf(signIn())).toBe('in');
  });

  it('is counted before the password is looked at, so that many at once gain nothing', async () => {
    const codes = await Promise.all(
      Array.from({ length: 12 }, () => codeOf(signIn('wrong password', 'nobody'))),
    );
    expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(5);
    expect(codes.filter((code) => code === 'too-many-attempts')).toHaveLength(7);
  });

  it('is slowed down for an address over many names, and a good account does not pay for it', async () => {
    store.db.prepare('INSERT INTO sign_in_attempt VALUES (?, ?, ?)').run('address:10.0.0.1', 20, Date.now());
    await auth.setPassword(maya(), PASSWORD);
    expect(await codeOf(signIn())).toBe('too-many-attempts');
    later(1000);
    expect(await codeOf(signIn())).toBe('in');
    expect(store.attempts.get('address:10.0.0.1')?.failures).toBe(20);
  });

  it('is forgotten after a day', async () => {
    await codeOf(signIn('wrong password', 'nobody'));
    later(25 * HOUR);
    await codeOf(signIn('wrong password', 'somebody', '10.0.0.9'));
    expect(store.attempts.get('login:nobody')).toBeUndefined();
  });
});
