/** The parent's end of a worker: starts it for one task, watches its time and memory, and answers what it made. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, readFileSync, statfsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '#lib/model/problem.ts';
import { confining } from './confinement.ts';
import {
  OUTPUTS,
  type Message,
  type Pace,
  type Phase,
  type Prepared,
  type PreparedFiles,
  type Problem,
  type PullTask,
  type Task,
} from './message.ts';
import { compiledCode } from './worker-code.ts';

export type WorkerLimits = {
  /** Without a sign of progress for so long, the worker hangs. */
  readonly stallMs: number;
  readonly totalMs: number;
  /** Resident memory of the process. */
  readonly memoryBytes: number;
  /** Room on the disk that is left to others: the databases lie on the same one. */
  readonly freeBytes: number;
  /** How often that is looked at. */
  readonly watchMs: number;
};

export const WORKER_LIMITS: WorkerLimits = {
  stallMs: 120_000,
  totalMs: 24 * 3600_000,
  memoryBytes: 4e9,
  freeBytes: 500e6,
  watchMs: 1000,
};

/** JavaScript's own share of the memory, for the tables of a day; the pictures lie outside of it. */
const HEAP_MB = 2048;
/** The system's own limit lies this much above ours, whose breach can be told in a sentence. */
const BACKSTOP_BYTES = 2e9;
/** Lower than the server: people who annotate come first. */
const NICENESS = 10;

/** A file that cannot become a video, with what is stored and shown. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(new Refusal(problem.code, problem.details).message);
    this.problem = problem;
  }
}

type OnProgress = (phase: Phase, done: number, pace: Pace) => void;

/**
 * Prepares a video in a process of its own. Rejects with UnusableFile where the file is at fault, with the signal's
 * reason when aborted, with an Error where we are at fault.
 */
export async function runWorker(
  task: Task,
  limits: WorkerLimits,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<PreparedFiles> {
  const end = await runProcess(task, limits, onProgress, signal);
  if (end.type === 'prepared') return checked(end.prepared, task);
  throw new Error('The worker has done something else.');
}

/** Pulls frames out of a source in a process of its own. Rejects as `runWorker` does. */
export async function runPull(
  task: PullTask,
  limits: WorkerLimits,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const end = await runProcess(task, limits, onProgress, signal);
  if (end.type !== 'pulled') throw new Error('The worker has done something else.');
}

async function runProcess(
  task: Task | PullTask,
  limits: WorkerLimits,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Message> {
  signal.throwIfAborted();
  const node = [process.execPath, `--max-old-space-size=${HEAP_MB}`, '--disable-warning=ExperimentalWarning'];
  const [command, ...options] = [...confining(limits.memoryBytes + BACKSTOP_BYTES), ...node];
  const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [], {
    execPath: command,
    execArgv: options,
    // Nothing of the server's environment: a file that takes over the worker finds no secrets and no settings.
    env: compiledCode(),
    // In a group of its own: Ctrl-C in the terminal is for the server, which stops its workers in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const watch = new Watch(child, task, limits);
  const abort = () => child.kill('SIGKILL');
  signal.addEventListener('abort', abort, { once: true });
  try {
    lowerPriority(child);
    const end = await new Promise<Message>((resolve, reject) => {
      child.on('message', (message: Message) => {
        watch.alive();
        if (message.type === 'progress') onProgress(message.phase, message.done, message.pace);
        else resolve(message);
      });
      child.once('error', reject);
      child.once('close', (code, killedBy) => resolve(watch.verdict(code, killedBy)));
      child.send(task, (error) => error && reject(error));
    });
    signal.throwIfAborted();
    if (end.type === 'unusable') throw new UnusableFile(end.problem);
    if (end.type === 'broken') throw new Error(end.message);
    return end;
  } finally {
    signal.removeEventListener('abort', abort);
    watch.stop();
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

/** The worker may have been taken over by the file: of what it says, paths are not believed. */
function checked(prepared: Prepared, { folder }: Task): PreparedFiles {
  const files = OUTPUTS.filter((name) => lstatSync(join(folder, name), { throwIfNoEntry: false })?.isFile());
  return { ...prepared, files };
}

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICENESS);
  } catch (error) {
    // Gone already: its end is told by 'close'.
    if ((error as NodeJS.ErrnoException & { info?: { code?: string } }).info?.code !== 'ESRCH') throw error;
  }
}

/** Kills a worker that hangs or eats up the machine, and knows what to say of its end. */
class Watch {
  readonly #child: ChildProcess;
  readonly #task: Task | PullTask;
  readonly #limits: WorkerLimits;
  readonly #timer: NodeJS.Timeout;
  readonly #started = performance.now();
  #alive = performance.now();
  #problem: Problem | null = null;
  #lastWords = '';

  constructor(child: ChildProcess, task: Task | PullTask, limits: WorkerLimits) {
    this.#child = child;
    this.#task = task;
    this.#limits = limits;
    this.#timer = setInterval(() => this.#check(), limits.watchMs);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-2000);
    });
  }

  alive(): void {
    this.#alive = performance.now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** What to say of a worker that ended without an answer. */
  verdict(code: number | null, killedBy: NodeJS.Signals | null): Message {
    const reason = crashReason(code, killedBy);
    const problem = this.#problem ?? (reason === null ? null : this.#unsupported(reason));
    if (problem) return { type: 'unusable', problem };
    return { type: 'broken', message: `The worker ended with ${code ?? killedBy}. ${this.#lastWords}` };
  }

  #check(): void {
    const now = performance.now();
    const { stallMs, totalMs, memoryBytes, freeBytes } = this.#limits;
    if (now - this.#alive > stallMs)
      this.#refuse(`preparing it got stuck for ${Math.round(stallMs / 1000)} s`);
    else if (now - this.#started > totalMs)
      this.#refuse(`preparing it takes longer than ${Math.round(totalMs / 3600_000)} h`);
    else if (residentBytes(this.#child.pid) > memoryBytes)
      this.#refuse(`preparing it needs more than ${(memoryBytes / 1e9).toFixed(1)} GB of memory`);
    else if (roomFor(this.#task.folder) < freeBytes) this.#kill({ code: 'disk-full', details: {} });
  }

  #refuse(reason: string): void {
    this.#kill(this.#unsupported(reason));
  }

  #kill(problem: Problem): void {
    this.#problem ??= problem;
    this.#child.kill('SIGKILL');
  }

  #unsupported(reason: string): Problem {
    return { code: 'unsupported-video', details: { name: this.#task.name, reason } };
  }
}

/** The signals of a process that went wrong by itself. */
const CRASHES: readonly (NodeJS.Signals | null)[] = [
  'SIGSEGV',
  'SIGBUS',
  'SIGABRT',
  'SIGILL',
  'SIGFPE',
  'SIGTRAP',
];

function crashReason(code: number | null, killedBy: NodeJS.Signals | null): string | null {
  if (CRASHES.includes(killedBy) || (code ?? 0) >= 0xc0000000) return 'it makes the decoder crash';
  // By the system, when memory runs out; our own kills have a reason already.
  return killedBy === 'SIGKILL' ? 'preparing it needs more memory than there is' : null;
}

/** Bytes that are free on the disk of a folder. */
function roomFor(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch (error) {
    // Taken away under a worker that is no longer wanted: its end is on the way.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Infinity;
    throw error;
  }
}

/** What a process holds in memory; 0 where the system does not tell (only Linux does, in /proc). */
function residentBytes(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return 0;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0; // it has just ended
  }
}
