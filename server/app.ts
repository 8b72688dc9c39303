/**
 * The composition root: makes each room and gives each its ports. No logic. The server, the shell tool and the tests
 * all use this one.
 */
import { join } from 'node:path';
import { Access } from './auth/access.ts';
import { Auth } from './auth/auth.ts';
import type { VideoId } from '#lib/model/id.ts';
import type { Blobs } from './blobs/blobs.ts';
import { createDiskBlobs } from './blobs/disk-blobs.ts';
import type { Config } from './config.ts';
import { ExampleFrames } from './export/example-frames.ts';
import { createExports, type Exports } from './export/exports.ts';
import { FrameExports } from './export/frame-exports.ts';
import { createPictures, type Pictures } from './export/pictures.ts';
import { Answers } from './http/answers.ts';
import { GuidelineAnswers } from './http/guideline-answers.ts';
import { UnshownPictures } from './http/unshown-pictures.ts';
import { createIngest, type Ingest } from './ingest/ingest.ts';
import { createLive, extentsIn, type Live } from './live/live.ts';
import type { Log } from './log/log.ts';
import { refuseLost } from './log/lost.ts';
import { createLog } from './log/sqlite-log.ts';
import { createPost, type Post } from './mail/post.ts';
import { createRooms, type Rooms } from './rooms/rooms.ts';
import { holdFolder, type Hold } from './store/sole-server.ts';
import { createStore, type Store } from './store/store.ts';
import { NoticeTeller } from './notices/notices.ts';
import { Adjudication } from './work/adjudication.ts';
import { WorkAnswers } from './work/answers.ts';
import { Scoring } from './work/scoring.ts';
import { Training } from './work/training.ts';
import { TrainingAnswers } from './work/training-answers.ts';
import { Work } from './work/work.ts';
import { createLogger, type Logger } from './telemetry/logger.ts';

export type App = {
  readonly config: Config;
  readonly log: Logger;
  readonly store: Store;
  readonly auth: Auth;
  readonly access: Access;
  readonly blobs: Blobs;
  /** Every update of every document, for ever. */
  readonly history: Log;
  readonly rooms: Rooms;
  /** People who watch together. */
  readonly live: Live;
  readonly ingest: Ingest;
  readonly exports: Exports;
  /** Frames as picture files. */
  readonly pictures: Pictures;
  /** The same for people at a browser. */
  readonly frameExports: FrameExports;
  /** Frames that guidelines show. */
  readonly examples: ExampleFrames;
  /** Tells people of what is said to them. */
  readonly notices: NoticeTeller;
  /** Letters; null where the settings name no mail server. */
  readonly post: Post | null;
  readonly answers: Answers;
  readonly guidelines: GuidelineAnswers;
  /** Tasks on their road from hand to hand. */
  readonly work: Work;
  readonly workAnswers: WorkAnswers;
  readonly adjudication: Adjudication;
  readonly training: Training;
  readonly trainingAnswers: TrainingAnswers;
  /** Begins to work by itself: the queue of videos, the watch over rights. Throws FolderTaken beside another server. */
  start(): void;
  /** Ends all of it, in reverse; what was acknowledged is on disk before and after. */
  stop(): Promise<void>;
};

/** How often the head of the audit log is told to the log: what is kept of that elsewhere proves what was there. */
const HEAD_MS = 3_600_000;
/** How often a change made by another process (the shell tool) is looked for. */
const WATCH_MS = 1000;

/** The app over a data folder. Nothing works by itself until `start`; `stop` closes it either way. */
export function createApp(config: Config): App {
  const { dataDir } = config;
  const log = createLogger(config.logLevel);
  const store = createStore(join(dataDir, 'loupe.db'));
  const historyPath = join(dataDir, 'log.db');
  if (store.people.count() > 0 && !config.acceptLostHistory) refuseLost(historyPath, () => store.close());
  const auth = new Auth(store, config);
  const access = new Access(store);
  const answers = new Answers(store);
  const blobs = createDiskBlobs(join(dataDir, 'blobs'));
  const history = createLog(historyPath, { logger: log.child({ room: 'log' }) });
  const people = { answer: answers.personById };
  const notices = new NoticeTeller({ store, log: history, access, logger: log.child({ room: 'notices' }) });
  const post = createPost(config.mail, { store, access, logger: log.child({ room: 'mail' }), now: Date.now });
  const rooms = createRooms({
    log: history,
    access,
    people,
    logger: log.child({ room: 'rooms' }),
    limits: { memoryBytes: config.documentsBytes },
    onWritten: (ref) => notices.written(ref),
  });
  const live = createLive(access, {
    store,
    people,
    extentOf: extentsIn(store),
    now: Date.now,
    logger: log.child({ room: 'live' }),
  });
  const ingest = createIngest({ store, blobs, logger: log.child({ room: 'ingest' }), config });
  const exports = createExports({ store, log: history, blobs });
  const pictures = createPictures({ store, log: history, blobs });
  const frameExports = new FrameExports({ pictures, blobs, logger: log.child({ room: 'export' }) });
  const unshown = new UnshownPictures({ store, blobs, logger: log.child({ room: 'http' }), now: Date.now });
  const examples = new ExampleFrames({ blobs, pictures });
  auth.onRevoked((person) => {
    rooms.recheck(person);
    live.recheck(person);
  });

  const work = new Work({
    store,
    log: history,
    access,
    settled: (room) => rooms.state(room),
    recheck: () => rooms.recheck(),
    confirm: (person, password, address) => auth.confirmPassword(person, password, address),
    scoring: new Scoring(),
  });
  const training = new Training({ store, log: history, access, work, settled: (room) => rooms.state(room) });
  const workAnswers = new WorkAnswers({ store, access, work, training, personOf: answers.personById });
  // What is assigned, given in, accepted or opened again opens and locks layers; asked and told once it stands.
  const stirred = new Set<VideoId>();
  store.assignments.changes.subscribe((video) => {
    if (stirred.size === 0)
      setImmediate(() => {
        rooms.recheck();
        for (const one of stirred) rooms.tellNews(one, 'work');
        stirred.clear();
      });
    stirred.add(video);
  });
  // What is decided of marks, and what a task says, changes nobody's rights.
  store.reviews.changes.subscribe((assignment) => {
    const row = store.assignments.get(assignment);
    if (row) setImmediate(() => rooms.tellNews(row.video, 'work'));
  });
  store.tasks.changes.subscribe((task) => {
    const videos = new Set(store.assignments.ofTask(task).map(({ video }) => video));
    setImmediate(() => {
      for (const video of videos) rooms.tellNews(video, 'work');
    });
  });

  let hold: Hold | undefined;
  let watch: NodeJS.Timeout | undefined;
  let heads: NodeJS.Timeout | undefined;
  const tellHead = () => log.info({ audit: store.audit.head() }, 'the head of the audit log');
  return {
    config,
    log,
    store,
    auth,
    access,
    blobs,
    history,
    rooms,
    live,
    ingest,
    exports,
    pictures,
    frameExports,
    examples,
    notices,
    post,
    answers,
    guidelines: new GuidelineAnswers(store, answers.personById),
    work,
    workAnswers,
    adjudication: new Adjudication(store, work),
    training,
    trainingAnswers: new TrainingAnswers({ store, personOf: answers.personById }),
    start() {
      hold = holdFolder(dataDir);
      let seen = store.foreignChanges();
      watch = setInterval(() => {
        const now = store.foreignChanges();
        if (now !== seen) {
          rooms.recheck();
          live.recheck();
        }
        seen = now;
        auth.guests.tick();
      }, WATCH_MS);
      tellHead();
      heads = setInterval(tellHead, HEAD_MS);
      live.start();
      ingest.start();
      void notices.start();
      post?.courier.start();
      unshown.start();
    },
    async stop() {
      clearInterval(watch);
      clearInterval(heads);
      if (hold) tellHead();
      live.stop();
      await rooms.stop();
      await notices.stop();
      await frameExports.stop();
      await post?.courier.stop();
      await unshown.stop();
      await ingest.stop();
      await history.stop();
      store.close();
      hold?.release();
    },
  };
}
