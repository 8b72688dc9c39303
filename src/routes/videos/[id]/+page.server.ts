/** A video, those beside it, and all that the workspace needs to know before it opens. */
import { besideMaterial, videoMaterial } from '../../video-material.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals, url }) =>
  locals.ask(() => ({
    ...videoMaterial(locals, params.id, url.searchParams.get('task'), url.searchParams.get('layer')),
    ...besideMaterial(locals, params.id, url.searchParams.get('with')),
  }));
