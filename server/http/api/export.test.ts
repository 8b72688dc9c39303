/** The export as a browser and a program get it, from the product's own server. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTrack } from '#lib/doc/edit/track.ts';
import { readNative } from '#lib/interchange/read-native.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { LoggedRoom } from '../../../tests/builders/logged-room.ts';
import { readyVideo } from '../../../tests/builders/ready-video.ts';
import { at } from '../../../tests/builders/record.ts';
import { serveApp, type Person, type ServedApp } from '../../../tests/served-app.ts';

let served: ServedApp;
let clinician: Person;
let video: VideoRow;

beforeAll(async () => {
  served = await serveApp();
  clinician = served.person('clinician', 'clinician');
  const { app, study } = served;
  const name = 'Lung "left"\r\nx: y – 1.mov';
  video = await readyVideo(app, { study: study.id, createdBy: clinician.row.id, name });
  const room = LoggedRoom.labels(app.history, video.id);
  const { labels, does } = room.join(clinician.row.id);
  does(() => addTrack(labels, { label: 'rib' as LabelId, kind: 'box' }, 90 as Frame, at(0, [1, 2, 3, 4])));
  await room.kept();
}, 30_000);
afterAll(() => served.close());

function ask(query: string, { bearer }: Person = clinician, id: string = video.id): Promise<Response> {
  return fetch(`${served.url}/api/v1/videos/${id}/export${query}`, { headers: { authorization: bearer } });
}

it('gives the native file, which reads back, under the name of the video', async () => {
  const answer = await ask('?format=native');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="Lung _left___x: y _ 1.native.json"; ` +
      `filename*=UTF-8''Lung%20%22left%22__x%3A%20y%20%E2%80%93%201.native.json`,
  );
  expect(answer.headers.get('x')).toBeNull();
  const { exported, layers } = readNative(await answer.json());
  expect(exported.by).toBe(clinician.row.id);
  expect(layers[0]?.tracks).toMatchObject([
    { mark: { label: 'rib', keyframes: [at(90, [1, 2, 3, 4])] }, changed: { by: clinician.row.id } },
  ]);
});

it('gives the COCO file, to a browser that is signed in too', async () => {
  const { token } = await served.app.auth.signInByLink(served.app.auth.createLink(clinician.row.id));
  const headers = { cookie: `sid=${token}`, 'sec-fetch-site': 'same-origin' };
  const answer = await fetch(`${served.url}/api/v1/videos/${video.id}/export?format=coco`, { headers });
  const body = (await answer.json()) as { images: object[]; annotations: object[] };
  expect(body.images).toHaveLength(10);
  expect(body.annotations[0]).toMatchObject({ bbox: [1, 2, 3, 4], iscrowd: 0 });
});

it('is for those whose role has it, of a video that is ready, in a format there is', async () => {
  const codeOf = async (answer: Response) => {
    const { problem } = (await answer.json()) as { problem: { code: string } };
    return [answer.status, problem.code];
  };
  expect(await codeOf(await ask('?format=native', served.person('annotator', 'annotator')))).toEqual([
    403,
    'forbidden',
  ]);
  expect(await codeOf(await ask('?format=native', served.person('stranger')))).toEqual([404, 'not-found']);
  expect(await codeOf(await ask(''))).toEqual([400, 'bad-request']);
  expect(await codeOf(await ask('?format=toString'))).toEqual([400, 'bad-request']);
  const { study, app } = served;
  const waiting = app.store.videos.create({ study: study.id, name: 'w', createdBy: clinician.row.id });
  expect(await codeOf(await ask('?format=coco', clinician, waiting.id))).toEqual([409, 'video-not-ready']);
});
