import { expect, it } from 'vitest';
import { problem } from '#lib/model/problem.ts';
import type { LineState } from '#lib/sync/line.ts';
import { saveState } from './save-state.ts';

const fine: LineState = {
  status: 'online',
  synced: true,
  unsaved: 0,
  keeps: true,
  readOnly: null,
  problem: null,
  away: null,
};
const NOW_MS = 1_000_000;
const say = (labels: Partial<LineState>, discussion: Partial<LineState> = {}) =>
  saveState({ ...fine, ...labels }, { ...fine, ...discussion }, NOW_MS);

it('says saved only when both documents are acknowledged', () => {
  expect(say({}).text).toBe('Saved');
  expect(say({ unsaved: 2 }, { unsaved: 1 })).toMatchObject({ kind: 'saving', text: 'Saving 3', unsaved: 3 });
  expect(say({}, { unsaved: 1 }).text).toBe('Saving 1');
});

it('the worse of the two lines counts', () => {
  expect(say({ status: 'offline' }).text).toBe('Offline');
  expect(say({ status: 'offline', unsaved: 12 }).text).toBe('Offline: 12 changes kept on this device');
  expect(say({}, { status: 'offline', unsaved: 1 }).text).toBe('Offline: 1 change kept on this device');
  expect(say({ status: 'connecting' }, { status: 'offline' }).kind).toBe('offline');
  expect(say({ status: 'connecting', unsaved: 3 }).text).toBe('Reconnecting');
  expect(say({ status: 'offline' }, { status: 'signed-out' }).kind).toBe('signed-out');
});

it('says why the server has sent us away, and when it is called again', () => {
  const away = { reason: 'You are here in too many places.', againAtMs: NOW_MS + 7200 };
  expect(say({ status: 'connecting', away, unsaved: 2 })).toMatchObject({
    kind: 'away',
    text: 'You are here in too many places: again in 8 s',
    detail:
      'You are here in too many places. It is tried again by itself. ' +
      '2 changes not saved yet, kept on this device until then.',
  });
  expect(say({ status: 'offline', away: { ...away, againAtMs: NOW_MS } }).text).toMatch(/: trying again$/);
  expect(say({}, { status: 'connecting', away }).kind).toBe('away');
  expect(say({ away }, { status: 'gone' }).kind).toBe('stopped');
});

it('does not say that the device keeps what it cannot', () => {
  const lost = { unsaved: 2, keeps: false };
  expect(say({ status: 'offline', ...lost })).toMatchObject({
    text: 'Offline: 2 changes only on this page',
    detail: '2 changes not saved yet, only on this page, which must stay open.',
  });
  expect(say({ status: 'offline', unsaved: 2 }, { keeps: false }).text).toContain('kept on this device');
  expect(say({ readOnly: 'No.', ...lost }).text).toBe('Read only: 2 changes waiting');
});

it('says why nothing can be saved', () => {
  expect(say({ readOnly: 'You are here as viewer.' })).toMatchObject({
    kind: 'read-only',
    detail: 'You are here as viewer.',
  });
  expect(say({ readOnly: 'You are here as viewer.', unsaved: 2 })).toMatchObject({
    kind: 'read-only',
    text: 'Read only: 2 changes kept',
  });
  const refused = problem('bad-update', { reason: 'it is too large' });
  expect(say({ status: 'refused', problem: refused }).detail).toContain('it is too large');
  expect(say({ status: 'gone' })).toMatchObject({
    kind: 'stopped',
    detail: 'You may no longer see this video.',
  });
});
