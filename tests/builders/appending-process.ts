/**
 * A process that appends to the log at a path until it is killed, and says what was acknowledged: `room seq number`,
 * one a line. Each update can be made again from its number. Ends with 70 when the log breaks, as the server does.
 */
import { writeSync } from 'node:fs';
import type { PersonId } from '#lib/model/id.ts';
import type { NewRow } from '#server/log/log.ts';
import { createLog } from '#server/log/sqlite-log.ts';

/** A row whose update begins with its number; its length and the rest follow from that. */
export function numberedRow(number: number): NewRow {
  const length = number % 50 === 49 ? 20_000 : (number * 37) % 300;
  const update = new Uint8Array(4 + length);
  new DataView(update.buffer).setUint32(0, number);
  for (let at = 4; at < update.length; at++) update[at] = (number * 31 + at * 7) & 255;
  return {
    person: `p${number % 3}` as PersonId,
    atMs: 1_700_000_000_000 + number,
    update,
    newClients: [number],
  };
}

/** The number of such an update. Throws when it is anything else. */
export function numberOf(update: Uint8Array): number {
  const number = new DataView(update.buffer, update.byteOffset).getUint32(0);
  if (Buffer.compare(update, numberedRow(number).update) !== 0)
    throw new Error(`update ${number} is not what was sent`);
  return number;
}

export const ROOMS: readonly string[] = ['x/labels', 'y/labels', 'z/discussion'];

/** Whoever listens may be slow: the pipe is full then, and what was acknowledged has to be told nevertheless. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, line); // shorter than what a pipe takes as one
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

async function append(path: string, first: number): Promise<void> {
  const log = createLog(path);
  log.onBroken(({ message }) => {
    process.stderr.write(`${message}\n`);
    process.exit(70);
  });
  for (let number = first; ;) {
    const burst = Array.from({ length: 1 + ((number * 7) % 9) }, () => number++).map(async (one) => {
      const room = ROOMS[one % ROOMS.length] ?? '';
      const seq = await log.append(room, numberedRow(one));
      say(`${room} ${seq} ${one}\n`);
    });
    // Some bursts overlap, as in a busy server; some come alone.
    await (number % 4 === 0 ? burst[0] : Promise.all(burst));
  }
}

const [, script, path, first] = process.argv;
if (script === import.meta.filename && path !== undefined) await append(path, Number(first));
