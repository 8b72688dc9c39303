/** The house rules of the README's map, as a test: who may import whom, where a library may be used, names, sizes. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Rooms from the ground floor up, with the rooms whose values they may use. Their own is understood. */
const CLIENT: Readonly<Record<string, readonly string[]>> = {
  cell: [],
  model: [],
  agreement: ['model'],
  interchange: ['model'],
  protocol: ['model'],
  doc: ['cell', 'model'],
  sync: ['cell', 'model', 'doc', 'protocol'],
  media: ['cell', 'model', 'protocol'],
  editor: ['cell', 'model', 'interchange', 'doc', 'protocol', 'sync', 'media'],
  canvas: ['cell', 'model', 'doc', 'protocol', 'media', 'editor'],
  ui: ['cell', 'model', 'agreement', 'interchange', 'doc', 'protocol', 'sync', 'media', 'editor', 'canvas'],
  routes: [
    'cell',
    'model',
    'agreement',
    'interchange',
    'doc',
    'protocol',
    'sync',
    'media',
    'editor',
    'canvas',
    'ui',
  ],
};
const SHARED = ['cell', 'model', 'agreement', 'interchange', 'doc', 'protocol'];
const SERVER: Readonly<Record<string, readonly string[]>> = {
  config: [],
  telemetry: ['config'],
  blobs: ['config', 'telemetry'],
  store: ['config', 'telemetry'],
  log: ['config', 'telemetry', 'store', 'blobs'],
  auth: ['config', 'telemetry', 'store', 'blobs'],
  ingest: ['config', 'telemetry', 'store', 'blobs'],
  rooms: ['config', 'telemetry', 'store', 'blobs', 'log', 'auth', 'ingest'],
  live: ['config', 'telemetry', 'store', 'auth', 'rooms'],
  export: ['config', 'telemetry', 'store', 'blobs', 'log', 'auth', 'ingest'],
  notices: ['config', 'telemetry', 'store', 'blobs', 'log', 'auth', 'ingest'],
  work: ['config', 'telemetry', 'store', 'log', 'auth', 'export'],
  mail: ['config', 'telemetry', 'store', 'auth'],
};
const SERVER_BELOW_HTTP = Object.keys(SERVER);
/** A library lives in these rooms (and in tests). */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  yjs: ['doc', 'sync', 'editor', 'ui', 'server/rooms', 'server/log', 'server/export', 'server/notices'],
  'y-websocket': ['sync'],
  'y-protocols': ['protocol', 'sync', 'server/rooms'],
  'pixi.js': ['canvas'],
  'hls.js': ['media'],
  ws: ['server/http'],
  lucia: ['server/auth'],
  '@node-rs/argon2': ['server/auth'],
  'better-sqlite3': ['server/store', 'server/log'],
  'node-av': ['server/ingest'],
  nodemailer: ['server/mail'],
  pino: ['server/telemetry'],
  'bits-ui': ['ui', 'routes'],
  '@lucide/svelte': ['ui', 'routes'],
  marked: ['ui'],
  dompurify: ['ui'],
  svelte: ['ui', 'routes'],
};
const FORBIDDEN_NAMES = /^(utils?|helpers?|managers?|misc|common|index)\.(ts|js|svelte)$/;

type Source = {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly isTest: boolean;
};
type Import = { readonly from: Source; readonly target: string; readonly typeOnly: boolean };

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|mjs|svelte)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** `src/lib/model/…` → `model`, `server/http/…` → `server/http`, `server/main.ts` → `server/main`. */
function roomOf(path: string): string {
  const parts = path.split('/');
  if (parts[0] === 'server') return `server/${(parts[1] ?? '').replace(/(\.test)?\.(ts|mjs)$/, '')}`;
  if (parts[1] === 'lib') return parts[2] ?? '';
  return parts[1] ?? '';
}

const sources: readonly Source[] = [...filesBelow('src'), ...filesBelow('server')].map((path) => ({
  path,
  room: roomOf(path),
  text: readFileSync(join(root, path), 'utf8'),
  isTest: /\.(test|fuzz)\.ts$/.test(path),
}));

const imports: readonly Import[] = sources.flatMap((from) =>
  [
    ...from.text.matchAll(
      /(?:^|\n)\s*(import|export)\s+(type\s)?([^'"\n;]*?(?:\n[^'"\n;]*?)*?from\s+)?['"]([^'"]+)['"]/g,
    ),
  ]
    .map((match) => ({
      from,
      target: match[4] ?? '',
      typeOnly: match[2] !== undefined || onlyTypes(match[3] ?? ''),
    }))
    .concat(
      [...from.text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map((match) => ({
        from,
        target: match[1] ?? '',
        typeOnly: false,
      })),
    ),
);

/** `{ type A, type B } from` brings no value. */
function onlyTypes(clause: string): boolean {
  const named = /^\s*\{([^}]*)\}\s*from\s*$/.exec(clause)?.[1];
  return (
    named !== undefined &&
    named.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '))
  );
}

/** The file an import of ours leads to; undefined for a package. */
function fileOf({ from, target }: Import): string | undefined {
  if (target.startsWith('#lib/')) return `src/lib/${target.slice(5)}`;
  if (target.startsWith('#server/')) return `server/${target.slice(8)}`;
  if (target.startsWith('.')) return relative(root, resolve(root, dirname(from.path), target));
  return undefined;
}

function packageOf(target: string): string {
  const parts = target.split('/');
  return target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

const product = imports.filter(({ from }) => !from.isTest);
const show = ({ from, target }: Import) => `${from.path} → ${target}`;

describe('imports', () => {
  it('go downstairs only, in the client', () => {
    const wrong = product.filter((one) => {
      const file = fileOf(one);
      if (!file?.startsWith('src/') || !one.from.path.startsWith('src/')) return false;
      const [room, target] = [one.from.room, roomOf(file)];
      return room !== target && CLIENT[room] !== undefined && !CLIENT[room].includes(target);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('go downstairs only, on the server', () => {
    const wrong = product.filter((one) => {
      const file = fileOf(one);
      if (!file || !one.from.path.startsWith('server/')) return false;
      const room = one.from.room.slice('server/'.length);
      const target = roomOf(file);
      if (one.from.room === target) return false;
      if (file.startsWith('src/')) return !SHARED.includes(target);
      const allowed = SERVER[room] ?? (room === 'http' ? SERVER_BELOW_HTTP : undefined);
      if (!allowed) return false; // app, main, cli and demo put the rooms together
      return !allowed.includes(target.slice('server/'.length)) && !(one.typeOnly && room === 'http');
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('from src to server are of types only', () => {
    const wrong = product.filter(
      (one) => one.from.path.startsWith('src/') && fileOf(one)?.startsWith('server/') && !one.typeOnly,
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('of a library stay in its rooms', () => {
    const wrong = product.filter(({ from, target, typeOnly }) => {
      const rooms = LIBRARIES[packageOf(target)];
      return !typeOnly && rooms !== undefined && !rooms.includes(from.room);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('make no circle of files', () => {
    const next = new Map<string, string[]>();
    for (const one of product) {
      const file = fileOf(one);
      if (file && !one.typeOnly) next.set(one.from.path, [...(next.get(one.from.path) ?? []), file]);
    }
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      if (done.has(path) || trail.includes(path)) return;
      for (const to of next.get(path) ?? []) walk(to, [...trail, path]);
      done.add(path);
    };
    for (const path of next.keys()) walk(path, []);
    expect(circles).toEqual([]);
  });
});

describe('files', () => {
  const lines = sources.map(({ path, text, isTest }) => ({
    path,
    isTest,
    count: text.split('\n').length - 1,
  }));
  const ours = lines
    .filter(({ isTest }) => !isTest)
    .map(({ count }) => count)
    .sort((a, b) => a - b);

  it('have at most 400 lines', () => {
    expect(lines.filter(({ count }) => count > 400)).toEqual([]);
  });

  it('are mostly small: median at most 120 lines, nine of ten at most 250', () => {
    expect(ours[Math.floor(ours.length * 0.5)]).toBeLessThanOrEqual(120);
    expect(ours[Math.floor(ours.length * 0.9)]).toBeLessThanOrEqual(250);
  });

  it('are named after a noun of the field, never a drawer', () => {
    expect(sources.map(({ path }) => path).filter((path) => FORBIDDEN_NAMES.test(basename(path)))).toEqual(
      [],
    );
  });

  it('are kebab-case.ts or PascalCase.svelte', () => {
    const wrong = sources.filter(({ path }) => {
      const name = basename(path);
      if (path.startsWith('src/routes/') || path.startsWith('src/hooks') || path.startsWith('src/app'))
        return false;
      return name.endsWith('.svelte')
        ? !/^[A-Z][A-Za-z]*\.svelte$/.test(name)
        : !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.(ts|mjs)$/.test(name);
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('lie in rooms that the map knows', () => {
    const known = new Set([
      ...Object.keys(CLIENT),
      ...Object.keys(SERVER).map((room) => `server/${room}`),
      ...['http', 'app', 'main', 'cli', 'demo', 'prepare'].map((room) => `server/${room}`),
      'hooks.server.ts',
      'app.d.ts',
      'hooks.client.ts',
    ]);
    expect([...new Set(sources.map(({ room }) => room))].filter((room) => !known.has(room))).toEqual([]);
  });
});

it('the top level holds what was agreed and what tools force', () => {
  const agreed = [
    'package.json',
    'tsconfig.json',
    'svelte.config.js',
    'src',
    'server',
    'static',
    'tests',
    'README.md',
  ];
  const forced = ['package-lock.json', 'vite.config.ts', 'LICENSE', 'NOTICE', 'CHANGELOG.md', 'deploy'];
  const made = ['node_modules', 'build', 'data', 'test-results'];
  const there = readdirSync(root).filter((name) => !name.startsWith('.'));
  expect(there.filter((name) => ![...agreed, ...forced, ...made].includes(name))).toEqual([]);
  expect(agreed.filter((name) => !there.includes(name))).toEqual([]);
});
