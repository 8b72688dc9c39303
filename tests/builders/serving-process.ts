/** A process that serves the data folder it is given until it is killed, and says on one line where. */
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import { listen } from '#server/http/listen.ts';

const [, , dataDir = ''] = process.argv;
const app = createApp(readConfig({ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', DATA_DIR: dataDir }));
const { url } = await listen(app, { pages: 'none' });
process.stdout.write(`${url}\n`);
