/** The guideline of a project over HTTP: read at any version, published by one manager at a time, acknowledged. */
import type { IncomingMessage } from 'node:http';
import { exampleFrames, guidelineFault, pictureIds } from '#lib/model/guideline.ts';
import { Refusal } from '#lib/model/problem.ts';
import { MAX_PICTURE_BYTES, MAX_SIDE, pictureFacts, type PictureFacts } from '#lib/model/picture-type.ts';
import type { App } from '#server/app.ts';
import type { InProject } from '#server/auth/access.ts';
import type { PersonRow } from '#server/store/people.ts';
import { bytesOf, expectBody } from '../body.ts';
import type { Reply } from '../reply.ts';
import type { GuidelineVersionBody, NewGuidelineBody } from './bodies.ts';
import type { Call } from './route.ts';

type Found = InProject & { readonly person: PersonRow };

/** Most pictures of one project: with the most bytes of each, what its guideline can take of the disk. */
const MOST_PICTURES = 400;
/** A line on which nothing comes for so long is dead. */
const SILENCE_MS = 60_000;

export async function readGuideline({ app, query, response }: Call, found: Found): Promise<Reply> {
  const wanted = query['version'];
  const row = wanted === undefined ? null : app.store.guidelines.version(found.project.id, Number(wanted));
  if (row === undefined) throw new Refusal('not-found');
  const answer = row ? app.guidelines.whole(row, found) : app.guidelines.current(found);
  response.setHeader('etag', `"${answer.version}"`);
  return { status: 200, json: answer };
}

/** Refuses `guideline-changed` when another version has come between, `bad-request` for what it names and is not there. */
export async function publishGuideline(
  { app, request, response, body: { body, note, asks }, record }: Call<NewGuidelineBody>,
  found: Found,
): Promise<Reply> {
  const expected = versionIn(request);
  const { id } = found.project;
  const fault = guidelineFault(body) ?? pictureFault(app, found, body);
  if (fault !== undefined) throw new Refusal('bad-request', { what: fault });
  const { guidelines } = app.store;
  const published = app.store.transaction(() => {
    const current = guidelines.current(id)?.version ?? 0;
    if (current !== expected) throw new Refusal('guideline-changed', { version: current });
    const row = guidelines.publish(id, { body, note: note.trim(), asks, by: found.person.id });
    // Who wrote it has read it.
    guidelines.open(id, found.person.id, row.version);
    if (asks) guidelines.acknowledge(id, found.person.id, row.version);
    record('guideline.publish', { project: id, detail: { version: row.version, asks } });
    return row;
  });
  response.setHeader('etag', `"${published.version}"`);
  return { status: 200, json: app.guidelines.whole(published, found) };
}

export async function guidelineStanding({ app }: Call, { project, person }: Found): Promise<Reply> {
  return { status: 200, json: app.store.guidelines.standing(project.id, person.id) };
}

export async function openGuideline(
  { app, body }: Call<GuidelineVersionBody>,
  { project, person }: Found,
): Promise<Reply> {
  const { guidelines } = app.store;
  if (!guidelines.version(project.id, body.version)) throw new Refusal('not-found');
  guidelines.open(project.id, person.id, body.version);
  return { status: 200, json: guidelines.standing(project.id, person.id) };
}

/** What was read has to be what holds now. */
export async function acknowledge(
  { app, body, record }: Call<GuidelineVersionBody>,
  { project, person }: Found,
): Promise<Reply> {
  const { guidelines } = app.store;
  const current = guidelines.current(project.id);
  if (!current) throw new Refusal('not-found');
  if (current.version !== body.version) throw new Refusal('guideline-changed', { version: current.version });
  app.store.transaction(() => {
    guidelines.open(project.id, person.id, body.version);
    if (guidelines.acknowledge(project.id, person.id, body.version))
      record('guideline.acknowledge', { project: project.id, detail: { version: body.version } });
  });
  return { status: 200, json: guidelines.standing(project.id, person.id) };
}

export async function guidelineReaders({ app }: Call, found: Found): Promise<Reply> {
  return { status: 200, json: app.guidelines.readers(found) };
}

/** Keeps a picture if its bytes say that it is one: what it is called and says of itself does not count. */
export async function addPicture(
  { app, request, response, record }: Call,
  { project, person }: Found,
): Promise<Reply> {
  if (app.store.guidelines.pictureCount(project.id) >= MOST_PICTURES)
    throw new Refusal('too-large', { what: 'The number of pictures', limit: `${MOST_PICTURES}` });
  expectBody(request, response);
  const bytes = await pictureBytes(request);
  const facts = factsOf(bytes);
  const id = app.store.guidelines.addPicture(project.id, person.id, facts);
  await app.blobs.write(`guideline/${project.id}/${id}`, once(bytes), { maxBytes: MAX_PICTURE_BYTES });
  record('guideline.picture', { project: project.id, detail: { picture: id, bytes: bytes.length } });
  const { width, height } = facts;
  return { status: 201, json: { id, width, height } };
}

async function pictureBytes(request: IncomingMessage): Promise<Buffer> {
  request.setTimeout(SILENCE_MS, () =>
    request.destroy(new Refusal('bad-request', { what: 'The upload stopped.' })),
  );
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of bytesOf(request)) {
    length += part.length;
    if (length > MAX_PICTURE_BYTES)
      throw new Refusal('too-large', { what: 'The picture', limit: `${MAX_PICTURE_BYTES / 1e6} MB` });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function factsOf(bytes: Uint8Array): PictureFacts {
  const facts = pictureFacts(bytes);
  if (!facts)
    throw new Refusal('no-picture', { reason: 'its bytes are not those of a PNG, JPEG or WebP file' });
  if (Math.max(facts.width, facts.height) > MAX_SIDE)
    throw new Refusal('no-picture', { reason: `it is larger than ${MAX_SIDE} pixels` });
  return facts;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** What a text shows that is not there for its readers. */
function pictureFault({ store, access }: App, { project, person }: Found, body: string): string | undefined {
  const lost = pictureIds(body).find((id) => !store.guidelines.picture(project.id, id));
  if (lost !== undefined) return `There is no picture "${lost}" in this project.`;
  for (const { video: id, frame } of exampleFrames(body)) {
    const video = store.videos.get(id);
    const isOurs = video && store.studies.get(video.study)?.project === project.id;
    if (!isOurs) return `There is no video "${id}" in this project.`;
    access.video(person, id, 'video.view');
    if (!video.picture) return `The video "${video.name}" is not ready.`;
    if (frame >= video.picture.frames)
      return `"${video.name}" has no frame ${frame}: they go from 0 to ${video.picture.frames - 1}.`;
  }
  return undefined;
}

function versionIn({ headers }: IncomingMessage): number {
  const version = /^"(\d{1,9})"$/.exec(headers['if-match'] ?? '')?.[1];
  if (version === undefined)
    throw new Refusal('bad-request', { what: 'Name the version you have changed: If-Match: "3".' });
  return Number(version);
}
