/**
 * Our sync server beside its peers, in one run: `npm run bench -- sync [--only two,join] [--servers loupe,hocuspocus]
 * [--runs 3]`. The servers take turns, so that whatever else the machine does hits all of them. Medians of the runs.
 */
import { parseArgs } from 'node:util';
import { isBuilt } from '#server/http/pages.ts';
import { installPeers, isDurable, SERVERS, type ServerName } from './servers.ts';
import { measure, SCENARIOS, type Row } from './scenarios.ts';

export async function benchSync(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      servers: { type: 'string' },
      runs: { type: 'string', default: '3' },
    },
  });
  const servers = values.servers
    ? SERVERS.filter((name) => values.servers?.split(',').includes(name))
    : SERVERS;
  const scenarios = SCENARIOS.filter(({ name }) => !values.only || values.only.split(',').includes(name));
  if (servers.includes('loupe') && !isBuilt()) {
    process.stderr.write(
      'Loupe is not built, and would be missing here: use `npm run bench`, which builds it.\n',
    );
    process.exitCode = 1;
    return;
  }
  installPeers(servers);
  for (const scenario of scenarios) {
    const asked = servers.filter((name) => !scenario.durable || isDurable(name));
    const rows = new Map<ServerName, Row[]>(asked.map((name) => [name, []]));
    for (let run = 0; run < Number(values.runs); run++)
      for (const name of asked) {
        try {
          rows.get(name)?.push(await measure(scenario, name));
        } catch (error) {
          process.exitCode = 1; // a column that is empty is no measurement
          process.stderr.write(
            `${name}, ${scenario.name}: ${error instanceof Error ? error.message : String(error)}\n`,
          );
        }
      }
    print(scenario.title, rows);
  }
}

function print(title: string, rows: ReadonlyMap<ServerName, readonly Row[]>): void {
  const columns = [...new Set([...rows.values()].flat().flatMap((row) => Object.keys(row)))];
  const table = [...rows].map(([name, runs]) => [
    name as string,
    ...columns.map((column) => median(runs, column)),
  ]);
  const lines = [['', ...columns], ...table];
  const widths = lines[0]!.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  process.stdout.write(`\n${title}\n`);
  for (const line of lines)
    process.stdout.write(
      `  ${line.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!))).join('  ')}\n`,
    );
}

/** The middle of the runs; a yes only where every run says so. */
function median(runs: readonly Row[], column: string): string {
  const values = runs.map((row) => row[column]).filter((value) => value !== undefined);
  if (values.length === 0) return '–';
  if (values.some((value) => typeof value === 'boolean')) return values.every(Boolean) ? 'yes' : 'no';
  const sorted = (values as number[]).sort((a, b) => a - b);
  return String(sorted[Math.floor(sorted.length / 2)]);
}
