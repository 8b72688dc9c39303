import { describe, expect, it } from 'vitest';
import { checkOwnPresence, checkPresence } from './presence.ts';

const own = { frame: 4, playing: true, cursor: { x: 1, y: 2 }, selection: ['track:a'], draft: null };
const person = { id: 'maya', name: 'Maya', color: '#6fb3ff' };
const draft = {
  ref: null,
  frame: 4,
  shape: { kind: 'box', x: 1, y: 2, w: 3, h: 4 },
  color: '#112233',
};

describe('a state from outside', () => {
  it('that is valid is read whole, and nothing else of it [P12]', () => {
    expect(checkOwnPresence({ ...own, draft, more: 1 })).toEqual({ ...own, draft });
    expect(checkPresence({ ...own, person: { ...person, login: 'x' } })).toEqual({ ...own, person });
  });

  it.each([
    ['nothing', undefined],
    ['no record', 'x'],
    ['a list', [own]],
    ['without a frame', { ...own, frame: undefined }],
    ['with a frame that is none', { ...own, frame: 1.5 }],
  ])('%s is nobody [P12]', (_, state) => {
    expect(checkOwnPresence(state)).toBeUndefined();
  });

  it.each([
    ['cursor', { x: Number.NaN, y: 1 }],
    ['cursor', { x: 1e9, y: 1 }],
    ['draft', { ...draft, color: 'red' }],
    ['draft', { ...draft, shape: { kind: 'box' } }],
    ['draft', { ...draft, shape: { kind: 'blob' } }],
    ['draft', { ...draft, ref: 'x'.repeat(61) }],
    ['draft', { ...draft, frame: -1 }],
  ])('a %s that is not valid is empty [P12]', (field, value) => {
    expect(checkOwnPresence({ ...own, [field]: value })).toEqual({ ...own, [field]: null });
  });

  it('has at most 50 selected keys, all of them short texts [P12]', () => {
    const selection = Array.from({ length: 60 }, (_, n) => `track:${n}`);
    expect(checkOwnPresence({ ...own, selection })?.selection).toEqual(selection.slice(0, 50));
    expect(checkOwnPresence({ ...own, selection: [1, 'x'.repeat(61), 'a'] })?.selection).toEqual(['a']);
    expect(checkOwnPresence({ ...own, selection: 'a' })?.selection).toEqual([]);
  });

  it.each([undefined, { ...person, id: '../x' }, { ...person, color: 'red' }, { ...person, name: 1 }])(
    'of a person that is none is nobody [P12]',
    (who) => {
      expect(checkPresence({ ...own, person: who })).toBeUndefined();
    },
  );

  it('states that run are passed on as far as they are valid, and at most 20 [P12]', () => {
    const good = { tier: 'phase', label: 'cut', start: 12 };
    const bad = [{ ...good, start: -1 }, { ...good, tier: 'a b' }, null, 'x', { ...good, label: 3 }];
    expect(checkOwnPresence({ ...own, running: [...bad, { ...good, more: 1 }] })?.running).toEqual([good]);
    expect(checkOwnPresence({ ...own, running: Array(99).fill(good) })?.running).toHaveLength(20);
    expect(checkOwnPresence({ ...own, running: 'x' })).not.toHaveProperty('running');
  });

  it('sketches, light and what cannot be seen are passed on as far as they are valid [P12]', () => {
    const sketch = { id: '1', frame: 4, points: [1, 2, 30, 40], fades: false };
    const bad = [
      { ...sketch, points: [1, 2, 3] },
      { ...sketch, points: [1, 2, 3, 4.5] },
      { ...sketch, points: Array(200).fill(1) },
      { ...sketch, frame: -1 },
      { ...sketch, id: 'x'.repeat(13) },
      'line',
    ];
    expect(checkOwnPresence({ ...own, sketches: [sketch, ...bad.slice(0, 5)] })?.sketches).toEqual([sketch]);
    expect(checkOwnPresence({ ...own, sketches: Array(50).fill(sketch) })?.sketches).toHaveLength(6);
    expect(checkOwnPresence({ ...own, sketches: bad, laser: 'yes', doing: 'sleeping' })).toEqual(own);
    expect(checkOwnPresence({ ...own, laser: true, doing: 'typing' })).toEqual({
      ...own,
      laser: true,
      doing: 'typing',
    });
  });
});
