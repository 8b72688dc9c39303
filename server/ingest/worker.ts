/**
 * The process in which foreign files are read: forked for one task, talked to in messages, killed when it hangs. A file
 * that crashes the decoder takes this process with it and nothing else.
 */
import { flushCompileCache } from 'node:module';
import { AV_LOG_ERROR } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { isFull } from '#server/blobs/disk-file.ts';
import {
  Unusable,
  type Message,
  type Pace,
  type Phase,
  type PullTask,
  type Task,
  type Watchable,
} from './message.ts';
import { PaceMeter, UNKNOWN, type Progress, type Watching } from './pace.ts';
import { prepare } from './prepare.ts';
import { pullFrames } from './pull/pull-frames.ts';

/** Often enough to be watched and to prove that it lives, seldom enough to cost nothing. */
const PROGRESS_EVERY_MS = 200;

function say(message: Message): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });
}

function reporter(): { readonly progress: Progress; readonly watching: Watching } {
  let watchable: Watchable | null = null;
  let last: {
    readonly phase: Phase;
    readonly at: number;
    readonly done: number;
    readonly pace: Pace;
  } | null = null;
  let meter = new PaceMeter();
  const tell = () => {
    if (last)
      void say({ type: 'progress', ...last, pace: { ...last.pace, ...(watchable && { watchable }) } });
  };
  const progress: Progress = (phase, done, count) => {
    const at = performance.now();
    if (phase === last?.phase && at - last.at < PROGRESS_EVERY_MS) return;
    if (phase !== last?.phase) meter = new PaceMeter();
    last = { phase, at, done, pace: count ? meter.measure(at, done, count) : UNKNOWN };
    tell();
  };
  // Seldom, and what people wait for: it is told at once.
  const watching: Watching = (now) => {
    watchable = now;
    tell();
  };
  return { progress, watching };
}

async function run(task: Task | PullTask): Promise<Message> {
  try {
    if ('frames' in task) {
      await pullFrames(task, reporter().progress);
      return { type: 'pulled' };
    }
    const { progress, watching } = reporter();
    return { type: 'prepared', prepared: await prepare(task, progress, watching) };
  } catch (error) {
    if (error instanceof Unusable) {
      return {
        type: 'unusable',
        problem: { code: error.code, details: { name: task.name, reason: error.reason } },
      };
    }
    if (isFull(error)) return { type: 'unusable', problem: { code: 'disk-full', details: {} } };
    return {
      type: 'broken',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

Log.setLevel(AV_LOG_ERROR);
flushCompileCache(); // now: this process does not live to its own end
// The parent ends this process once it has the answer. It does not end by itself: what is said last could get lost, and
// the media library may crash while it frees what a damaged file left behind.
process.once('message', (task: Task | PullTask) => void run(task).then(say));
process.once('disconnect', () => process.exit(1));
