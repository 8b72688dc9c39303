/** Schemas of the bodies in protocol/http.ts; a test holds every answer of the API against them. */
import { ATTRIBUTE_KINDS } from '#lib/model/attribute.ts';
import type { CommentId, ProjectId } from '#lib/model/id.ts';
import {
  COMMAND_ID,
  KEY_PRESETS,
  MAX_KEYS_OF_ONE,
  MAX_KEYS_TEXT,
  MAX_OWN_KEYS,
} from '#lib/model/key-choice.ts';
import { MAX_KEY_TIMES } from '#lib/model/key-times.ts';
import { MAX_GUIDELINE, MAX_NOTE } from '#lib/model/guideline.ts';
import { LAYER_KINDS } from '#lib/model/layer.ts';
import { LABEL_USES } from '#lib/model/label.ts';
import { ROLES } from '#lib/model/role.ts';
import { shapes } from '#lib/model/shape.ts';
import type { TaxonomyContent } from '#lib/model/taxonomy.ts';
import { TEMPLATES } from '#lib/model/templates/table.ts';
import { MAX_OFFSET_MS } from '#lib/protocol/http.ts';
import { PICTURE_FORMATS } from '#server/export/pictures.ts';
import { ADJUDICATION_BODIES } from './adjudication-bodies.ts';
import { list, object, orNull, type Schema } from './schema.ts';
import { TRAINING_BODIES } from './training-bodies.ts';
import { WORK_BODIES } from './work-bodies.ts';

const id: Schema = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' };
const text: Schema = { type: 'string' };
const time: Schema = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$',
  description: 'ISO 8601, UTC',
};
const count: Schema = { type: 'integer', minimum: 0 };
const positive: Schema = { type: 'integer', minimum: 1 };
const number: Schema = { type: 'number' };
const role: Schema = { type: 'string', enum: ROLES };

/** Names of studies: what people type. */
export const NAME: Schema = { type: 'string', minLength: 1, maxLength: 120, pattern: '\\S' };

const problem = object({ code: text, sentence: text, next: text });
const timebase = object({ num: positive, den: positive }, 'seconds per tick, as a fraction');

const flaws = object(
  { lost: count, faulty: list(list(count)), retimed: count, missingMs: orNull(number) },
  'what is wrong with a damaged file that could be used all the same; frames count what can be decoded',
);

const picture = object(
  {
    width: positive,
    height: positive,
    pixelAspect: number,
    frames: positive,
    durationMs: number,
    timebase,
    codec: text,
    hasAudio: { type: 'boolean' },
    rendition: { type: 'string', enum: ['untouched', 'encoded'] },
  },
  undefined,
  { flaws },
);

const thumbnails = object({
  url: text,
  columns: positive,
  rows: positive,
  width: positive,
  height: positive,
  frames: list(count),
});

const light = object({ playlist: text, file: text, width: positive, height: positive, firstFrameMs: number });

const media = object(
  {
    playlist: text,
    file: text,
    frameIndex: text,
    thumbnails: orNull(thumbnails),
    firstFrameMs: number,
  },
  undefined,
  { light, waveform: text },
);

const progress = object({
  phase: text,
  done: { type: 'number', minimum: 0, maximum: 1 },
  fps: orNull(number),
  remainingMs: orNull(number),
  watchable: orNull(object({ playlist: text, ms: number, ofMs: number })),
});

const layerRooms = object({
  layer: id,
  kind: { type: 'string', enum: LAYER_KINDS },
  name: text,
  room: text,
  discussion: text,
});

const rooms = object(
  { labels: list(layerRooms), discussion: text },
  'join one at /sync/<room> with y-websocket and a token',
);

const video = object({
  id,
  study: id,
  project: id,
  name: text,
  state: { type: 'string', enum: ['uploading', 'queued', 'preparing', 'ready', 'failed'] },
  progress: orNull(progress),
  problem: orNull(problem),
  createdAt: time,
  sha256: orNull({ type: 'string', pattern: '^[0-9a-f]{64}$' }),
  bytes: count,
  picture: orNull(picture),
  media: orNull(media),
  offsetMs: number,
  rooms,
  role,
});

const study = object({ id, project: id, name: text, createdAt: time });
const project = object({ id, name: text, role });
const person = object({ id, name: text, color: { type: 'string', pattern: '^#[0-9a-f]{6}$' } });

const flag: Schema = { type: 'boolean' };

const attribute = object(
  {
    id,
    name: text,
    kind: { type: 'string', enum: ATTRIBUTE_KINDS },
    choices: list(object({ id, name: text, retired: flag })),
    unit: text,
    min: orNull(number),
    max: orNull(number),
    retired: flag,
  },
  undefined,
  { required: flag, byFrame: flag },
);

const share: Schema = { type: 'number', minimum: 0, maximum: 1 };
const skeleton = object(
  { joints: list(object({ id, name: text, x: share, y: share, retired: flag })), edges: list(list(id)) },
  'joints in the order in which documents hold their places; x and y are shares of the first pose',
);

const label = object(
  {
    id,
    name: text,
    color: { type: 'string', pattern: '^#[0-9a-f]{6}$' },
    use: { type: 'string', enum: LABEL_USES },
    shapes: list({ type: 'string', enum: Object.keys(shapes) }),
    retired: flag,
  },
  undefined,
  { code: text, description: text, hotKey: text, attributes: list(attribute), skeleton },
);

const tier = object(
  {
    id,
    name: text,
    mode: { type: 'string', enum: ['free', 'exclusive'] },
    labels: list(id),
    retired: flag,
  },
  undefined,
  { parent: id },
);

const content = { name: text, labels: list(label), tiers: list(tier) };
const taxonomyVersion = object({ version: positive, name: text, createdAt: time, createdBy: orNull(person) });

const notice = object({
  id,
  kind: { type: 'string', enum: ['mention', 'answer'] },
  video: object({ id, name: text }),
  task: orNull(id),
  comment: id,
  by: orNull(person),
  frame: orNull(count),
  excerpt: text,
  at: time,
  read: flag,
});

const frameExport = object({
  state: { type: 'string', enum: ['waiting', 'running', 'done', 'failed'] },
  format: { type: 'string', enum: PICTURE_FORMATS },
  done: share,
  frames: orNull(count),
  bytes: orNull(count),
  problem: orNull(problem),
  keptUntil: orNull(time),
});
const keysText: Schema = { type: 'string', minLength: 1, maxLength: MAX_KEYS_TEXT };
const keyParts = {
  preset: { type: 'string', enum: KEY_PRESETS },
  own: {
    ...list(
      object({
        command: { type: 'string', pattern: COMMAND_ID },
        keys: { ...list(keysText), maxItems: MAX_KEYS_OF_ONE },
      }),
    ),
    maxItems: MAX_OWN_KEYS,
    description: 'keys of single commands where they are other than the preset has them',
  },
  singleKeys: {
    type: 'boolean',
    description: 'whether letters, digits and signs do anything without Ctrl or Alt',
  },
} satisfies Readonly<Record<string, Schema>>;
const keys = object(keyParts, 'the keys somebody works with');
const chosenKeys = object(
  {
    sentAt: number,
    parts: { ...list(object({ part: text, at: number })), maxItems: MAX_KEY_TIMES },
  },
  'when each part (preset, singleKeys or the id of a command) was chosen, Unix ms by the clock of the sender, and what that clock shows now; all else of the body is left alone',
);

const liveSession = object({
  id,
  begunAt: time,
  endedAt: orNull(time),
  endReason: orNull({ type: 'string', enum: ['ended', 'empty', 'restart'] }),
  begunBy: text,
  people: list(object({ name: text, minutes: number })),
  flagged: count,
  decided: list(text),
  comments: count,
});

const liveEvent = object({
  session: id,
  n: positive,
  at: time,
  kind: text,
  person: orNull(text),
  video: orNull(text),
  frame: orNull(count),
  subject: orNull(text),
  words: orNull(text),
});

const flagged: Schema = {
  ...flag,
  description: 'people are asked to say that they have read it',
};
const guidelineVersion = {
  version: count,
  note: text,
  asks: flagged,
  createdAt: orNull(time),
  createdBy: orNull(person),
};
const reached = orNull(object({ version: positive, at: time }));

/** By the names under which openapi.json lists them. */
export const BODIES = {
  Problem: object({ problem }),
  Notices: object({ unread: count, notices: list(notice) }),
  ReadNotices: object({ ids: orNull({ ...list(id), maxItems: 200, description: 'null: all of them' }) }),
  SeenComments: object({ comments: list(id) }),
  NewSeenComments: object({ comments: { ...list(id), maxItems: 500 } }),
  Keys: keys,
  ChooseKeys: object(keyParts, 'the keys somebody works with', { chosen: chosenKeys }),
  LiveSessions: list(liveSession),
  LiveEvents: list(liveEvent),
  Study: study,
  Studies: list(study),
  NewStudy: object({ project: id, name: NAME }),
  Project: project,
  Projects: list(project),
  NewProject: object({ name: NAME, template: { type: 'string', enum: TEMPLATES.map((one) => one.id) } }),
  Taxonomy: object({ id, version: count, ...content }),
  TaxonomyVersions: list(taxonomyVersion),
  NewTaxonomy: object(content, 'nothing that was saved once may be missing: it is retired instead', {
    id: { ...id, description: 'as it was given; not used' },
    version: { ...count, description: 'as it was given; not used' },
  }),
  Guideline: object({ ...guidelineVersion, body: text }),
  GuidelineVersions: list(object(guidelineVersion)),
  NewGuideline: object({
    body: {
      type: 'string',
      maxLength: MAX_GUIDELINE,
      description: 'Markdown; pictures are ![words](picture:<id>) and ![words](frame:<video>/<frame>)',
    },
    note: { type: 'string', maxLength: MAX_NOTE, description: 'what is new in it' },
    asks: flagged,
  }),
  GuidelineVersion: object({ version: positive }),
  GuidelineStanding: object(
    { version: count, asked: count, read: count, acknowledged: count },
    'newest versions: of all, that asked to be acknowledged, that I have opened, that I have acknowledged; 0: none',
  ),
  GuidelineReaders: list(object({ person, role, read: reached, acknowledged: reached })),
  GuidelinePicture: object({ id, width: positive, height: positive }),
  Video: video,
  Videos: list(video),
  NewOffset: object({
    offsetMs: {
      type: 'number',
      minimum: -MAX_OFFSET_MS,
      maximum: MAX_OFFSET_MS,
      description: "where the video's frame 0 lies on the clock of its study, in milliseconds",
    },
  }),
  NewFrameExport: object({
    frames: {
      type: 'string',
      minLength: 1,
      maxLength: 10_000,
      description:
        '`annotated`: those on which an object is; else a list: `0,25,100-120`, both ends included',
    },
    format: { type: 'string', enum: PICTURE_FORMATS },
  }),
  FrameExport: orNull(frameExport),
  Frames: object(
    { timebase, pts: list({ type: 'integer' }) },
    'presentation time of each frame in ticks, in display order',
  ),
  Me: object({ person, login: text, admin: { type: 'boolean' }, projects: list(project) }),
  Export: {
    type: 'object',
    properties: {},
    required: [],
    additionalProperties: true,
    description: 'native JSON or COCO',
  },
  ...WORK_BODIES,
  ...ADJUDICATION_BODIES,
  ...TRAINING_BODIES,
  OpenApi: { type: 'object', properties: {}, required: ['openapi', 'paths'], additionalProperties: true },
} as const satisfies Readonly<Record<string, Schema>>;

/** The type of NewStudy. */
export type NewStudyBody = { readonly project: ProjectId; readonly name: string };

/** The type of NewOffset. */
export type NewOffsetBody = { readonly offsetMs: number };

/** The type of NewProject. */
export type NewProjectBody = { readonly name: string; readonly template: string };

/** The type of ReadNotices. */
export type ReadNoticesBody = { readonly ids: readonly string[] | null };

/** The type of NewSeenComments. */
export type NewSeenCommentsBody = { readonly comments: readonly CommentId[] };

/** The type of NewGuideline. */
export type NewGuidelineBody = { readonly body: string; readonly note: string; readonly asks: boolean };

/** The type of GuidelineVersion. */
export type GuidelineVersionBody = { readonly version: number };

/** The type of NewTaxonomy. */
export type NewTaxonomyBody = TaxonomyContent;

export type BodyName = keyof typeof BODIES;
