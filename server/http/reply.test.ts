/** Files that are made while they are sent, to readers that are slow, go away, or get a fault in the middle. */
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { problem } from '#lib/model/problem.ts';
import { sendFile, sendProblem } from './reply.ts';

const open: { readonly server: Server; readonly sockets: Socket[] }[] = [];
afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  }
});

/** A server whose only answer is this file; a fault ends as behind the door. */
async function serve(pieces: () => AsyncIterable<string>) {
  const server = createServer((_, response) => {
    sendFile(response, { status: 200, pieces: pieces(), fileName: 'Lung "1".json' }).catch(() =>
      sendProblem(response, problem('internal')),
    );
  });
  const sockets: Socket[] = [];
  open.push({ server, sockets });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    /** Asks, and reads nothing of the answer. */
    ask(): Socket {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
      socket.pause();
      return socket;
    },
  };
}

/** Pieces without end, and what became of them. */
function endless() {
  const seen = { made: 0, ended: false };
  async function* pieces() {
    try {
      for (;;) {
        seen.made++;
        yield 'x'.repeat(64 * 1024);
      }
    } finally {
      seen.ended = true;
    }
  }
  return { seen, pieces };
}

it('sends the pieces as one file, with a name', async () => {
  async function* pieces() {
    yield '{"a":';
    yield '"ü"}';
  }
  const { url } = await serve(pieces);
  const answer = await fetch(url);
  expect(answer.headers.get('content-disposition')).toContain('filename="Lung _1_.json"');
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(await answer.json()).toEqual({ a: 'ü' });
});

it('makes nothing for who asks for the headers only', async () => {
  const { seen, pieces } = endless();
  const { url } = await serve(pieces);
  const answer = await fetch(url, { method: 'HEAD' });
  expect([answer.status, seen.made]).toEqual([200, 0]);
});

it('makes no more than a slow reader takes, and ends when they go away', async () => {
  const { seen, pieces } = endless();
  const socket = (await serve(pieces)).ask();
  let before = -1;
  await vi.waitFor(
    () => {
      const still = seen.made > 0 && seen.made === before;
      before = seen.made;
      expect(still).toBe(true);
    },
    { interval: 100, timeout: 10_000 },
  );
  expect(seen).toMatchObject({ ended: false });
  expect(seen.made).toBeLessThan(1000); // what lies in the sockets: a few megabytes
  socket.destroy();
  await vi.waitFor(() => expect(seen.ended).toBe(true), { timeout: 5000 });
});

it('cuts the line when a later piece cannot be made: half a file must not look whole', async () => {
  const fault = Promise.withResolvers<never>();
  async function* pieces() {
    yield 'x'.repeat(64 * 1024);
    yield await fault.promise;
  }
  const { url } = await serve(pieces);
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  fault.reject(new Error('the disk failed'));
  await expect(answer.text()).rejects.toThrow('terminated');
});

it('answers with a problem, not with a file, when the first piece cannot be made', async () => {
  async function* pieces() {
    yield await Promise.reject<string>(new Error('the disk failed'));
  }
  const { url } = await serve(pieces);
  const answer = await fetch(url);
  expect(answer.status).toBe(500);
  expect(answer.headers.get('content-disposition')).toBeNull();
  expect(await answer.json()).toMatchObject({ problem: { code: 'internal' } });
});
