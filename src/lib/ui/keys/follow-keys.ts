/** The keys of somebody at this browser: sent to the server, and followed over all of its pages. */
import type { PersonId } from '#lib/model/id.ts';
import type { KeyChoice } from '#lib/model/key-choice.ts';
import type { KeyTimes } from '#lib/model/key-times.ts';
import type { ChooseKeys } from '#lib/protocol/http.ts';
import { askApi } from '../app/api.ts';
import { deviceMemory, memoryKey } from '../workspace/device-memory.ts';
import { PersonKeys, type Sent } from './person-keys.ts';

/** After these the same choice would be refused again; all else passes: no line, a session that is over, a full disk. */
const FOR_GOOD = ['bad-request', 'too-large', 'forbidden', 'not-found'];

async function send({ preset, own, singleKeys }: KeyChoice, times: KeyTimes): Promise<Sent> {
  const parts = [...times].map(([part, at]) => ({ part, at }));
  const body: ChooseKeys = { preset, own, singleKeys, chosen: { sentAt: Date.now(), parts } };
  const answer = await askApi<KeyChoice>('/me/keys', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if ('value' in answer) return { ok: true, kept: answer.value };
  const { code, sentence } = answer.fault;
  return { ok: false, sentence, again: !FOR_GOOD.includes(code) };
}

/**
 * @param kept what the server has
 * @param isGuest from outside: the server keeps nothing for them
 * @returns the keys, until `destroy`
 */
export function followKeys(person: PersonId, kept: KeyChoice, isGuest: boolean): PersonKeys {
  const keys = new PersonKeys(kept, deviceMemory(person), isGuest ? null : send);
  const leave = new AbortController();
  const { signal } = leave;
  addEventListener('online', () => keys.state.value.status === 'waiting' && void keys.flush(), { signal });
  addEventListener('storage', ({ key }) => key === memoryKey('keys', person) && keys.follow(), { signal });
  const destroy = keys.destroy.bind(keys);
  keys.destroy = () => {
    leave.abort();
    destroy();
  };
  return keys;
}
