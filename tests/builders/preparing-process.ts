/** A process that prepares a file as the server does, until it is killed: `node preparing-process.ts FILE FOLDER`. */
import { writeSync } from 'node:fs';
import { runWorker, WORKER_LIMITS } from '#server/ingest/worker-process.ts';

const [, , source = '', folder = ''] = process.argv;
const task = { source, name: 'clip', folder };
await runWorker(task, WORKER_LIMITS, (phase) => writeSync(1, `${phase}\n`), new AbortController().signal);
