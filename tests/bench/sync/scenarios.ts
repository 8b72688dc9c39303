/** What is done to each server, and what is measured. Every scenario starts a fresh server on an empty folder. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as Y from 'yjs';
import { packKeyframe } from '#lib/doc/pack.ts';
import { addressOf, BenchClient, type Address } from './client.ts';
import type { LoadPlan, LoadResult } from './load.ts';
import { BenchServer, isDurable, type ServerName } from './servers.ts';

/** Numbers by name; what is not measured is left out. */
export type Row = Readonly<Record<string, number | boolean>>;
export type Scenario = {
  readonly name: string;
  readonly title: string;
  readonly rooms: readonly string[];
  /** Only for servers that store. */
  readonly durable?: boolean;
  run(server: BenchServer): Promise<Row>;
};

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}

const rounded = (value: number) => Math.round(value * 100) / 100;

async function until(condition: () => boolean, ms = 30_000): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; await sleep(1))
    if (condition()) return true;
  return false;
}

async function prepared(server: BenchServer, room: string): Promise<BenchClient> {
  const client = await new BenchClient(addressOf(server, room)).connect();
  client.prepare();
  await sleep(100);
  return client;
}

const twoClients: Scenario = {
  name: 'two',
  title: 'two clients in one room',
  rooms: ['r'],
  async run(server) {
    const a = await prepared(server, 'r');
    const b = await new BenchClient(addressOf(server, 'r', 1)).connect();
    await sleep(200);
    for (let n = 0; n < 50; n++) {
      a.edit(); // warm
      await sleep(5);
    }
    b.latencies.length = 0;
    const before = server.cpu();
    for (let n = 0; n < 400; n++) {
      a.edit();
      await sleep(10);
    }
    await sleep(300);
    const row = {
      'p50 ms': quantile(b.latencies, 0.5),
      'p99 ms': quantile(b.latencies, 0.99),
      'CPU µs/edit': Math.round(((server.cpu() - before) * 1e6) / 400),
    };
    a.close();
    b.close();
    return row;
  },
};

type Load = Omit<LoadPlan, 'addresses'>;

async function underLoad(server: BenchServer, addresses: readonly Address[], load: Load): Promise<Row> {
  const middle = addresses.length / 2; // rooms stay whole: the first in each prepares it
  const halves = [addresses.slice(0, middle), addresses.slice(middle)];
  const children = halves.map((half) => {
    const child = fork(fileURLToPath(new URL('./load.ts', import.meta.url)));
    const ready = new Promise<void>((done) => child.once('message', () => done()));
    const ended = new Promise<never>((_, fail) =>
      child.once('exit', (code) => fail(new Error(`load ended with ${code}`))),
    );
    ended.catch(() => undefined);
    child.send({ ...load, addresses: half } satisfies LoadPlan);
    return { child, ready, ended };
  });
  await Promise.all(children.map(({ ready, ended }) => Promise.race([ready, ended])));
  const before = server.cpu();
  let peak = server.rss();
  const watch = setInterval(() => (peak = Math.max(peak, server.alive ? server.rss() : 0)), 250);
  const results = await Promise.all(
    children.map(({ child, ended }) => {
      const result = new Promise<LoadResult>((done) =>
        child.once('message', (message) => done(message as LoadResult)),
      );
      child.send('go');
      return Promise.race([result, ended]);
    }),
  );
  clearInterval(watch);
  const sum = (of: (result: LoadResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const latencies = results.flatMap((result) => result.latencies);
  const messages = sum(({ edits, cursors }) => edits + cursors);
  return {
    'p50 ms': quantile(latencies, 0.5),
    'p99 ms': quantile(latencies, 0.99),
    'CPU µs/message': Math.round(((server.cpu() - before) * 1e6) / messages),
    'RSS MB': peak,
    dropped: sum(({ dropped }) => dropped),
  };
}

function crowd(name: string, title: string, echo: boolean): Scenario {
  return {
    name,
    title,
    rooms: ['r'],
    async run(server) {
      // Somebody stays in the room from the first to the last, so that all edit one mark.
      const first = await prepared(server, 'r');
      const addresses = Array.from({ length: 50 }, (_, n) => addressOf(server, 'r', n));
      const load = { editsPerSecond: 5, cursorsPerSecond: 10, seconds: 8, echo };
      return underLoad(server, addresses, load).finally(() => first.close());
    },
  };
}

/** Should cost each person the same, however many there are. */
const presence: Scenario = {
  name: 'presence',
  title: 'pointers alone, ten moves a second each: CPU µs a move with 10, 25 and 50 people in a room',
  rooms: ['r'],
  async run(server) {
    const row: Record<string, number | boolean> = {};
    for (const people of [10, 25, 50]) {
      const addresses = Array.from({ length: people }, (_, n) => addressOf(server, 'r', n));
      const load = { editsPerSecond: 0, cursorsPerSecond: 10, seconds: 6, echo: false };
      const { 'CPU µs/message': cpu = Number.NaN, dropped = 0 } = await underLoad(server, addresses, load);
      row[`with ${people}`] = cpu;
      row.dropped = Number(row.dropped ?? 0) + Number(dropped);
    }
    return row;
  },
};

const ROOMS = Array.from({ length: 500 }, (_, n) => `r${n}`);
const manyRooms: Scenario = {
  name: 'rooms',
  title: '500 rooms of two',
  rooms: ROOMS,
  async run(server) {
    const addresses = ROOMS.flatMap((room, n) => [
      addressOf(server, room, n),
      addressOf(server, room, n + 7),
    ]);
    return underLoad(server, addresses, { editsPerSecond: 1, cursorsPerSecond: 2, seconds: 8, echo: false });
  },
};

/** About 5 MB: 200 tracks with 800 keyframes each, as drawn by hand. */
function bigDocument(doc: Y.Doc): void {
  for (let n = 0; n < 200; n++) {
    doc.transact(() => {
      const kf = new Y.Map<Uint8Array>();
      for (let frame = 0; frame < 800; frame++) {
        const shape = { kind: 'box' as const, x: n + frame / 7, y: frame / 3, w: 40 + n / 9, h: 30 };
        kf.set(String(frame * 5), packKeyframe({ shape, outside: false, occluded: false }));
      }
      const fields = {
        label: 'l',
        kind: 'box',
        source: 'hand',
        deleted: false,
        kf,
        attr: new Y.Map(),
        fattr: new Y.Map(),
      };
      doc.getMap('tracks').set(`track${n}`, new Y.Map(Object.entries(fields)));
    });
  }
}

const join: Scenario = {
  name: 'join',
  title: 'joining a document of 5 MB, warm and after a restart',
  rooms: ['r'],
  async run(server) {
    const a = await new BenchClient(addressOf(server, 'r')).connect();
    bigDocument(a.doc);
    const whole = (client: BenchClient) => client.doc.getMap('tracks').size === 200;
    const watcher = await new BenchClient(addressOf(server, 'r', 1)).connect();
    const stored = await until(() => whole(watcher), 60_000);
    watcher.close();
    await sleep(3000); // what is stored later is stored by now
    const once = async () => {
      const started = performance.now();
      const client = await new BenchClient(addressOf(server, 'r', 2)).connect();
      const ok = await until(() => whole(client));
      const ms = performance.now() - started;
      client.close();
      return { ms, ok };
    };
    const before = server.cpu();
    const warm = [await once(), await once(), await once()];
    const cpu = ((server.cpu() - before) * 1000) / warm.length;
    a.close();
    await sleep(3000);
    const row = {
      'warm ms': quantile(
        warm.map(({ ms }) => ms),
        0.5,
      ),
      'warm CPU ms': Math.round(cpu),
      whole: stored,
    };
    if (!isDurable(server.name)) return row;
    await server.stop();
    await server.start();
    const cold = server.cpu();
    const { ms, ok } = await once();
    return {
      ...row,
      'cold ms': Math.round(ms),
      'cold CPU ms': Math.round((server.cpu() - cold) * 1000),
      'cold whole': ok,
    };
  },
};

const KILLS = Number(process.env['BENCH_KILLS'] ?? 20);
const kill: Scenario = {
  name: 'kill',
  title: `killed right after the second person saw an edit, ${KILLS} rounds`,
  rooms: ['r'],
  durable: true,
  async run(server) {
    let [lost, seen] = [0, 0];
    (await prepared(server, 'r')).close();
    await sleep(3000);
    for (let n = 0; n < KILLS; n++) {
      const a = await new BenchClient(addressOf(server, 'r')).connect();
      const b = await new BenchClient(addressOf(server, 'r', 1)).connect();
      a.edit(`round${n}`);
      const saw = await until(() => hasRound(b, n), 5000);
      await server.stop('SIGKILL');
      a.close();
      b.close();
      await server.start();
      const c = await new BenchClient(addressOf(server, 'r')).connect();
      await sleep(200);
      if (saw) seen++;
      if (saw && !hasRound(c, n)) lost++;
      c.close();
    }
    return { seen, lost };
  },
};

function hasRound({ doc }: BenchClient, n: number): boolean {
  return doc.getMap<Y.Map<Y.Map<unknown>>>('events').get('bench')?.get('attr')?.has(`round${n}`) ?? false;
}

const slowReader: Scenario = {
  name: 'slow',
  title: 'one client stops reading while 150 MB go through its room',
  rooms: ['r'],
  async run(server) {
    const a = await prepared(server, 'r');
    const slow = await new BenchClient(addressOf(server, 'r', 1)).connect();
    slow.socket?.pause();
    const reader = await new BenchClient(addressOf(server, 'r', 2)).connect();
    const before = server.rss();
    let peak = before;
    const text = 'x'.repeat(1900);
    const mark = a.doc.getMap<Y.Map<Y.Map<unknown>>>('events').get('bench')?.get('attr');
    for (let round = 0; round < 2500; round++) {
      a.doc.transact(() => {
        for (let key = 0; key < 30; key++) mark?.set(`t${key}`, `${round} ${text}`);
      });
      if (round % 5 === 0) {
        await sleep(5);
        peak = Math.max(peak, server.rss());
      }
    }
    await until(() => (peak = Math.max(peak, server.rss())) < 0, 2000);
    const row = { 'RSS before MB': before, 'RSS peak MB': peak, alive: server.alive };
    for (const client of [a, slow, reader]) client.close();
    return row;
  },
};

const hostile: Scenario = {
  name: 'hostile',
  title: '3000 hostile frames; is a good pair still served?',
  rooms: ['r'],
  async run(server) {
    const a = await prepared(server, 'r');
    const b = await new BenchClient(addressOf(server, 'r', 1)).connect();
    a.edit();
    await sleep(200);
    const update = Y.encodeStateAsUpdate(a.doc);
    let evil: BenchClient | undefined;
    for (let n = 0; n < 3000 && server.alive; n++) {
      if (evil?.socket?.readyState !== 1) {
        evil?.close();
        evil = await new BenchClient(addressOf(server, 'r', 2)).connect().catch(() => undefined);
        evil?.socket?.on('error', () => undefined);
      }
      const bytes = update.slice(0, 1 + Math.floor(Math.random() * update.length));
      for (let flips = 0; flips < 3; flips++)
        bytes[Math.floor(Math.random() * bytes.length)] = Math.floor(Math.random() * 256);
      const head = server.wire === 'hocuspocus' ? [1, 'r'.charCodeAt(0)] : [];
      const kind = n % 3;
      const frame =
        kind === 0 ? [0, 2, ...sized(bytes)] : kind === 1 ? [1, ...sized(bytes)] : [...bytes.subarray(0, 20)];
      evil?.socket?.send(Uint8Array.from([...head, ...frame]));
      if (n % 50 === 0) await sleep(5);
    }
    await sleep(500);
    const before = b.latencies.length;
    a.edit();
    const served = server.alive && (await until(() => b.latencies.length > before, 5000));
    const late = await new BenchClient(addressOf(server, 'r', 3)).connect().catch(() => undefined);
    const same = JSON.stringify(late?.doc.getMap('events')) === JSON.stringify(a.doc.getMap('events'));
    for (const client of [a, b, evil, late]) client?.close();
    return { alive: server.alive, served, 'joiner has the same': same };
  },
};

function sized(bytes: Uint8Array): number[] {
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
  return [...length, ...bytes];
}

export const SCENARIOS: readonly Scenario[] = [
  twoClients,
  crowd('crowd', '50 in one room, each 5 edits and 10 pointer moves a second', false),
  crowd('echo', 'the same, and clients send presence back as y-websocket does', true),
  presence,
  manyRooms,
  join,
  kill,
  slowReader,
  hostile,
];

/** One measurement of one server. */
export async function measure(scenario: Scenario, name: ServerName): Promise<Row> {
  const server = await BenchServer.create(name, scenario.rooms);
  try {
    await server.start();
    return await scenario.run(server);
  } finally {
    await server.dispose();
  }
}
