/** A video for a tablet or a phone. */
import { videoMaterial } from '../../video-material.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => videoMaterial(locals, params.id));
