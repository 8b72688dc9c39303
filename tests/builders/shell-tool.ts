/** The shell tool as a process of its own, beside whatever has the data folder open here. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Finished = { readonly code: number | null; readonly out: string; readonly fault: string };

export async function loupe(
  dataDir: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: '0', ...environment };
  const child = spawn(process.execPath, ['server/cli.ts', ...args], { cwd: root, env });
  const code = new Promise<number | null>((done) => child.once('close', done));
  const [out, fault] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, fault };
}
