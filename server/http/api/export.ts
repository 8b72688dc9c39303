/** All annotations of one layer of a video on their way out, as a file that is made while it is sent. */
import { Refusal } from '#lib/model/problem.ts';
import type { LayerId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import type { InVideo } from '#server/auth/access.ts';
import { EXPORT_FORMATS } from '#server/export/exports.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Reply } from '../reply.ts';
import type { Call } from './route.ts';

export async function exportVideo(
  { app, query, record }: Call,
  { video, person, project, layers, role }: InVideo & { readonly person: PersonRow },
): Promise<Reply> {
  const format = EXPORT_FORMATS.find((one) => one === query['format']) ?? 'native';
  const nameless = (id: LayerId) => app.access.layers.isNameless(video.id, id, { person: person.id, role });
  const wanted = query['layer'] ?? SHARED_LAYER.id;
  // Who works blind has only their own.
  const layer = layers.find(({ id }) => id === wanted);
  if (!layer) throw new Refusal('not-found');
  const consensus =
    layer.kind === 'consensus' ? app.adjudication.partsOf(video.id, layer.id, layers) : undefined;
  // Whose marks they are stands in every file.
  if (nameless(layer.id) || consensus?.layers.some(({ id }) => nameless(id))) throw new Refusal('not-found');
  const pieces = await app.exports[format](video.id, person.id, layer, consensus);
  const detail = { format, layer: layer.id };
  record('video.export', { project: project.id, subject: `video:${video.id}`, detail });
  return { status: 200, pieces, fileName: `${withoutEnding(video.name)}.${format}.json` };
}

/** `Lung, convex.mov` → `Lung, convex`. */
export function withoutEnding(name: string): string {
  return name.replace(/(?<=.)\.[A-Za-z0-9]{1,5}$/, '');
}
