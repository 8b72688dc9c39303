/** Everything, in the order of what breaks fastest: lint, types, unit and property tests, then the browser. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
const steps: readonly (readonly [string, readonly string[]])[] = [
  ['check', ['npm', 'run', '--silent', 'check']],
  ['end to end', ['playwright', 'test', '-c', 'tests/e2e/playwright.config.ts', ...process.argv.slice(2)]],
];

for (const [name, [command = '', ...args]] of steps) {
  const started = performance.now();
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(`${name}: ${done.status === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
  if (done.status !== 0) process.exit(done.status ?? 1);
}
