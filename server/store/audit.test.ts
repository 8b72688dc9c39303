import { describe, expect, it } from 'vitest';
import type { PersonId, ProjectId } from '#lib/model/id.ts';
import type { Db } from './database.ts';
import { createStore } from './store.ts';

const ANA = 'ana' as PersonId;
const OURS = 'ours' as ProjectId;

function filled(count = 3) {
  const store = createStore(':memory:');
  for (let n = 1; n <= count; n++)
    store.audit.record({
      action: n % 2 ? 'member.role' : 'video.export',
      by: ANA,
      address: '10.0.0.1',
      project: n === 3 ? null : OURS,
      subject: `person:p${n}`,
      detail: { n },
    });
  return store;
}

/** As somebody would who has the database: past the triggers. */
function forge(db: Db, sql: string): void {
  db.exec('DROP TRIGGER audit_stays; DROP TRIGGER audit_keeps; DROP TRIGGER audit_detail_stays;');
  db.exec(sql);
}

it('tells who did what, newest first, and by project, person, action and time', () => {
  const { audit } = filled();
  const all = audit.page({});
  expect(all.map(({ n, action, address }) => [n, action, address])).toEqual([
    [3, 'member.role', '10.0.0.1'],
    [2, 'video.export', '10.0.0.1'],
    [1, 'member.role', '10.0.0.1'],
  ]);
  expect(all[1]).toMatchObject({ by: ANA, project: OURS, subject: 'person:p2', detail: { n: 2 } });
  const numbers = (filter: object) => audit.page(filter).map(({ n }) => n);
  expect(numbers({ project: OURS })).toEqual([2, 1]);
  expect(numbers({ action: 'member.role', before: 3 })).toEqual([1]);
  expect(numbers({ by: 'eve' as PersonId })).toEqual([]);
  expect(numbers({ from: Date.now() + 1000 })).toEqual([]);
  expect(numbers({ to: Date.now() + 1000 })).toEqual([3, 2, 1]);
});

it('goes through all of them, past a page', () => {
  const { audit } = filled(250);
  expect([...audit.all({})].map(({ n }) => n)).toEqual(Array.from({ length: 250 }, (_, n) => 250 - n));
});

it('stands and falls with the change it tells of', () => {
  const store = filled(1);
  expect(() =>
    store.transaction(() => {
      store.audit.record({ action: 'sign-in', by: ANA, address: '::1' });
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(store.audit.head().n).toBe(1);
  expect(store.audit.verify().fault).toBe(null);
});

it('is not changed or taken from by accident', () => {
  const { db } = filled();
  expect(() => db.exec("UPDATE audit SET by_person = 'eve'")).toThrow('only added to');
  expect(() => db.exec('DELETE FROM audit')).toThrow('only added to');
  expect(() => db.exec("UPDATE audit_detail SET body = '{}'")).toThrow('never changed');
});

describe('verify', () => {
  it('finds a row that was changed, taken out, or cut from the end', () => {
    for (const [sql, n, reason] of [
      ["UPDATE audit SET by_person = 'eve' WHERE n = 2", 2, 'not what was written'],
      ['UPDATE audit SET at = at - 1 WHERE n = 3', 3, 'not what was written'],
      ['UPDATE audit_detail SET body = \'["1.2.3.4",{}]\' WHERE n = 1', 1, 'detail'],
      ['DELETE FROM audit WHERE n = 2', 2, 'missing'],
      ['DELETE FROM audit WHERE n = 3', 3, 'missing'],
    ] as const) {
      const { db, audit } = filled();
      expect(audit.verify().fault).toBe(null);
      forge(db, sql);
      expect(audit.verify().fault).toMatchObject({ n, reason: expect.stringContaining(reason) });
    }
  });

  it('takes an erased detail, and counts it', () => {
    const { db, audit } = filled();
    db.exec('DELETE FROM audit_detail WHERE n = 2');
    expect(audit.verify()).toMatchObject({ erased: 1, fault: null, head: { n: 3 } });
    expect(audit.page({})[1]).toMatchObject({ address: null, detail: null });
  });

  it('finds a chain that was made anew, by the head that was noted', () => {
    const noted = filled(2).audit.head();
    const { audit } = filled(3); // other salts, other times: another chain
    expect(audit.verify().fault).toBe(null);
    expect(audit.verify(noted).fault).toMatchObject({ n: 2, reason: expect.stringContaining('another one') });
    const head = audit.head();
    audit.record({ action: 'sign-in', by: ANA, address: '::1' });
    expect(audit.verify(head).fault).toBe(null);
    expect(audit.verify({ n: 9, hash: head.hash }).fault).toMatchObject({ n: 9 });
  });
});
