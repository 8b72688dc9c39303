/** What a server's memory really holds: its heap after all that can go has gone, asked through the inspector. */
import { WebSocket } from 'ws';

export type Heap = { readonly heapMB: number; readonly rssMB: number };

/** Of a process that was started with `--inspect=<port>`. */
export async function heapOf(port: number): Promise<Heap> {
  const answer = await fetch(`http://127.0.0.1:${port}/json`);
  const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target!.webSocketDebuggerUrl);
  await new Promise((done, fail) => socket.once('open', done).once('error', fail));
  let last = 0;
  const call = (method: string, params: object = {}) =>
    new Promise<{ result?: { value?: string } }>((done) => {
      const id = ++last;
      const hear = (bytes: Buffer) => {
        const message = JSON.parse(bytes.toString()) as {
          id?: number;
          result: { result?: { value?: string } };
        };
        if (message.id !== id) return;
        socket.off('message', hear);
        done(message.result);
      };
      socket.on('message', hear);
      socket.send(JSON.stringify({ id, method, params }));
    });
  try {
    await call('HeapProfiler.enable');
    for (let times = 0; times < 2; times++) await call('HeapProfiler.collectGarbage');
    const expression = 'JSON.stringify(process.memoryUsage())';
    const { result } = await call('Runtime.evaluate', { expression });
    const { heapUsed, rss } = JSON.parse(result?.value ?? '{}') as { heapUsed: number; rss: number };
    return { heapMB: heapUsed / 1e6, rssMB: rss / 1e6 };
  } finally {
    socket.terminate();
  }
}
