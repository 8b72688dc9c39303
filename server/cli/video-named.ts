/** The video that a command line names, by its id or, where there is only one of it, by its name. */
import { isId, type VideoId } from '#lib/model/id.ts';
import type { App } from '#server/app.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { UsageError } from './arguments.ts';

export function videoNamed({ store }: App, named: string): VideoRow {
  const byId = isId(named) ? store.videos.get(named as VideoId) : undefined;
  if (byId) return byId;
  const all = store.studies.all().flatMap(({ id }) => store.videos.listOf(id));
  const [video, ...more] = all.filter(({ name }) => name === named);
  if (!video) throw new UsageError(`There is no video "${named}".`);
  if (more.length > 0)
    throw new UsageError(`${more.length + 1} videos are called "${named}": say which by its id.`);
  return video;
}
