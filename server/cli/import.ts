/** `loupe import`: brings a video into a study and prepares it right here, beside a running server or without one. */
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { isId, type StudyId } from '#lib/model/id.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import type { App } from '#server/app.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { StudyRow } from '#server/store/studies.ts';
import { terminal } from '#server/telemetry/printer.ts';
import { readArguments, required, UsageError } from './arguments.ts';
import { ProgressLine } from './progress-line.ts';

const PHASES = {
  reading: 'Reading',
  preparing: 'Preparing',
  checking: 'Checking',
} as const;

/** Prints the video's id when it is ready; else the reason why it is not, and what to do. */
export async function run(args: string[], open: () => App): Promise<number> {
  const words = readArguments(args, { texts: ['study', 'name', 'login'] });
  const [file, ...rest] = words.positionals;
  if (file === undefined) throw new UsageError('Which file? loupe import FILE --study STUDY');
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is too much; one file at a time.`);
  const named = required(words, 'study');
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new UsageError(`There is no file "${file}".`);

  const app = open();
  const person = personFor(app, words.text('login'));
  const study = studyNamed(app, named);
  app.access.study(person, study.id, 'video.upload');
  const line = new ProgressLine();
  const stop = () => void app.ingest.stop().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const accepted = await app.ingest.accept({
      study: study.id,
      name: words.text('name') ?? basename(file),
      createdBy: person.id,
      stream: counted(file, stat.size, (done) => line.show('Copying', done)),
    });
    const video = await app.ingest.runOne(accepted.id, (phase, done) => line.show(PHASES[phase], done));
    line.end();
    if (video.state === 'ready') {
      terminal.say(video.id);
      return 0;
    }
    const { code, details } = must(video.problem, 'a failed video has a problem');
    throw new Refusal(code, details);
  } finally {
    line.end();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function personFor({ store }: App, login: string | undefined): PersonRow {
  if (login !== undefined) {
    const person = store.people.byLogin(login);
    if (!person || person.disabled) throw new UsageError(`Nobody signs in as "${login}".`);
    return person;
  }
  // Whoever has a shell on this machine may do what an admin may.
  const admin = store.people.all().find((one) => one.admin && !one.disabled);
  if (!admin) throw new UsageError('There is no admin yet: say who brings the video, with --login LOGIN.');
  return admin;
}

function studyNamed({ store }: App, named: string): StudyRow {
  const byId = isId(named) ? store.studies.get(named as StudyId) : undefined;
  if (byId) return byId;
  const [study, ...more] = store.studies.all().filter(({ name }) => name === named);
  if (!study) throw new UsageError(`There is no study "${named}".`);
  if (more.length > 0)
    throw new UsageError(`${more.length + 1} studies are called "${named}": say which by its id.`);
  return study;
}

async function* counted(
  file: string,
  bytes: number,
  onProgress: (done: number) => void,
): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const part = chunk as Buffer;
    read += part.length;
    onProgress(bytes > 0 ? read / bytes : 1);
    yield part;
  }
}
