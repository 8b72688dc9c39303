/** The number of unread notices before the title of the tab, whatever page sets that. */

const COUNTED = /^\(\d+\+?\) /;

/** @param unread 0: none is shown. Answers how to take it away. */
export function countInTitle(unread: number): () => void {
  const write = () => {
    const plain = document.title.replace(COUNTED, '');
    const wanted = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${plain}` : plain;
    if (document.title !== wanted) document.title = wanted;
  };
  write();
  // Pages give the tab their own title when they come.
  const observer = new MutationObserver(write);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  return () => {
    observer.disconnect();
    document.title = document.title.replace(COUNTED, '');
  };
}
