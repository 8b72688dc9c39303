/**
 * Makes a clone ready to run, with whatever Node ≥ 20 is on the machine: installs the packages when the lockfile has
 * changed, builds when the sources have. Prints the Node that Loupe runs on (24, from the packages) and nothing else
 * to stdout; what it does goes to stderr.
 *
 *   --no-build   install only (development builds as it goes)
 *   --test       also finds Chromium, and installs it where that is possible (Debian, as root)
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (/** @type {string[]} */ ...parts) => join(root, ...parts);
const installedStamp = at('node_modules', '.loupe-installed');
const builtStamp = at('build', '.loupe-built');
const bin = at('node_modules', '.bin');
/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };

/** @param {string} text */
function say(text) {
  process.stderr.write(`${text}\n`);
}

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  say(`\nLoupe cannot start: ${sentence}`);
  process.exit(1);
}

/**
 * @param {string} command @param {string[]} args @param {string} whatFor
 * @param {{ quiet?: boolean }} how `quiet`: what it prints is shown only when it fails
 */
function run(command, args, whatFor, { quiet = false } = {}) {
  // The child's output goes to stderr: stdout is for the one line the caller reads.
  const out = quiet ? 'pipe' : 2;
  const done = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', out, out], encoding: 'utf8' });
  if (quiet && done.status !== 0) say(`${done.stdout}${done.stderr}`);
  if (done.error) fail(`${whatFor} did not start (${done.error.message}).`);
  if (done.status !== 0) fail(`${whatFor} failed; the lines above say why.`);
}

function hashOfPackages() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(at(file)));
  return `${hash.digest('hex')} ${process.platform} ${process.arch}\n`;
}

/** @param {string} path @returns {number} newest change below a path, ms since 1970 */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function install() {
  const wanted = hashOfPackages();
  if (existsSync(installedStamp) && readFileSync(installedStamp, 'utf8') === wanted) return;
  say('Installing packages (once, about a minute) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'The installation (npm ci)');
  writeFileSync(installedStamp, wanted);
}

/** @returns {string} the Node 24 to run on */
function findNode() {
  const ours = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(ours)) return ours;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `there is no Node 24 for ${process.platform}-${process.arch} among the packages. Install Node 24.`,
  );
}

/** @param {string} node */
function build(node) {
  const sources = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'];
  const changed = Math.max(...sources.map((name) => newest(at(name))));
  if (existsSync(builtStamp) && statSync(builtStamp).mtimeMs > changed) return;
  say('Building the pages …');
  rmSync(builtStamp, { force: true });
  run(node, [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'], 'The build', {
    quiet: true,
  });
  writeFileSync(builtStamp, '');
}

const CHROMIUMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

function ensureChromium() {
  if ([process.env.CHROMIUM ?? '', ...CHROMIUMS].some((path) => path !== '' && existsSync(path))) return;
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!isRootOnDebian)
    fail('the tests need Chromium. Install it (Debian: apt install chromium) or set CHROMIUM to its path.');
  say('Installing Chromium for the tests (apt) …');
  run('apt-get', ['update', '-qq'], 'apt-get update');
  env.DEBIAN_FRONTEND = 'noninteractive';
  run('apt-get', ['install', '-y', '-qq', 'chromium'], 'The installation of Chromium (apt-get)');
}

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node ${process.versions.node} is too old; 20 or newer is needed.`);
install();
const node = findNode();
if (!process.argv.includes('--no-build')) build(node);
if (process.argv.includes('--test')) ensureChromium();
process.stdout.write(`${node}\n`);
