/** A page of a benchmark, served by Vite as the client's own code is. */
import { createServer, type ViteDevServer } from 'vite';

const root = new URL('../..', import.meta.url).pathname;

/** Serves `page.ts` of a folder at the address, and beside it what lies in another folder. */
export async function servePage(
  folder: string,
  publicDir?: string,
): Promise<{ server: ViteDevServer; address: string }> {
  const html = '<!doctype html><script type="module" src="/page.ts"></script>';
  const server = await createServer({
    configFile: false,
    root: folder,
    ...(publicDir !== undefined && { publicDir }),
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
