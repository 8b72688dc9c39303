/** Which face of a video suits the screen that a link was opened on. */

const PHONE = '(pointer: coarse) and (max-width: 700px), (pointer: coarse) and (max-height: 500px)';
const TOUCH = '(pointer: coarse)';

/**
 * Whether a link to the workspace is better followed to the face for tablets and phones: on a phone always, on a tablet
 * where it invites to a live session. `desk` in the address says that the workspace itself is wanted.
 */
export function isForHand(
  asked: URLSearchParams,
  fits = (query: string) => matchMedia(query).matches,
): boolean {
  if (asked.has('desk')) return false;
  return fits(PHONE) || (asked.has('live') && fits(TOUCH));
}
