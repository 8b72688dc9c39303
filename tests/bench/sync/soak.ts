/**
 * Our server for a long time: people come, edit, point and go in many rooms. Prints memory (after all that can go
 * has gone) and open files every minute, and at the end how fast memory grew once it was warm. `npm run bench -- soak [--minutes 30]`.
 */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { addressOf, BenchClient } from './client.ts';
import { heapOf, type Heap } from './heap.ts';
import { BenchServer } from './servers.ts';

const ROOMS = Array.from({ length: 120 }, (_, n) => `r${n}`);
/** Rooms that somebody is in at a time; they wander, so that others are closed and opened again. */
const BUSY = 30;
const PEOPLE = 2;
/** Until then caches fill and code is compiled. */
const WARM_MINUTES = 5;

/** Where the server's inspector listens. */
const INSPECTOR = 9333;

type Sample = Heap & { readonly minute: number; readonly files: number };

export async function soak(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { minutes: { type: 'string', default: '30' } } });
  const minutes = Number(values.minutes);
  const server = await BenchServer.create('loupe', ROOMS);
  const samples: Sample[] = [];
  try {
    await server.start({ NODE_OPTIONS: `--inspect=127.0.0.1:${INSPECTOR}` });
    const started = performance.now();
    const minute = () => (performance.now() - started) / 60_000;
    const here: BenchClient[] = [];
    let [came, edits] = [0, 0];
    let nextSample = 0;
    while (minute() < minutes && server.alive) {
      // One comes and the one who has been here longest goes, about twice a second.
      const room = ROOMS[(Math.floor(minute() * 10) + Math.floor(Math.random() * BUSY)) % ROOMS.length]!;
      const client = await new BenchClient(addressOf(server, room, came++)).connect();
      client.prepare();
      here.push(client);
      if (here.length > BUSY * PEOPLE) here.shift()?.close();
      for (let turn = 0; turn < 5; turn++) {
        for (const one of here) {
          if (Math.random() < 0.1) {
            one.edit();
            edits++;
          }
          if (Math.random() < 0.2) one.cursor();
        }
        await new Promise((done) => setTimeout(done, 100));
      }
      if (minute() >= nextSample) {
        const files = readdirSync(`/proc/${server.pid}/fd`).length;
        const sample = { minute: minute(), files, ...(await heapOf(INSPECTOR)) };
        samples.push(sample);
        nextSample += 1;
        const { heapMB, rssMB } = sample;
        process.stdout.write(
          `${sample.minute.toFixed(1).padStart(5)} min  heap ${heapMB.toFixed(1)} MB  process ${rssMB.toFixed(0)} MB  ` +
            `${files} files  ${edits} edits  ${came} came\n`,
        );
      }
    }
    for (const client of here) client.close();
    process.stdout.write(
      `alive: ${server.alive ? 'yes' : 'no'}; growth: ${slope(samples)} MB of heap an hour once warm\n`,
    );
  } finally {
    await server.dispose();
  }
}

/** Least squares over what came after the warm-up. */
function slope(samples: readonly Sample[]): string {
  const warm = samples.filter(({ minute }) => minute >= WARM_MINUTES);
  const mean = (of: (sample: Sample) => number) => warm.reduce((sum, one) => sum + of(one), 0) / warm.length;
  const [x, y] = [mean(({ minute }) => minute), mean(({ heapMB }) => heapMB)];
  const above = warm.reduce((sum, { minute, heapMB }) => sum + (minute - x) * (heapMB - y), 0);
  const below = warm.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  return ((above / below) * 60).toFixed(1);
}
