/** The built server as its own process, on its own data folder: started, killed and started again by the tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const node = join(root, 'node_modules/.bin/node');

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export class LoupeServer {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'loupe-e2e-'));
  readonly port: number;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(port: number) {
    this.port = port;
  }

  static async create(): Promise<LoupeServer> {
    return new LoupeServer(await freePort());
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get #env(): NodeJS.ProcessEnv {
    return { ...process.env, PORT: String(this.port), HOST: '127.0.0.1', DATA_DIR: this.dataDir };
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    this.#output = '';
    const child = spawn(node, ['server/main.ts'], {
      cwd: root,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const collect = (chunk: Buffer) => (this.#output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    for (let tries = 0; tries < 300; tries++) {
      if (child.exitCode !== null)
        throw new Error(`The server ended with ${child.exitCode}:\n${this.#output}`);
      const answer = await fetch(`${this.url}/healthz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`The server does not answer:\n${this.#output}`);
  }

  /** Everything it has printed since it was started. */
  get output(): string {
    return this.#output;
  }

  /** The one-time sign-in link printed for a person at the first start. */
  async link(name: string): Promise<string> {
    const pattern = new RegExp(`${name}[^\\n]*?(http://\\S+/link/\\S+)`);
    for (let tries = 0; tries < 100; tries++) {
      const found = pattern.exec(this.#output)?.[1];
      if (found) return found;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`No link for ${name} in:\n${this.#output}`);
  }

  #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null)
      return Promise.resolve(child?.exitCode ?? null);
    const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
    child.kill(signal);
    return ended;
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As an operator would; gives the exit code. */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Stops in their tracks, or lets go on, the processes that prepare videos: a state that passes by can be looked at. */
  workers(signal: 'SIGSTOP' | 'SIGCONT'): number {
    const parent = this.#process?.pid;
    if (parent === undefined) return 0;
    const found = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isWorkerOf(parent, pid));
    for (const pid of found) process.kill(Number(pid), signal);
    return found.length;
  }

  async dispose(): Promise<void> {
    this.workers('SIGCONT');
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Runs the shell tool on this server's data folder. */
  loupe(...args: readonly string[]): Promise<Finished> {
    const child = spawn(node, ['server/cli.ts', ...args], { cwd: root, env: this.#env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr })));
  }

  /** A personal token for a program acting as this person. */
  async token(login: string): Promise<string> {
    const made = await this.loupe('token', 'create', '--login', login, '--name', 'test');
    const token = /lp_[\w-]+/.exec(made.stdout)?.[0];
    if (!token) throw new Error(`No token: ${made.stdout}${made.stderr}`);
    return token;
  }

  /** A JSON answer of the API, asked as the holder of a token. */
  async api<T>(token: string, path: string): Promise<{ status: number; body: T }> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: answer.status, body: (await answer.json()) as T };
  }
}

function isWorkerOf(parent: number, pid: string): boolean {
  try {
    // After the name, which may hold anything: the state and the parent.
    const ofParent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
    return (
      ofParent === String(parent) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('ingest/worker.ts')
    );
  } catch {
    // It has ended meanwhile.
    return false;
  }
}
