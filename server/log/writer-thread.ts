/**
 * The writer's thread. Whatever waits when a commit begins goes into it, so the more there is to write, the fewer
 * fsyncs a row costs. After a failed fsync nothing is written any more: the kernel may call clean what never arrived.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { must } from '#lib/model/problem.ts';
import { Appender, WAL_LAID_OUT_BYTES, type PendingRow } from './appender.ts';
import type { FromThread, ThreadData, ToThread } from './message.ts';

/** The WAL is folded into the database after a silence, or before it would grow beyond what is laid out. */
const WAL_BYTES = 0.8 * WAL_LAID_OUT_BYTES;
const PAGE_BYTES = 4096;
/** Pages that a transaction writes besides those of its rows. */
const PAGES_BESIDE = 3;
/** Space counts as space when what did not fit would, within these bounds. */
const PROBE_BYTES = { least: 65_536, most: 4_000_000 };

const port = must(parentPort, 'this file runs as a worker');
const { path, probeMs, quietMs } = workerData as ThreadData;

let appender: Appender | undefined;
let broken = false;
let rows: PendingRow[] = [];
const snapshots: Extract<ToThread, { type: 'snapshot' }>[] = [];
let stopping = false;
/** About how much the WAL has grown since it was last folded in. */
let walBytes = 0;
let quiet: NodeJS.Timeout | undefined;
let probing: NodeJS.Timeout | undefined;

port.on('message', (message: ToThread) => {
  take(message);
  do takeWaiting();
  while (work());
});

function say(message: FromThread): void {
  port.postMessage(message);
}

function take(message: ToThread): void {
  if (message.type === 'snapshot') snapshots.push(message);
  else if (message.type === 'stop') stopping = true;
  else {
    let at = 0;
    for (const [room, person, atMs, clients, bytes] of message.rows) {
      rows.push({ room, person, atMs, clients, update: message.bytes.subarray(at, (at += bytes)) });
    }
  }
}

/** Takes what has come meanwhile. */
function takeWaiting(): void {
  for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port)) {
    take(more.message as ToThread);
  }
}

/** One piece of work; false when there is none left. Rows come first: somebody waits for them. */
function work(): boolean {
  if (broken) return false;
  try {
    appender ??= new Appender(path);
    if (rows.length > 0) append(appender);
    else if (snapshots.length > 0) keepSnapshot(appender);
    else if (stopping) return stop(appender);
    else return false;
    if (walBytes > WAL_BYTES) fold();
    else rest();
    return true;
  } catch (error) {
    end(error);
    return false;
  }
}

function append(to: Appender): void {
  const batch = rows;
  rows = [];
  const bytes = batch.reduce(
    (sum, { update }) => sum + update.length + PAGE_BYTES,
    PAGES_BESIDE * PAGE_BYTES,
  );
  try {
    const seqs = to.append(batch);
    say({ type: 'stored', seqs });
    walBytes += bytes;
  } catch (error) {
    if (!isFull(error)) throw error;
    say({ type: 'full', count: batch.length });
    probeFor(Math.min(PROBE_BYTES.most, Math.max(PROBE_BYTES.least, bytes)));
  }
}

function keepSnapshot(to: Appender): void {
  const next = must(snapshots.shift(), 'only called when there is one');
  try {
    to.snapshot(next.room, next.snapshot);
    walBytes += next.snapshot.packed.length;
    say({ type: 'snapshot', reason: null });
  } catch (error) {
    if (!isFull(error)) throw error;
    say({ type: 'snapshot', reason: 'the disk is full' });
  }
}

/** Tries quietly, with a real write, until there is space. */
function probeFor(bytes: number): void {
  clearInterval(probing);
  probing = setInterval(() => {
    try {
      appender?.probe(bytes);
    } catch (error) {
      if (!isFull(error)) end(error);
      return;
    }
    clearInterval(probing);
    say({ type: 'space' });
  }, probeMs);
}

/** Folds the WAL in after a silence. */
function rest(): void {
  if (quiet) quiet.refresh();
  else quiet = setTimeout(foldQuietly, quietMs);
}

function foldQuietly(): void {
  try {
    fold();
  } catch (error) {
    end(error);
  }
}

function fold(): void {
  try {
    appender?.checkpoint();
    walBytes = 0;
  } catch (error) {
    if (!isFull(error)) throw error; // it stays in the WAL, which is as durable
  }
}

function stop(open: Appender): false {
  clearTimeout(quiet);
  clearInterval(probing);
  open.close();
  port.close();
  return false;
}

/** Our process is to end. The database stays open: closing it would write and sync again. */
function end(error: unknown): void {
  broken = true;
  clearTimeout(quiet);
  clearInterval(probing);
  const code = (error as { code?: unknown }).code;
  const message = error instanceof Error ? error.message : String(error);
  say({ type: 'broken', reason: typeof code === 'string' ? `${code}: ${message}` : message });
}

/** No space for the database, or for the index of the WAL beside it. */
function isFull(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE';
}
