import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Refusal } from '#lib/model/problem.ts';
import { RangeServer } from '../../../../tests/builders/range-server.ts';
import { RangedFile, Unreached } from './ranges.ts';
import { Unfit } from './unfit.ts';

const { signal } = new AbortController();
let server: RangeServer;
beforeEach(async () => {
  server = await RangeServer.serve(Uint8Array.from({ length: 100 }, (_, n) => n));
});
afterEach(() => server.close());

it('reads a range, and the end of a file', async () => {
  const file = new RangedFile(server.url);
  expect([...(await file.read({ start: 10, stop: 13 }, signal))]).toEqual([10, 11, 12]);
  expect([...(await file.read({ last: 2 }, signal))]).toEqual([98, 99]);
  expect((await file.read({ start: 90, stop: 200 }, signal)).length).toBe(10);
  expect((await file.read({ last: 500 }, signal)).length).toBe(100);
  expect(file.bytes).toBe(100);
});

it('tells what may go well another time from what will not', async () => {
  const file = new RangedFile(server.url);
  const read = () => file.read({ start: 0, stop: 50 }, signal);
  for (const [fault, kind] of [
    [500, Unreached],
    [503, Unreached],
    [429, Unreached],
    ['cut', Unreached],
    [401, Refusal],
    [403, Refusal],
    [404, Refusal],
    [416, Unfit],
  ] as const) {
    server.fault = () => fault;
    await expect(read()).rejects.toBeInstanceOf(kind);
  }
  server.fault = () => undefined;
  expect((await read()).length).toBe(50);
});

it('[M20] is unfit once the file is another', async () => {
  const file = new RangedFile(server.url);
  await file.read({ start: 0, stop: 5 }, signal);
  server.tag = '"two"';
  await expect(file.read({ start: 5, stop: 9 }, signal)).rejects.toThrow('The file has changed.');
});

it('[M20] is unfit where there are no ranges, without loading the whole', async () => {
  let sent = 0;
  const whole = createServer((_, response) => {
    const more = () => {
      sent += 65_536;
      if (response.write(Buffer.alloc(65_536))) setImmediate(more);
    };
    response.on('drain', more);
    more();
  });
  await new Promise<void>((done) => whole.listen(0, '127.0.0.1', done));
  const file = new RangedFile(`http://127.0.0.1:${(whole.address() as AddressInfo).port}/`);
  await expect(file.read({ start: 0, stop: 5 }, signal)).rejects.toBeInstanceOf(Unfit);
  const after = sent;
  await new Promise((done) => setTimeout(done, 100));
  expect(sent).toBeLessThanOrEqual(after + 65_536);
  whole.closeAllConnections();
  await new Promise((done) => whole.close(done));
});

it('gives up when it is told to', async () => {
  server.holding = true;
  const leave = new AbortController();
  const reading = new RangedFile(server.url).read({ start: 0, stop: 5 }, leave.signal);
  leave.abort(new Error('Not wanted.'));
  await expect(reading).rejects.toThrow('Not wanted.');
});
