import { expect, it } from 'vitest';
import type { Decision, FromLive } from '#lib/protocol/live.ts';
import { Decisions } from './decisions.ts';

const decision = (id: string): Decision => ({
  id,
  session: 's1',
  video: 'v1' as never,
  frame: 4 as never,
  words: 'It is a B-line.',
});

function begin() {
  const said: FromLive[] = [];
  return { said, decisions: new Decisions((message) => void said.push(message)) };
}

it('[S43] one is on its way at a time, and is put aside once it is answered', () => {
  const { said, decisions } = begin();
  decisions.write(decision('decision-1'));
  decisions.write(decision('decision-2'));
  decisions.putAside();
  expect(said).toEqual([{ kind: 'decide', ...decision('decision-1') }]);
  expect(decisions.heard({ kind: 'logged', id: 'decision-2', n: 1, at: 5 })).toBe(false);
  expect(decisions.heard({ kind: 'logged', id: 'decision-1', n: 1, at: 5 })).toBe(true);
  expect(decisions.last.value?.state).toEqual({ logged: 5 });
  decisions.putAside();
  expect(decisions.last.value).toBeNull();
});

it('[S43] an answer to something else is none, and a refusal after it was logged changes nothing', () => {
  const { decisions } = begin();
  const refused = { kind: 'refused', code: 'not-leading', details: {} } as const;
  decisions.write(decision('decision-1'));
  expect(decisions.heard({ ...refused, about: null })).toBe(false);
  expect(decisions.last.value?.state).toBe('sending');
  decisions.heard({ kind: 'logged', id: 'decision-1', n: 1, at: 5 });
  expect(decisions.heard({ ...refused, about: 'decision-1' })).toBe(true);
  expect(decisions.last.value?.state).toEqual({ logged: 5 });
});

it('[S43] on the sixth line without an answer it is not said by itself any more, and its words are kept', () => {
  const { said, decisions } = begin();
  decisions.write(decision('decision-1'));
  for (let lines = 0; lines < 9; lines++) decisions.lineIsBack();
  expect(said).toHaveLength(5);
  expect(decisions.last.value).toMatchObject({
    decision: decision('decision-1'),
    state: { refused: { code: 'server-busy' } },
  });
  decisions.write(decision('decision-1'));
  expect(said).toHaveLength(6);
});
