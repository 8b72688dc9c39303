/** What the frame-step benchmark steps through: clips prepared as uploads are, and the page that plays them. */
import { mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, type ViteDevServer } from 'vite';
import { runWorker, WORKER_LIMITS } from '#server/ingest/worker-process.ts';
import { makeClip } from '../../builders/clip.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const CLIP = { width: 1920, height: 1080, frames: 300, fps: 30 };

/** What the page needs to open one. */
export type Opening = {
  readonly name: string;
  /** Address of its files. */
  readonly folder: string;
  readonly frames: number;
  readonly firstFrameMs: number;
  readonly width: number;
  readonly height: number;
  /** Its pictures carry their numbers. */
  readonly numbered: boolean;
};

/** A numbered clip with a sync sample every so many pictures. */
export function numbered(folder: string, group: number): Promise<Opening> {
  const path = join(folder, `groups of ${group}`);
  const times = Array.from({ length: CLIP.frames }, (_, n) => n);
  const { width, height, fps: timescale } = CLIP;
  const coding = { container: 'mp4', encoder: 'libx264', group, bFrames: 0 };
  makeClip({ path, ...coding, width, height, times, timescale });
  return prepared(folder, path, true);
}

/** Any video file. */
export async function prepared(folder: string, source: string, isNumbered = false): Promise<Opening> {
  const name = basename(source);
  const out = mkdtempSync(join(folder, 'clip-'));
  const { signal } = new AbortController();
  const task = { source, name, folder: out };
  const { media, picture } = await runWorker(task, WORKER_LIMITS, () => undefined, signal);
  const { width, height, frames } = picture;
  const { firstFrameMs } = media;
  return { name, folder: `/${basename(out)}`, frames, firstFrameMs, width, height, numbered: isNumbered };
}

/** Serves the page at `/bench`, and what lies in a folder. */
export async function serve(folder: string): Promise<{ server: ViteDevServer; address: string }> {
  const html = '<!doctype html><script type="module" src="/page.ts"></script>';
  const server = await createServer({
    configFile: false,
    root: import.meta.dirname,
    publicDir: folder,
    logLevel: 'error',
    server: { port: 0, fs: { allow: [root] } },
    plugins: [
      {
        name: 'page',
        configureServer: ({ middlewares }) =>
          void middlewares.use('/bench', (_, response) =>
            response.setHeader('content-type', 'text/html').end(html),
          ),
      },
    ],
  });
  await server.listen();
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('The page is not served.');
  return { server, address: `${address}bench` };
}
