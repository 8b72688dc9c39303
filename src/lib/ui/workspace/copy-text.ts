/** Puts a link where it can be pasted; where that is not allowed (over plain http) it is shown to be copied by hand. */
import { toast } from 'svelte-sonner';

export async function copyText(link: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(link);
    toast('The link is copied');
  } catch {
    toast(link, { duration: 20_000 });
  }
}
