import { describe, expect, it } from 'vitest';
import type { DeviceMemory } from '#lib/editor/device-memory.ts';
import { USUAL_KEYS, type KeyChoice } from '#lib/model/key-choice.ts';
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

/** A server that answers when it is told to. */
class Server {
  readonly asked: KeyChoice[] = [];
  readonly #waiting: ((sent: Sent) => void)[] = [];
  readonly send = (choice: KeyChoice) => {
    this.asked.push(choice);
    return new Promise<Sent>((done) => this.#waiting.push(done));
  };
  async answer(sent: Sent = { ok: true }): Promise<void> {
    this.#waiting.shift()?.(sent);
    await Promise.resolve();
    await Promise.resolve();
  }
}

const GONE: Sent = { ok: false, sentence: 'The server cannot be reached.', again: true };

describe('the keys of the person at this screen', () => {
  it('are what the server has, and what is chosen goes there', async () => {
    const server = new Server();
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
    device.keep('keys', { choice: { preset: 'vi' }, unsent: true });
    expect(new PersonKeys(cvat, device, null).choice.value).toEqual(cvat);
  });
});
