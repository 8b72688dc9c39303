/**
 * How a worker is started, so that a file which takes it over can do little: no network, no core dump with pictures of
 * patients in it, an end to memory, open files and the size of what it writes. Linux only, by the tools that each
 * distribution brings (util-linux); what the machine does not allow, as some containers do, is left out.
 */
import { spawnSync } from 'node:child_process';

/** What this machine can do. */
export type Means = {
  /** The system itself ends what goes beyond its limits. */
  readonly limits: boolean;
  /** A process can be put where there is no network. */
  readonly offline: boolean;
};

/** Files open at once: the source twice, the outputs, and what Node needs for itself. */
const OPEN_FILES = 128;
/** No file that an ingest writes is larger: some hundred hours of video. */
const FILE_BYTES = 500e9;

/** In a network of its own, with nothing in it; as a user of its own too, since then it takes no root. */
const OFFLINE = ['unshare', '--user', '--map-current-user', '--net', '--'];

function limiting(memoryBytes: number): string[] {
  const data = `--data=${Math.round(memoryBytes)}`;
  return ['prlimit', '--core=0', `--nofile=${OPEN_FILES}`, `--fsize=${FILE_BYTES}`, data, '--'];
}

let found: Means | null = null;

/** Tried out once. */
export function means(): Means {
  found ??= { limits: works(limiting(4e9)), offline: works(OFFLINE) };
  return found;
}

/** The command that starts another command confined; empty where nothing can be done. */
export function confining(memoryBytes: number): readonly string[] {
  const { limits, offline } = means();
  return [...(limits ? limiting(memoryBytes) : []), ...(offline ? OFFLINE : [])];
}

function works([command = '', ...options]: readonly string[]): boolean {
  if (process.platform !== 'linux') return false;
  const { status, error } = spawnSync(command, [...options, 'true'], {
    env: {}, // as the workers are started
    stdio: 'ignore',
    timeout: 5000,
  });
  return error === undefined && status === 0;
}
