/** A process that makes load: many clients, each with so many edits and pointer moves a second. Tells its parent. */
import { BenchClient, type Address } from './client.ts';

export type LoadPlan = {
  readonly addresses: readonly Address[];
  readonly editsPerSecond: number;
  readonly cursorsPerSecond: number;
  readonly seconds: number;
  readonly echo: boolean;
};
export type LoadResult = {
  readonly edits: number;
  readonly cursors: number;
  readonly latencies: readonly number[];
  readonly received: number;
  readonly receivedMB: number;
  readonly dropped: number;
};

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
const MOST_SAMPLES = 50_000;

async function run({
  addresses,
  editsPerSecond,
  cursorsPerSecond,
  seconds,
  echo,
}: LoadPlan): Promise<LoadResult> {
  const clients = addresses.map((address) => new BenchClient(address, { echo }));
  for (let at = 0; at < clients.length; at += 50)
    await Promise.all(clients.slice(at, at + 50).map((client) => client.connect()));
  // The first of each room makes the mark: a server in memory forgets a room that nobody is in.
  const rooms = new Set<string>();
  clients.forEach((client, n) => {
    const { room } = addresses[n]!;
    if (!rooms.has(room)) client.prepare();
    rooms.add(room);
  });
  await sleep(1500);
  for (const client of clients) client.follows = false;
  process.send?.('ready');
  await new Promise((done) => process.once('message', done));

  const started = performance.now();
  const due = clients.map(() => ({
    edit: started + (Math.random() * 1000) / editsPerSecond,
    cursor: started + (Math.random() * 1000) / cursorsPerSecond,
  }));
  const made = { edits: 0, cursors: 0 };
  while (performance.now() < started + seconds * 1000) {
    const now = performance.now();
    clients.forEach((client, n) => {
      const next = due[n]!;
      if (now >= next.edit) {
        client.edit();
        made.edits++;
        next.edit += 1000 / editsPerSecond;
      }
      if (now >= next.cursor) {
        client.cursor();
        made.cursors++;
        next.cursor += 1000 / cursorsPerSecond;
      }
    });
    await sleep(2);
  }
  await quiet(clients);
  const latencies = clients.flatMap((client) => client.latencies);
  const every = Math.ceil(latencies.length / MOST_SAMPLES) || 1;
  return {
    ...made,
    latencies: latencies.filter((_, n) => n % every === 0),
    received: clients.reduce((sum, { received }) => sum + received, 0),
    receivedMB: clients.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0) / 1e6,
    dropped: clients.filter(({ closed }) => closed !== null).length,
  };
}

/** Until nothing arrives any more. */
async function quiet(clients: readonly BenchClient[]): Promise<void> {
  for (let before = -1, tries = 0; tries < 20; tries++) {
    await sleep(500);
    const now = clients.reduce((sum, { received }) => sum + received, 0);
    if (now === before) return;
    before = now;
  }
}

process.once('message', (plan: LoadPlan) => {
  run(plan).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
