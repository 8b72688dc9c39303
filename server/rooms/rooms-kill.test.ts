/** A real server that is killed at the moment somebody has seen an edit: what was seen is there afterwards. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { roomName } from '#lib/protocol/room-name.ts';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import { program, type Program } from '../../tests/builders/program.ts';
import { comment, comments } from '../../tests/builders/rooms-bench.ts';

const ROUNDS = Number(process.env['LOUPE_KILL_ROUNDS'] ?? 5);
const SEED = Number(process.env['LOUPE_SEED'] ?? Date.now() % 1_000_000);
const SERVING = fileURLToPath(new URL('../../tests/builders/serving-process.ts', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'loupe-kill-'));
let server: ChildProcess | undefined;
let programs: Program[] = [];
afterEach(() => {
  for (const one of programs.splice(0)) one.destroy();
  server?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A folder with a video and two people, nobody serving it. */
async function prepare(): Promise<{ readonly room: string; readonly bearers: readonly string[] }> {
  const app = createApp(readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: folder }));
  const project = app.store.projects.create({ name: 'p' });
  const study = app.store.studies.create({ project: project.id, name: 's' });
  const people = ['maya', 'ito'].map((login) => app.store.people.create({ login, name: login }));
  for (const { id } of people) app.store.members.set(project.id, id, 'annotator');
  const createdBy = people[0]!.id;
  const video = app.store.videos.create({ study: study.id, name: 'v', createdBy });
  const bearers = people.map(({ id }) => `Bearer ${app.auth.createToken(id, 'test', 1)}`);
  await app.stop();
  return { room: roomName({ kind: 'discussion', video: video.id }), bearers };
}

/** Where it is served now. */
async function serve(): Promise<string> {
  const child = spawn(process.execPath, [SERVING, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  server = child;
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return line.toString().trim();
}

async function enter(url: string, room: string, bearer: string): Promise<Program> {
  const joined = program(url, room, bearer, { loupe: true });
  programs.push(joined);
  await joined.synced;
  return joined;
}

it(
  `what was seen or acknowledged before a kill is there after it: ${ROUNDS} times, from seed ${SEED} [R2]`,
  async () => {
    const { room, bearers } = await prepare();
    const [maya = '', ito = ''] = bearers;
    let url = await serve();
    for (let round = 0; round < ROUNDS; round++) {
      const [writer, reader] = [await enter(url, room, maya), await enter(url, room, ito)];
      const sights = 1 + ((SEED + round * 7919) % 40);
      const before = comments(reader).length;
      const written: string[] = [];
      const killed = new Promise<void>((done) => {
        reader.ydoc.on('update', () => {
          if (comments(reader).length < before + sights || server?.killed) return;
          server?.kill('SIGKILL');
          done();
        });
      });
      const writing = setInterval(() => {
        written.push(`${round}/${written.length}`);
        comment(writer, written.at(-1)!);
      }, 1);
      await killed;
      clearInterval(writing);
      const seen = comments(reader);
      const acknowledged = written.slice(0, Math.max(0, writer.acknowledged - 1)); // its first edit was its answer
      for (const one of programs.splice(0)) one.destroy();

      url = await serve();
      const third = await enter(url, room, ito);
      const there = new Set(comments(third));
      expect(seen.filter((text) => !there.has(text))).toEqual([]);
      expect(acknowledged.filter((text) => !there.has(text))).toEqual([]);
      expect(seen.length).toBeGreaterThanOrEqual(before + sights);
      third.destroy();
      programs = [];
    }
  },
  60_000 + ROUNDS * 10_000,
);
