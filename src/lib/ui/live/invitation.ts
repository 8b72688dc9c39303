/** The address that brings somebody into a live session. */
import { toast } from 'svelte-sonner';

export function invitationPath(video: string, session: string): string {
  return `/videos/${video}?live=${session}`;
}

/** Puts it where it can be pasted; where the browser does not allow that, shows it. */
export async function copyInvitation(video: string, session: string): Promise<void> {
  const address = location.origin + invitationPath(video, session);
  try {
    await navigator.clipboard.writeText(address);
    toast.success('The link is copied. Whoever belongs to the project joins with it.');
  } catch {
    toast.info('Copy this link; whoever belongs to the project joins with it.', {
      description: address,
      duration: Infinity,
    });
  }
}
