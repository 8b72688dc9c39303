/** Tells when something has been before somebody's eyes for a moment: on the screen, in a window that is looked at. */
import type { Attachment } from 'svelte/attachments';

/** Shorter is scrolling by. */
const MOMENT_MS = 800;
const SHARE = 0.6;

export function whenSeen(seen: () => void): Attachment<HTMLElement> {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        clearTimeout(timer);
        if (entry?.isIntersecting) timer = setTimeout(look, MOMENT_MS);
      },
      { threshold: SHARE },
    );
    const look = () => {
      if (document.visibilityState === 'visible') seen();
      else timer = setTimeout(look, MOMENT_MS);
    };
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  };
}
