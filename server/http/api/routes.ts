/** The HTTP API, whole: one table. */
import { isId } from '#lib/model/id.ts';
import { EXPORT_FORMATS } from '#server/export/exports.ts';
import { AUDIT_QUERY, projectAudit, wholeAudit } from './audit.ts';
import type { NewOffsetBody, NewStudyBody } from './bodies.ts';
import { exportVideo } from './export.ts';
import { GUIDELINE_ROUTES } from './guideline-routes.ts';
import { documentState } from './document.ts';
import { FRAME_FILE_ROUTES } from './frame-files.ts';
import { frames } from './frames.ts';
import { chooseKeys, keys } from './keys.ts';
import { notices, readNotices, seeComments, seenComments } from './notices.ts';
import { LIVE_QUERY, liveEvents, liveEventsFile, liveSessions } from './live.ts';
import { openApi } from './openapi.ts';
import type { Call, Route } from './route.ts';
import { makeProject, readTaxonomy, saveTaxonomy } from './taxonomy.ts';
import { upload } from './upload.ts';
import { WORK_ROUTES } from './work-routes.ts';

/** Room for a choice at all its bounds. */
const KEYS_BYTES = 256 * 1024;

/** People, projects, studies, videos. */
const STUDY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description',
    subject: 'anybody',
    answer: { status: 200, body: 'OpenApi' },
    run: async () => ({ status: 200, json: openApi(ROUTES) }),
  },
  {
    method: 'GET',
    path: '/me',
    summary: 'Who I am, and my projects',
    subject: 'person',
    answer: { status: 200, body: 'Me' },
    run: async ({ app }, { person }) => ({
      status: 200,
      json: {
        person: app.answers.person(person),
        login: person.login,
        admin: person.admin,
        projects: app.access.projects(person).map((mine) => app.answers.project(mine)),
      },
    }),
  },
  {
    method: 'GET',
    path: '/me/notices',
    summary: 'What I am told of comments: who named me, and who answered; newest first',
    subject: 'person',
    answer: { status: 200, body: 'Notices' },
    run: notices,
  },
  {
    method: 'POST',
    path: '/me/notices/read',
    summary: 'Mark what I am told as read',
    subject: 'person',
    body: 'ReadNotices',
    answer: { status: 200, body: 'Notices' },
    run: readNotices,
  },
  {
    method: 'GET',
    path: '/me/keys',
    summary: 'The keys I work with; those that are usual unless I chose others',
    subject: 'person',
    answer: { status: 200, body: 'Keys' },
    run: keys,
  },
  {
    method: 'PUT',
    path: '/me/keys',
    summary: 'Choose the keys I work with: a preset, and my own over it',
    subject: 'person',
    body: 'ChooseKeys',
    bodyBytes: KEYS_BYTES,
    answer: { status: 200, body: 'Keys' },
    run: chooseKeys,
  },
  {
    method: 'GET',
    path: '/projects',
    summary: 'The projects I am in',
    subject: 'person',
    answer: { status: 200, body: 'Projects' },
    run: async ({ app }, { person }) => ({
      status: 200,
      json: app.access.projects(person).map((mine) => app.answers.project(mine)),
    }),
  },
  {
    method: 'POST',
    path: '/projects',
    summary: 'Make a project that begins with the labels of a template',
    subject: 'admin',
    body: 'NewProject',
    answer: { status: 201, body: 'Project' },
    run: makeProject,
  },
  {
    method: 'GET',
    path: '/projects/{project}/taxonomy',
    summary: 'The labels and tiers of a project; the ETag is their version',
    subject: 'project',
    action: 'project.view',
    query: {
      version: {
        schema: { type: 'string', pattern: '^[1-9]\\d{0,8}$' },
        required: false,
        description: 'an older version; the newest unless one is asked for',
      },
    },
    answer: { status: 200, body: 'Taxonomy', kept: true },
    run: readTaxonomy,
  },
  {
    method: 'PUT',
    path: '/projects/{project}/taxonomy',
    summary: 'Save labels and tiers as the next version; refused when If-Match is not the newest one',
    subject: 'project',
    action: 'project.manage',
    body: 'NewTaxonomy',
    bodyBytes: 1024 * 1024,
    answer: { status: 200, body: 'Taxonomy' },
    run: saveTaxonomy,
  },
  {
    method: 'GET',
    path: '/projects/{project}/taxonomy/versions',
    summary: 'Who saved the labels of a project when, newest first',
    subject: 'project',
    action: 'project.view',
    answer: { status: 200, body: 'TaxonomyVersions' },
    run: async ({ app }, found) => ({ status: 200, json: app.answers.taxonomyVersions(found) }),
  },
  ...GUIDELINE_ROUTES,
  {
    method: 'GET',
    path: '/projects/{project}/audit',
    summary: 'Who did what in a project, newest first, as CSV',
    subject: 'project',
    action: 'audit.view',
    query: AUDIT_QUERY,
    answer: { status: 200, body: null, binary: 'text/csv; charset=utf-8' },
    run: projectAudit,
  },
  {
    method: 'GET',
    path: '/audit',
    summary: 'Who did what on the whole server, newest first, as CSV',
    subject: 'admin',
    query: AUDIT_QUERY,
    answer: { status: 200, body: null, binary: 'text/csv; charset=utf-8' },
    run: wholeAudit,
  },
  {
    method: 'GET',
    path: '/studies',
    summary: 'The studies I may see, newest first',
    subject: 'person',
    query: {
      project: {
        schema: { type: 'string', maxLength: 40 },
        required: false,
        description: 'only those of this project',
      },
    },
    answer: { status: 200, body: 'Studies' },
    run: async ({ app, query }, { person }) => {
      const mine = app.access.projects(person).map(({ project }) => project.id);
      const wanted = mine.filter((id) => query['project'] === undefined || id === query['project']);
      const studies = wanted.flatMap((id) => app.access.studies(person, id).map(({ study }) => study));
      studies.sort((a, b) => b.createdAt - a.createdAt);
      return { status: 200, json: studies.map((study) => app.answers.study(study)) };
    },
  },
  {
    method: 'POST',
    path: '/studies',
    summary: 'Make a study in a project',
    subject: 'project',
    action: 'study.create',
    body: 'NewStudy',
    answer: { status: 201, body: 'Study' },
    run: async ({ app, body, record }: Call<NewStudyBody>, { project }) => {
      const study = app.store.studies.create({ project: project.id, name: body.name.trim() });
      record('study.create', { project: project.id, subject: `study:${study.id}` });
      return { status: 201, json: app.answers.study(study) };
    },
  },
  {
    method: 'GET',
    path: '/studies/{study}',
    summary: 'A study',
    subject: 'study',
    action: 'project.view',
    answer: { status: 200, body: 'Study' },
    run: async ({ app }, { study }) => ({ status: 200, json: app.answers.study(study) }),
  },
  {
    method: 'GET',
    path: '/studies/{study}/live',
    summary: 'The live sessions of a study, newest first: who was in each, and how long',
    subject: 'study',
    action: 'project.view',
    answer: { status: 200, body: 'LiveSessions' },
    run: liveSessions,
  },
  {
    method: 'GET',
    path: '/studies/{study}/live/events',
    summary: 'What happened in the live sessions of a study, in its order',
    subject: 'study',
    action: 'project.view',
    query: LIVE_QUERY,
    answer: { status: 200, body: 'LiveEvents' },
    run: liveEvents,
  },
  {
    method: 'GET',
    path: '/studies/{study}/live/events.csv',
    summary: 'The same as CSV',
    subject: 'study',
    action: 'project.view',
    query: LIVE_QUERY,
    answer: { status: 200, body: null, binary: 'text/csv; charset=utf-8' },
    run: liveEventsFile,
  },
  {
    method: 'GET',
    path: '/studies/{study}/videos',
    summary: 'The videos of a study, in the order they came',
    subject: 'study',
    action: 'project.view',
    answer: { status: 200, body: 'Videos' },
    run: async ({ app }, found) => ({
      status: 200,
      json: app.access.videos(found.person, found.study.id).map((video) => app.answers.video(video)),
    }),
  },
  {
    method: 'POST',
    path: '/studies/{study}/videos',
    summary:
      'Upload a video: the body is the file. It is prepared afterwards; ask for it until its state is ready',
    subject: 'study',
    action: 'video.upload',
    query: {
      name: {
        schema: { type: 'string', minLength: 1, maxLength: 200 },
        required: true,
        description: 'name of the file, for people',
      },
    },
    body: 'file',
    answer: { status: 201, body: 'Video' },
    run: upload,
  },
  {
    method: 'GET',
    path: '/videos/{video}',
    summary: 'A video: state, pictures, rooms',
    subject: 'video',
    action: 'video.view',
    answer: { status: 200, body: 'Video' },
    run: async ({ app }, found) => ({ status: 200, json: app.answers.video(found) }),
  },
  {
    method: 'PUT',
    path: '/videos/{video}/offset',
    summary: 'Set where a video lies on the clock of its study, so that it runs beside the others',
    subject: 'video',
    action: 'video.align',
    body: 'NewOffset',
    answer: { status: 200, body: 'Video' },
    run: async ({ app, body, record }: Call<NewOffsetBody>, found) => {
      const { id } = found.video;
      app.store.videos.setOffset(id, body.offsetMs);
      const detail = { before: found.video.offsetMs, offsetMs: body.offsetMs };
      record('video.align', { project: found.project.id, subject: `video:${id}`, detail });
      return {
        status: 200,
        json: app.answers.video({ ...found, video: { ...found.video, offsetMs: body.offsetMs } }),
      };
    },
  },
  {
    method: 'GET',
    path: '/videos/{video}/frames',
    summary: 'The frame index: when each frame is shown',
    subject: 'video',
    action: 'video.view',
    query: {
      format: {
        schema: { type: 'string', enum: ['json', 'binary'] },
        required: false,
        description: 'binary (LFI1) unless json is asked for',
      },
    },
    answer: { status: 200, body: 'Frames', binary: 'application/octet-stream' },
    run: frames,
  },
  {
    method: 'GET',
    path: '/videos/{video}/document',
    summary: 'A whole document as one Yjs update (v1), for a first opening before its room is joined',
    subject: 'video',
    action: 'video.view',
    query: {
      room: {
        schema: { type: 'string' },
        required: true,
        description: 'one of the rooms that the video names',
      },
    },
    answer: { status: 200, body: null, binary: 'application/octet-stream', kept: true },
    run: documentState,
  },
  {
    method: 'GET',
    path: '/videos/{video}/seen-comments',
    summary: 'Which comments of a video I have seen',
    subject: 'video',
    action: 'video.view',
    answer: { status: 200, body: 'SeenComments' },
    run: seenComments,
  },
  {
    method: 'POST',
    path: '/videos/{video}/seen-comments',
    summary: 'Mark comments of a video as seen by me',
    subject: 'video',
    action: 'video.view',
    body: 'NewSeenComments',
    answer: { status: 200, body: 'SeenComments' },
    run: seeComments,
  },
  {
    method: 'GET',
    path: '/videos/{video}/export',
    summary: 'All annotations of a video, as a file',
    subject: 'video',
    action: 'video.export',
    query: {
      format: {
        schema: { type: 'string', enum: EXPORT_FORMATS },
        required: true,
        description: 'native is lossless; coco has one image for each annotated frame',
      },
      layer: {
        schema: { type: 'string', maxLength: 40 },
        required: false,
        description: 'one of the layers the video names; the shared one unless another is asked for',
      },
    },
    answer: { status: 200, body: 'Export' },
    run: exportVideo,
  },
  ...FRAME_FILE_ROUTES,
  {
    method: 'POST',
    path: '/videos/{video}/retry',
    summary: 'Prepare a video again whose preparation failed',
    subject: 'video',
    action: 'video.upload',
    answer: { status: 200, body: 'Video' },
    run: async ({ app }, found) => ({
      status: 200,
      json: app.answers.video({ ...found, video: app.ingest.retry(found.video.id) }),
    }),
  },
  {
    method: 'POST',
    path: '/videos/{video}/cancel',
    summary: 'Stop the preparation of a video, running or waiting; it can be prepared again',
    subject: 'video',
    action: 'video.upload',
    answer: { status: 200, body: 'Video' },
    run: async ({ app }, found) => ({
      status: 200,
      json: app.answers.video({ ...found, video: app.ingest.cancel(found.video.id) }),
    }),
  },
];

/** The HTTP API, whole. */
export const ROUTES: readonly Route[] = [...STUDY_ROUTES, ...WORK_ROUTES];

/** The project a body names, before it is checked whole; what is no id names none. */
export function projectIn(body: unknown): string {
  const id = typeof body === 'object' && body !== null && 'project' in body ? body.project : undefined;
  return isId(id) ? id : '';
}
