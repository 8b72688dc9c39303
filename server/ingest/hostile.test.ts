/** Files made to do harm: what they try does not happen, and they are refused with a reason. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeClip } from '../../tests/builders/clip.ts';
import { means } from './confinement.ts';
import type { PreparedFiles } from './message.ts';
import { runWorker, UnusableFile, WORKER_LIMITS } from './worker-process.ts';

const fixtures = fileURLToPath(new URL('../../tests/fixtures', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loupe-hostile-'));
const other = join(folder, 'other.ts');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => makeClip({ path: other, container: 'mpegts', encoder: 'libx264' }));

function prepare(source: string, limits = WORKER_LIMITS): Promise<PreparedFiles> {
  const task = { source, name: 'clip.mp4', folder: mkdtempSync(join(folder, 'out-')) };
  return runWorker(task, limits, () => undefined, new AbortController().signal);
}

function written(name: string, content: string | Buffer): string {
  const path = join(mkdtempSync(join(folder, 'in-')), name);
  writeFileSync(path, content);
  return path;
}

describe('a file that names other files', () => {
  const list = (name: string) => `ffconcat version 1.0\nfile ${name}\n`;
  const playlist = (uri: string) =>
    `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\n${uri}\n#EXT-X-ENDLIST\n`;
  const mpd =
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet>' +
    '<Representation id="1" bandwidth="1"><BaseURL>other.ts</BaseURL></Representation></AdaptationSet></Period></MPD>';
  const kinds: readonly (readonly [string, () => string])[] = [
    ['a playlist with a path', () => playlist(`file://${other}`)],
    ['a playlist with a name beside it', () => playlist('other.ts')],
    ['a playlist with an address', () => playlist('http://127.0.0.1:9/other.ts')],
    ['a list for concat', () => list(other)],
    ['a list for concat, of a name beside it', () => list('other.ts')],
    ['a DASH manifest', () => mpd],
    [
      'a session description',
      () => 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n',
    ],
  ];
  it.concurrent.each(kinds)('[I2] is refused: %s', async (_, text) => {
    const source = written('clip.mp4', text());
    writeFileSync(join(source, '..', 'other.ts'), readFileSync(other)); // it is there, and would decode
    await expect(prepare(source)).rejects.toThrow('"clip.mp4" is not a video that can be read');
  });
});

describe('a codec that is not on the list', () => {
  it('[I3] is refused by its name', async () => {
    const source = join(folder, 'magic.avi');
    makeClip({ path: source, container: 'avi', encoder: 'magicyuv', pixelFormat: 'yuv444p' });
    await expect(prepare(source)).rejects.toThrow('"clip.mp4" cannot be prepared: its codec is magicyuv');
  });

  it('[I3] [I17] is not decoded for its sound either: the pictures are taken without it', async () => {
    const source = join(folder, 'sound.mkv');
    const sound = { encoder: 'g722', rate: 16_000, channels: 1, seconds: 1, wave: Math.sin };
    makeClip({ path: source, container: 'matroska', encoder: 'libx264', sound });
    expect((await prepare(source)).picture).toMatchObject({ frames: 25, hasAudio: false });
  });
});

describe('pictures of a size that nobody has', () => {
  const jpegs = (container: string, width: number, height: number) => {
    const source = join(folder, `bomb-${width}.${container}`);
    makeClip({ path: source, container, encoder: 'mjpeg', pixelFormat: 'yuvj420p', times: [0, 1] });
    const bytes = readFileSync(source);
    // The head of each picture says how large it is: the file's own head keeps the true size.
    for (let at = bytes.indexOf('ffc0', 0, 'hex'); at >= 0; at = bytes.indexOf('ffc0', at + 2, 'hex')) {
      bytes.writeUInt16BE(height, at + 5);
      bytes.writeUInt16BE(width, at + 7);
    }
    writeFileSync(source, bytes);
    return source;
  };

  it.each([
    ['avi', 16_000, 16_000],
    ['mov', 16_000, 16_000],
    ['avi', 65_000, 65_000],
  ])(
    '[I4] are not decoded, whatever the head of the file says (%s, %d × %d)',
    async (container, width, height) => {
      await expect(prepare(jpegs(container, width, height))).rejects.toThrow(UnusableFile);
    },
  );

  it('[I4] are refused before they are looked at, where the head of the file says so', async () => {
    const source = join(folder, 'large.avi');
    makeClip({ path: source, container: 'avi', encoder: 'rawvideo', times: [0] });
    const bytes = readFileSync(source);
    const head = bytes.indexOf('strf');
    bytes.writeInt32LE(16_000, head + 12);
    bytes.writeInt32LE(16_000, head + 16);
    writeFileSync(source, bytes);
    await expect(prepare(source)).rejects.toThrow(
      'its pictures have 16000 × 16000 pixels, more than 40 million',
    );
  });
});

it('[I25] a disk that fills up ends the preparation while there is room for the databases', async () => {
  const refused = prepare(join(fixtures, 'lung-butterfly.mov'), {
    ...WORKER_LIMITS,
    watchMs: 5,
    freeBytes: Infinity,
  });
  await expect(refused).rejects.toMatchObject({ problem: { code: 'disk-full' } });
});

describe.skipIf(process.platform !== 'linux')('the process that reads a file', () => {
  const seen = { environ: '', limits: '', 'net/dev': '' };
  beforeAll(async () => {
    process.env['LOUPE_CANARY'] = 'a secret of the server';
    const done = prepare(join(fixtures, 'lung-butterfly.mov'));
    const child = await childWith('worker.ts');
    for (const name of Object.keys(seen) as (keyof typeof seen)[])
      seen[name] = readFileSync(`/proc/${child}/${name}`, 'utf8');
    await done;
  });

  it('[I24] finds nothing of the server in its environment', () => {
    const names = seen.environ.split('\0').map((line) => line.split('=')[0]);
    const ours = ['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', 'NODE_COMPILE_CACHE', ''];
    expect(new Set(names)).toEqual(new Set(ours));
  });

  it.skipIf(!means().limits)('[I24] writes no core dump, and ends at a limit of memory and files', () => {
    expect(seen.limits).toMatch(/Max core file size\s+0\s+0/);
    expect(seen.limits).toMatch(/Max data size\s+6000000000\s+6000000000/);
    expect(seen.limits).toMatch(/Max open files\s+128\s+128/);
  });

  it.skipIf(!means().offline)('[I24] has no network', () => {
    expect(seen['net/dev'].trim().split('\n').slice(2).join()).toMatch(/^\s*lo:[^\n]*$/);
  });
});

describe.skipIf(process.platform !== 'linux')('a worker that ends before it has answered', () => {
  const long = fileURLToPath(new URL('../demo/lung-ultrasound.mov', import.meta.url));

  it.each([
    ['SIGSEGV', 'it makes the decoder crash'],
    ['SIGKILL', 'preparing it needs more memory than there is'],
  ] as const)('[I26] by %s: the file is refused, and the server lives', async (signal, reason) => {
    const refused = prepare(long).catch((error: unknown) => String(error));
    process.kill(await childWith('worker.ts'), signal);
    expect(await refused).toContain(`"clip.mp4" cannot be prepared: ${reason}.`);
  });

  it('[I27] ends with its server, however that ends', async () => {
    const script = fileURLToPath(new URL('../../tests/builders/preparing-process.ts', import.meta.url));
    const server = spawn(process.execPath, [script, long, mkdtempSync(join(folder, 'out-'))]);
    await once(server.stdout, 'data');
    const worker = await childWith('worker.ts', server.pid);
    server.kill('SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(worker, 0)).toThrow('ESRCH'), { timeout: 10_000 });
  });
});

/** The child of a process that runs a script, once it has become it. */
async function childWith(script: string, of = process.pid): Promise<number> {
  for (;;) {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        if (Number(parent) === of && /node[^/]*$/.test(command[0] ?? '') && command.at(-2)?.endsWith(script))
          return Number(pid);
      } catch {
        continue; // it has ended meanwhile
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
