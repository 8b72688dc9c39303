/** The light build of hls.js (no subtitles, no alternative audio, no DRM) has the types of the whole. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
  export type { ErrorData } from 'hls.js';
}
