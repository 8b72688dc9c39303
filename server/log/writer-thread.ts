/**
 * The writer's thread. Whatever waits when a commit begins goes into it, so the more there is to write, the fewer
 * fsyncs a row costs. After a failed fsync nothing is written any more: the kernel may call clean what never arrived.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { must } from '#lib/model/problem.ts';
import { Appender, isFull, sentenceOf, walBytes, type PendingRow } from './appender.ts';
import type { FromThread, ThreadData, ToThread } from './message.ts';

/** Space counts as space when what did not fit would, within these bounds. */
const PROBE_BYTES = { least: 65_536, most: 4_000_000 };

const port = must(parentPort, 'this file runs as a worker');
const { path, probeMs } = workerData as ThreadData;

let appender: Appender | undefined;
let broken = false;
let rows: PendingRow[] = [];
const snapshots: Extract<ToThread, { type: 'snapshot' }>[] = [];
let folding = false;
let stopping = false;
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
  else if (message.type === 'fold') folding = true;
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

/**
 * One piece of work; false when there is none left. Folding comes first, or the WAL would grow for as long as there
 * are rows; then rows, for somebody waits for them.
 */
function work(): boolean {
  if (broken) return false;
  try {
    appender ??= Appender.first(path);
    if (folding) fold(appender);
    else if (rows.length > 0) append(appender);
    else if (snapshots.length > 0) keepSnapshot(appender);
    else if (stopping) return stop(appender);
    else return false;
    return true;
  } catch (error) {
    end(error);
    return false;
  }
}

function append(to: Appender): void {
  const batch = rows;
  rows = [];
  try {
    const seqs = to.append(batch);
    say({ type: 'stored', seqs });
  } catch (error) {
    if (!isFull(error, path)) throw error;
    say({ type: 'full', count: batch.length });
    const bytes = batch.reduce((sum, { update }) => sum + update.length, 0);
    probeFor(Math.min(PROBE_BYTES.most, Math.max(PROBE_BYTES.least, walBytes(batch.length, bytes))));
  }
}

function keepSnapshot(to: Appender): void {
  const next = must(snapshots.shift(), 'only called when there is one');
  try {
    to.snapshot(next.room, next.snapshot);
    say({ type: 'snapshot', reason: null });
  } catch (error) {
    if (!isFull(error, path)) throw error;
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
      if (!isFull(error, path)) end(error);
      return;
    }
    clearInterval(probing);
    say({ type: 'space' });
  }, probeMs);
}

function fold(open: Appender): void {
  folding = false;
  try {
    open.checkpoint();
  } catch (error) {
    if (!isFull(error, path)) throw error; // it stays in the WAL, which is as durable
  }
  say({ type: 'folded' });
}

function stop(open: Appender): false {
  clearInterval(probing);
  open.close();
  port.close();
  return false;
}

/** Our process is to end. The database stays open: closing it would write and sync again. */
function end(error: unknown): void {
  broken = true;
  clearInterval(probing);
  say({ type: 'broken', reason: sentenceOf(error) });
}
