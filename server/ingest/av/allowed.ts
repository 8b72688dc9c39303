/** What may come in: containers that refer to no other file, decoders of a list, and limits on what they allocate. */

/** No hls, concat, dash, image2, sdp and the like: they make FFmpeg open other files or addresses. */
export const FORMATS =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,asf,ogg,flv,dv,mxf';

/** Names of codecs, and of their decoders where these are called differently. */
export const VIDEO_CODECS: readonly string[] = (
  'h264 hevc vp8 vp9 av1 libdav1d mpeg1video mpeg2video mpeg4 mjpeg prores dvvideo msmpeg4v1 msmpeg4v2 msmpeg4v3 ' +
  'msmpeg4 wmv1 wmv2 wmv3 vc1 theora h263 cinepak rawvideo ffv1 huffyuv'
).split(' ');
const AUDIO_CODECS: readonly string[] = (
  'aac mp3 mp3float mp2 mp2float mp1 mp1float ac3 eac3 opus libopus vorbis flac alac amrnb amrwb wmav1 wmav2 ' +
  'wmapro pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le pcm_f32le pcm_u8 pcm_alaw pcm_mulaw pcm_dvd ' +
  'adpcm_ms adpcm_ima_wav adpcm_ima_qt'
).split(' ');

/** As FFmpeg's `codec_whitelist` wants them. */
export const CODECS = [...VIDEO_CODECS, ...AUDIO_CODECS].join(',');

/** Pictures larger than this are refused before anything is allocated for them. */
export const MAX_PIXELS = 40_000_000;
/** A stream of a day: longer is not a procedure, it is a fault. */
export const MAX_SECONDS = 24 * 3600;
/** A file that claims more streams than this is not a video anybody recorded. */
export const MAX_STREAMS = 100;
