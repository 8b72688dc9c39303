/**
 * What the server knows apart from annotations: people, projects, studies, videos, jobs. One class a noun over one
 * SQLite database; a change is durable when the call returns. Made once by app.ts; the shell tool opens its own beside
 * a running server.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Adjudications } from './adjudications.ts';
import { Assignments } from './assignments.ts';
import { Attempts } from './attempts.ts';
import { Audit } from './audit.ts';
import { Guests } from './guests.ts';
import { openDatabase, type Db } from './database.ts';
import { Guidelines } from './guidelines.ts';
import { Groups } from './groups.ts';
import { Jobs } from './jobs.ts';
import { Layers } from './layers.ts';
import { LiveSessions } from './live-sessions.ts';
import { KeyChoices } from './key-choices.ts';
import { Links } from './links.ts';
import { MailAddresses } from './mail.ts';
import { Members } from './members.ts';
import { Notices } from './notices.ts';
import { People } from './people.ts';
import { Projects } from './projects.ts';
import { Reviews } from './reviews.ts';
import { SeenComments } from './seen-comments.ts';
import { Sessions } from './sessions.ts';
import { Studies } from './studies.ts';
import { Tasks } from './tasks.ts';
import { Taxonomies } from './taxonomies.ts';
import { Tokens } from './tokens.ts';
import { Trainings } from './trainings.ts';
import { Videos } from './videos.ts';

export type Store = {
  readonly db: Db;
  readonly people: People;
  readonly sessions: Sessions;
  readonly links: Links;
  readonly tokens: Tokens;
  readonly attempts: Attempts;
  readonly projects: Projects;
  readonly members: Members;
  readonly taxonomies: Taxonomies;
  readonly guidelines: Guidelines;
  readonly studies: Studies;
  readonly videos: Videos;
  readonly jobs: Jobs;
  readonly notices: Notices;
  readonly seenComments: SeenComments;
  readonly groups: Groups;
  readonly layers: Layers;
  readonly tasks: Tasks;
  readonly assignments: Assignments;
  readonly reviews: Reviews;
  readonly adjudications: Adjudications;
  readonly trainings: Trainings;
  /** Who did what; only ever added to. */
  readonly audit: Audit;
  readonly keyChoices: KeyChoices;
  readonly liveSessions: LiveSessions;
  readonly guests: Guests;
  readonly mail: MailAddresses;
  /** Counts up when another process has changed the database. */
  foreignChanges(): number;
  /** All or nothing: what `run` throws takes back what it changed. */
  transaction<T>(run: () => T): T;
  close(): void;
};

/** The store at a path (`:memory:` for a test), its schema brought up to date. */
export function createStore(path: string): Store {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const db = openDatabase(path);
  return {
    db,
    people: new People(db),
    sessions: new Sessions(db),
    links: new Links(db),
    tokens: new Tokens(db),
    attempts: new Attempts(db),
    projects: new Projects(db),
    members: new Members(db),
    taxonomies: new Taxonomies(db),
    guidelines: new Guidelines(db),
    studies: new Studies(db),
    videos: new Videos(db),
    jobs: new Jobs(db),
    notices: new Notices(db),
    seenComments: new SeenComments(db),
    groups: new Groups(db),
    layers: new Layers(db),
    tasks: new Tasks(db),
    assignments: new Assignments(db),
    reviews: new Reviews(db),
    adjudications: new Adjudications(db),
    trainings: new Trainings(db),
    audit: new Audit(db),
    keyChoices: new KeyChoices(db),
    liveSessions: new LiveSessions(db),
    guests: new Guests(db),
    mail: new MailAddresses(db),
    foreignChanges: () => Number(db.pragma('data_version', { simple: true })),
    transaction: (run) => db.transaction(run).immediate(),
    close: () => void db.close(),
  };
}
