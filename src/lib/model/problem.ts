/**
 * What went wrong, for a person who can act on it: a code that never changes, a sentence, and what to do next.
 * The catalogue is closed; a problem crosses the wire as its code and details.
 */

/** HTTP status, sentence and next step of each problem. `{name}` in a text is filled from the details. */
const catalogue = {
  'not-signed-in': [401, 'You are not signed in.', 'Sign in and try again.'],
  'wrong-credentials': [
    401,
    'This name and password do not match.',
    'Check both, or ask an admin for a new link.',
  ],
  'link-used': [410, 'This link has been used or has expired.', 'Ask an admin for a new one.'],
  'too-many-attempts': [429, 'Too many attempts.', 'Wait {seconds} s and try again.'],
  'too-many-lines': [
    429,
    '{who} connected from too many places at once.',
    'Close tabs and programs that are not needed.',
  ],
  'not-found': [
    404,
    'There is nothing here that you may see.',
    'Check the address, or ask a manager to add you.',
  ],
  forbidden: [403, 'Your role ({role}) does not allow this.', 'Ask a manager of the project.'],
  'bad-origin': [403, 'The request came from another site.', 'Open Loupe at its own address and try again.'],
  'bad-request': [400, '{what}', 'Correct it and try again.'],
  'too-large': [
    413,
    '{what} is larger than the limit of {limit}.',
    'Send less, or raise the limit in the settings.',
  ],
  'wrong-protocol': [412, 'The request does not speak tus 1.0.0.', 'Send "Tus-Resumable: 1.0.0".'],
  'wrong-type': [415, 'The body must be of the type {type}.', 'Correct the content-type and try again.'],
  'upload-elsewhere': [
    409,
    'The next byte of this upload is number {offset}.',
    'Ask how much has arrived, and go on from there.',
  ],
  'upload-differs': [
    422,
    'What has arrived of this upload is not the file that was sent.',
    'Nothing of it was kept; send it again.',
  ],
  'length-required': [411, 'The size of the upload is not known.', 'Send a Content-Length header.'],
  'no-video': [
    422,
    '"{name}" is not a video that can be read: {reason}.',
    'Check that it plays elsewhere; upload the original.',
  ],
  'unsupported-video': [
    422,
    '"{name}" cannot be prepared: {reason}.',
    'Convert it to H.264 in MP4 and upload it again.',
  ],
  'preparation-stopped': [
    409,
    'The preparation of "{name}" was stopped.',
    'Prepare it again when it is wanted.',
  ],
  'labels-changed': [
    409,
    'The labels were changed meanwhile: they are at version {version} now.',
    'Load them again and make your changes to them.',
  ],
  'guideline-changed': [
    409,
    'The guideline was changed meanwhile: it is at version {version} now.',
    'Load it again; what you have written can be kept as a file.',
  ],
  'no-picture': [
    415,
    'The file is not a picture that can be shown: {reason}.',
    'Use a PNG, JPEG or WebP file.',
  ],
  'video-not-ready': [409, 'The video is still being prepared ({state}).', 'Wait until it is ready.'],
  'disk-full': [507, 'The server has no room left.', 'Nothing was lost; ask an admin to free space.'],
  'read-only': [
    403,
    'This document is read only for you: {reason}.',
    'Ask a manager if you should be able to edit.',
  ],
  'bad-update': [
    400,
    'An edit was refused: {reason}.',
    'Your screen shows the agreed state; make the edit again.',
  ],
  'server-busy': [503, 'The server has too much to do just now.', 'Try again in a minute.'],
  'server-stopping': [
    503,
    'The server is restarting.',
    'It will be back in a few seconds; your edits are kept.',
  ],
  'media-unreachable': [
    503,
    'The pictures cannot be loaded ({reason}).',
    'Check the connection; they come back when it does.',
  ],
  'media-unplayable': [
    415,
    'This browser cannot play the video: {reason}.',
    'Use a recent Chromium, Firefox or Safari.',
  ],
  'no-webgl': [
    501,
    'This browser cannot draw the pictures ({reason}).',
    'Switch on hardware acceleration (WebGL 2), or use another browser.',
  ],
  'live-running': [409, 'A live session is running in this study already.', 'Join it.'],
  'no-live': [409, 'The live session is over.', 'Begin another one.'],
  'not-leading': [409, 'Somebody else leads the live session.', 'Ask for the lead.'],
  'no-export': [
    404,
    'There is no export of frames that could be taken.',
    'Export the frames again; they are kept for an hour.',
  ],
  'too-many-exports': [
    429,
    'You have {count} exports of frames that are still being made.',
    'Wait for one of them, or stop it.',
  ],
  'not-now': [409, '{what}', 'Load the page again to see how it stands.'],
  incomplete: [
    422,
    'This cannot be submitted yet. Rules of the task that are not met: {count}.',
    'Go through the list, then submit again.',
  ],
  'training-needed': [409, '{what}', 'The training comes first; a manager can give it out.'],
  'not-scored': [
    503,
    'The training could not be scored: {reason}.',
    'Nothing is lost; submit again in a minute.',
  ],
  'not-confirmed': [403, 'This is not your password; nothing was signed.', 'Type it again.'],
  'password-needed': [409, 'You have no password to sign with.', 'Set one under Account, then sign.'],
  'mail-unreachable': [
    503,
    'The letter could not be sent: {reason}.',
    'Try again later, or ask an admin to look at the mail settings.',
  ],
  internal: [
    500,
    'Something went wrong on the server ({id}).',
    'Try again; if it stays, give an admin this number.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ProblemCode = keyof typeof catalogue;
export type ProblemDetails = Readonly<Record<string, string | number>>;

export type Problem = {
  readonly code: ProblemCode;
  /** HTTP status that goes with it. */
  readonly status: number;
  readonly sentence: string;
  readonly next: string;
};

/** The problem with this code, its texts filled in. */
export function problem(code: ProblemCode, details: ProblemDetails = {}): Problem {
  const [status, sentence, next] = catalogue[code];
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
  return { code, status, sentence: fill(sentence), next: fill(next) };
}

/** Whether a string from the wire is a code of the catalogue. */
export function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(catalogue, value);
}

/** A problem on its way to the person who can act on it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problem: Problem;
  readonly details: ProblemDetails;
  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    const found = problem(code, details);
    super(found.sentence);
    this.problem = found;
    this.details = details;
  }
}

/** Our own bug: throws with a sentence. For what a person may do wrong, throw a Refusal. */
export function assert(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(sentence);
}

/** The value, or our bug when there is none. */
export function must<T>(value: T | null | undefined, sentence: string): T {
  if (value === null || value === undefined) throw new Error(sentence);
  return value;
}
