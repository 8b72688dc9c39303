/** `npm run bench -- <what>`: measures the hot paths as ratios in one run. Never part of the tests. */
import { benchDrawing } from './drawing/bench.ts';
import { benchFrameStep } from './frame-step/bench.ts';
import { benchIngest } from './ingest/bench.ts';
import { benchSync } from './sync/bench.ts';
import { soak } from './sync/soak.ts';
import { benchTimeline } from './timeline/bench.ts';
import { benchTracker } from './tracker/bench.ts';

const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  drawing: benchDrawing,
  'frame-step': benchFrameStep,
  ingest: benchIngest,
  sync: benchSync,
  soak,
  timeline: benchTimeline,
  tracker: benchTracker,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench) await bench(args);
else process.stdout.write(`Say what to measure: ${Object.keys(BENCHES).join(', ')}\n`);
