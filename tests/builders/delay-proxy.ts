/** A long line: a TCP proxy that hands every piece on later than it came, each direction in its order. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Delay = {
  /** One way, milliseconds. */
  readonly meanMs: number;
  /** Up to so much more or less, evenly spread. */
  readonly jitterMs: number;
  /** From 0 to 1. */
  readonly random?: () => number;
};

export class DelayProxy {
  readonly port: number;
  readonly #sockets: Set<Socket>;
  readonly #close: () => void;

  private constructor(port: number, sockets: Set<Socket>, close: () => void) {
    this.port = port;
    this.#sockets = sockets;
    this.#close = close;
  }

  /** Listens on a free port, and calls `to` for everybody who comes. */
  static async open(to: number, delay: Delay): Promise<DelayProxy> {
    const sockets = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true }, (near) => {
      const far = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true });
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.setNoDelay(true);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => {
          sockets.delete(socket);
          // Not before what is still on its way has arrived.
          const other = socket === near ? far : near;
          setTimeout(() => other.destroy(), delay.meanMs + delay.jitterMs + 1000);
        });
      }
      passOn(near, far, delay);
      passOn(far, near, delay);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    return new DelayProxy(port, sockets, () => server.close());
  }

  /** Breaks all lines; who calls again is taken. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.#close();
    this.cut();
  }
}

function passOn(from: Socket, to: Socket, { meanMs, jitterMs, random = Math.random }: Delay): void {
  const waiting: { readonly bytes: Buffer | null; readonly dueMs: number }[] = [];
  let lastDueMs = 0;
  const take = (bytes: Buffer | null) => {
    const now = performance.now();
    lastDueMs = Math.max(lastDueMs, now + meanMs + (random() * 2 - 1) * jitterMs);
    waiting.push({ bytes, dueMs: lastDueMs });
    setTimeout(handOn, lastDueMs - now);
  };
  // Timers may come in another order than they were set: each hands on the oldest piece.
  const handOn = () => {
    const next = waiting.shift();
    if (!next || !to.writable) return;
    if (next.bytes) to.write(next.bytes);
    else to.end();
  };
  from.on('data', take);
  from.on('end', () => take(null));
}
