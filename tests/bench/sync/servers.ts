/** The servers that are measured side by side, each a process of its own on the same Node. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LoupeGround } from './loupe-ground.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../../..');

export type ServerName =
  | 'loupe'
  | 'websocket-server'
  | 'websocket-server + level'
  | 'y-websocket 2'
  | 'y-websocket 2 + level'
  | 'hocuspocus'
  | 'hocuspocus + sqlite';

/** How rooms are addressed on the wire: in the address, or before each message. */
export type Wire = 'y-websocket' | 'hocuspocus';

type Recipe = {
  readonly wire: Wire;
  /** Folder below peers/ to install; null for ours. */
  readonly peer: string | null;
  readonly script: string;
  /** Variable that names the data folder; null: in memory. */
  readonly data: string | null;
};

const peer = (folder: string, script: string, data: string | null, wire: Wire = 'y-websocket'): Recipe => ({
  wire,
  peer: folder,
  script: join(here, 'peers', folder, script),
  data,
});
const BIN = 'node_modules/y-websocket/bin/server.cjs';

const RECIPES: Readonly<Record<ServerName, Recipe>> = {
  loupe: { wire: 'y-websocket', peer: null, script: join(root, 'server/main.ts'), data: 'DATA_DIR' },
  'websocket-server': peer('websocket-server', 'server.mjs', null),
  'websocket-server + level': peer('websocket-server', 'server.mjs', 'DATA'),
  'y-websocket 2': peer('y-websocket-2', BIN, null),
  'y-websocket 2 + level': peer('y-websocket-2', BIN, 'YPERSISTENCE'),
  hocuspocus: peer('hocuspocus', 'server.mjs', null, 'hocuspocus'),
  'hocuspocus + sqlite': peer('hocuspocus', 'server.mjs', 'DATA', 'hocuspocus'),
};
export const SERVERS = Object.keys(RECIPES) as readonly ServerName[];

/** Whether edits are still there after the process has ended. */
export function isDurable(name: ServerName): boolean {
  return RECIPES[name].data !== null;
}

/** Installs what is to be measured beside us, once. */
export function installPeers(names: readonly ServerName[]): void {
  for (const folder of new Set(names.map((name) => RECIPES[name].peer))) {
    if (folder === null || existsSync(join(here, 'peers', folder, 'node_modules'))) continue;
    const args = [
      'install',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      '--ignore-scripts',
      '--loglevel=error',
    ];
    const done = spawnSync('npm', args, { cwd: join(here, 'peers', folder), stdio: ['ignore', 2, 2] });
    if (done.status !== 0) throw new Error(`The peer in ${folder} could not be installed.`);
  }
}

/** CPU ticks of the kernel a second. */
const TICKS = 100;

export class BenchServer {
  readonly name: ServerName;
  readonly wire: Wire;
  readonly port: number;
  readonly #data = mkdtempSync(join(tmpdir(), 'loupe-bench-'));
  readonly #ground: LoupeGround | null;
  #process: ChildProcess | undefined;

  private constructor(name: ServerName, port: number, ground: (data: string) => LoupeGround | null) {
    this.name = name;
    this.wire = RECIPES[name].wire;
    this.port = port;
    this.#ground = ground(this.#data);
  }

  /** `rooms` names those that the scenario uses; only ours must know them beforehand. */
  static async create(name: ServerName, rooms: readonly string[]): Promise<BenchServer> {
    return new BenchServer(name, await freePort(), (data) =>
      RECIPES[name].peer === null ? new LoupeGround(data, rooms) : null,
    );
  }

  /** Where a client of a room connects, and what it shows. `n` spreads many clients over several people. */
  door(room: string, n = 0): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
    const base = `ws://127.0.0.1:${this.port}`;
    if (this.#ground) return this.#ground.door(base, room, n);
    return { url: this.wire === 'hocuspocus' ? base : `${base}/${room}`, headers: {} };
  }

  /** `extra` is added to its environment. */
  async start(extra: Readonly<Record<string, string>> = {}): Promise<void> {
    const { script, data } = RECIPES[this.name];
    const env: NodeJS.ProcessEnv = { ...process.env, HOST: '127.0.0.1', PORT: String(this.port), ...extra };
    if (data !== null) env[data] = this.#data;
    if (this.#ground) Object.assign(env, { DEMO: 'no', LOG_LEVEL: 'error' });
    mkdirSync(this.#data, { recursive: true });
    const log = openSync(join(this.#data, 'server.log'), 'a');
    const child = spawn(process.execPath, [script], { cwd: root, env, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#process = child;
    for (let tries = 0; tries < 600; tries++) {
      if (child.exitCode !== null) throw new Error(`${this.name} ended: ${this.#log()}`);
      if (await answers(this.port)) return;
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error(`${this.name} does not listen: ${this.#log()}`);
  }

  /** CPU seconds used so far. */
  cpu(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  }

  /** Resident memory, MB. */
  rss(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  get alive(): boolean {
    const child = this.#process;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#process;
    if (!child || !this.alive) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
  }

  async dispose(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.#data, { recursive: true, force: true });
  }

  #log(): string {
    return readFileSync(join(this.#data, 'server.log'), 'utf8').slice(-800);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
