/** A video, and all that the workspace needs to know before it opens. */
import { videoMaterial } from '../../video-material.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => videoMaterial(locals, params.id));
