/** Names of files that a browser saves, in a header that nothing in a name can break out of. */

/** `content-disposition` for a download under this name, whatever is in it (RFC 6266, RFC 8187). */
export function attachment(fileName: string): string {
  // Format characters too: a right-to-left mark can make one kind of file look like another.
  const name = fileName.toWellFormed().replace(/[\p{Cc}\p{Cf}/\\]/gu, '_');
  const plain = name.replace(/[^\x20-\x7e]|["%]/g, '_');
  const exact = encodeURIComponent(name).replace(/['()*]/g, percented);
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

/** What encodeURIComponent leaves alone and the header does not. */
function percented(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}
