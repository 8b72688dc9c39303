/** Pictures of guidelines: those that were uploaded, and frames of videos that the text shows. */
import { exampleFrames } from '#lib/model/guideline.ts';
import type { ProjectId, VideoId } from '#lib/model/id.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import { can } from '#lib/model/role.ts';
import type { App } from '#server/app.ts';
import type { Identity } from './identity.ts';

/** A picture's key among the blobs, and its media type. */
type Found = { readonly key: string; readonly type: string };

/** The picture behind `<project>/<picture>` or `<project>/frame/<video>/<frame>`, for those who may see it. */
export async function findGuidelinePicture(
  app: App,
  person: Identity['person'],
  path: string,
): Promise<Found> {
  const [id = '', name = '', video, frame, ...rest] = path.split('/');
  const { project, role } = app.access.project(person, id, 'project.view');
  if (rest.length > 0) throw new Refusal('not-found');
  if (video === undefined) {
    const picture = app.store.guidelines.picture(project.id, name);
    if (!picture) throw new Refusal('not-found');
    return { key: `guideline/${project.id}/${picture.id}`, type: picture.type };
  }
  if (name !== 'frame' || frame === undefined || !/^\d{1,8}$/.test(frame)) throw new Refusal('not-found');
  const found = app.access.video(person, video, 'video.view');
  const wanted = { video: found.video.id, frame: Number(frame) };
  // Making one takes the server's time: what no guideline shows is made only for who may write one.
  const isFree = can(role, 'project.manage') && found.outsourced === undefined;
  if (found.project.id !== project.id || (!isFree && !isShown(app, project.id, wanted)))
    throw new Refusal('not-found');
  const { picture } = found.video;
  if (found.video.state !== 'ready') throw new Refusal('video-not-ready', { state: found.video.state });
  if (wanted.frame >= must(picture, 'a ready video has a picture').frames) throw new Refusal('not-found');
  return { key: await app.examples.key(wanted.video, wanted.frame), type: 'image/jpeg' };
}

/** Whether any version of a project's guideline shows a frame. */
function isShown(
  { store: { guidelines } }: App,
  project: ProjectId,
  { video, frame }: { readonly video: VideoId; readonly frame: number },
): boolean {
  return guidelines
    .versions(project)
    .some(({ version }) =>
      exampleFrames(guidelines.version(project, version)?.body ?? '').some(
        (one) => one.video === video && one.frame === frame,
      ),
    );
}
