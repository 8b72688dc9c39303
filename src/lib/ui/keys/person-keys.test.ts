import { describe, expect, it } from 'vitest';
import type { DeviceMemory } from '#lib/editor/device-memory.ts';
import { USUAL_KEYS, type KeyChoice } from '#lib/model/key-choice.ts';
import { mergedKeys, type KeyTimes } from '#lib/model/key-times.ts';
import { PersonKeys, type Sent } from './person-keys.ts';

const cvat: KeyChoice = { ...USUAL_KEYS, preset: 'cvat' };
const premiere: KeyChoice = { ...USUAL_KEYS, preset: 'premiere' };

class Device implements DeviceMemory {
  readonly held = new Map<string, unknown>();
  recall(name: string): unknown {
    return this.held.get(name);
  }
  keep(name: string, value: unknown): void {
    this.held.set(name, value);
  }
}

/** A server that answers when it is told to, and keeps what came last, as ours does. */
class Server {
  kept: { choice: KeyChoice; times: KeyTimes };
  readonly asked: KeyChoice[] = [];
  readonly #waiting: (() => void)[] = [];
  #failing: Sent | undefined;

  constructor(kept: KeyChoice = USUAL_KEYS, times: KeyTimes = new Map()) {
    this.kept = { choice: kept, times };
  }

  readonly send = (choice: KeyChoice, times: KeyTimes) => {
    this.asked.push(choice);
    return new Promise<Sent>((done) =>
      this.#waiting.push(() => {
        if (this.#failing) return done(this.#failing);
        this.kept = mergedKeys(this.kept, { choice, times });
        done({ ok: true, kept: this.kept.choice });
      }),
    );
  };

  async answer(failing?: Sent): Promise<void> {
    this.#failing = failing;
    this.#waiting.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  }
}

const GONE: Sent = { ok: false, sentence: 'The server cannot be reached.', again: true };

describe('the keys of the person at this screen', () => {
  it('are what the server has, and what is chosen goes there', async () => {
    const server = new Server(cvat);
    const keys = new PersonKeys(cvat, new Device(), server.send);
    expect([keys.choice.value, keys.state.value.status]).toEqual([cvat, 'kept']);
    keys.choose(premiere);
    expect([keys.choice.value, keys.state.value.status]).toEqual([premiere, 'sending']);
    await server.answer();
    expect(keys.state.value.status).toBe('kept');
  });

  it('chosen one after the other while one is on its way, the last is what the server ends with', async () => {
    const server = new Server();
    const keys = new PersonKeys(USUAL_KEYS, new Device(), server.send);
    keys.choose(cvat);
    keys.choose(premiere);
    keys.choose(USUAL_KEYS);
    await server.answer();
    await server.answer();
    expect(server.asked).toEqual([cvat, USUAL_KEYS]);
    expect(keys.state.value.status).toBe('kept');
  });

  it('chosen without a line they are kept here, and sent the next time', async () => {
    const [device, server] = [new Device(), new Server()];
    const before = new PersonKeys(USUAL_KEYS, device, server.send);
    before.choose(cvat);
    await server.answer(GONE);
    expect(before.state.value.status).toBe('waiting');
    before.destroy();
    const after = new PersonKeys(USUAL_KEYS, device, server.send);
    expect(after.choice.value).toEqual(cvat);
    await server.answer();
    expect([server.asked.at(-1), after.state.value.status]).toEqual([cvat, 'kept']);
    const elsewhere = new PersonKeys(premiere, device, server.send);
    expect(elsewhere.choice.value).toEqual(premiere);
  });

  it('chosen without a line they do not undo what was chosen elsewhere since, and say so until it is seen', async () => {
    const device = new Device();
    const server = new Server();
    let now = 100;
    const here = new PersonKeys(USUAL_KEYS, device, server.send, () => now);
    const own = (key: string) => ({ command: 'moving.first', keys: [key] });
    here.choose({ ...USUAL_KEYS, own: [own('X'), { command: 'moving.last', keys: ['Y'] }] });
    await server.answer(GONE);
    here.destroy();
    const there: KeyChoice = { ...USUAL_KEYS, preset: 'premiere', own: [own('Z')] };
    server.kept = { choice: there, times: new Map([['preset', 150], ['moving.first', 150]]) }; // prettier-ignore

    now = 200;
    const again = new PersonKeys(there, device, server.send, () => now);
    expect(again.choice.value.own).toEqual([own('X'), { command: 'moving.last', keys: ['Y'] }]);
    await server.answer();
    const merged = { ...there, own: [own('Z'), { command: 'moving.last', keys: ['Y'] }] };
    expect([again.choice.value, server.kept.choice]).toEqual([merged, merged]);
    expect(again.outdone.value).toEqual(['moving.first']);
    expect(new PersonKeys(merged, device, server.send).outdone.value).toEqual(['moving.first']);
    again.seeOutdone();
    expect(new PersonKeys(merged, device, server.send).outdone.value).toEqual([]);
    expect(server.asked).toHaveLength(2);
  });

  it('what is chosen while an answer is on its way stays over that answer', async () => {
    const server = new Server();
    const keys = new PersonKeys(USUAL_KEYS, new Device(), server.send);
    keys.choose(cvat);
    const own = [{ command: 'moving.first', keys: ['X'] }];
    keys.choose({ ...cvat, own });
    server.kept = { choice: { ...USUAL_KEYS, singleKeys: false }, times: new Map() };
    await server.answer();
    expect(keys.choice.value).toEqual({ preset: 'cvat', own, singleKeys: false });
    await server.answer();
    expect(server.kept.choice).toEqual({ preset: 'cvat', own, singleKeys: false });
    expect([keys.state.value.status, keys.outdone.value]).toEqual(['kept', []]);
  });

  it('another page on the device is followed, and asks the server for nothing', async () => {
    const [device, server] = [new Device(), new Server()];
    const here = new PersonKeys(USUAL_KEYS, device, server.send);
    new PersonKeys(USUAL_KEYS, device, server.send).choose(cvat);
    here.follow();
    expect([here.choice.value, server.asked.length]).toEqual([cvat, 1]);
  });

  it('of somebody from outside stay on the device', () => {
    const device = new Device();
    const keys = new PersonKeys(USUAL_KEYS, device, null);
    keys.choose(cvat);
    expect(keys.state.value.status).toBe('here');
    expect(new PersonKeys(USUAL_KEYS, device, null).choice.value).toEqual(cvat);
  });

  it('refused they go on here, and the reason is there to be told', async () => {
    const server = new Server();
    const keys = new PersonKeys(USUAL_KEYS, new Device(), server.send);
    keys.choose(cvat);
    await server.answer({ ok: false, sentence: 'Too large.', again: false });
    expect([keys.choice.value, keys.state.value]).toEqual([
      cvat,
      { status: 'refused', sentence: 'Too large.' },
    ]);
  });

  it('of what lies on the device, only what are keys is taken', () => {
    const device = new Device();
    device.keep('keys', { choice: { preset: 'vi' }, times: [['preset', 1]] });
    expect(new PersonKeys(cvat, device, null).choice.value).toEqual(cvat);
  });
});
