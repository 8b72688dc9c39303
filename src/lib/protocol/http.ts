/** What the HTTP API says: the JSON bodies of /api/v1. Times are ISO 8601 in UTC; sizes are bytes. */
import type {
  AssignmentId,
  CommentId,
  LayerId,
  PersonId,
  ProjectId,
  StudyId,
  VideoId,
} from '#lib/model/id.ts';
import type { Standing } from '#lib/model/guideline.ts';
import type { KeyChoice } from '#lib/model/key-choice.ts';
import type { LayerKind } from '#lib/model/layer.ts';
import type { Role } from '#lib/model/role.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Timebase } from '#lib/model/frame-index.ts';

/** `{ "problem": … }` with a 4xx or 5xx status: the only shape of an error. */
export type ProblemAnswer = {
  readonly problem: { readonly code: string; readonly sentence: string; readonly next: string };
};

export type StudyAnswer = {
  readonly id: StudyId;
  readonly project: ProjectId;
  readonly name: string;
  readonly createdAt: string;
};

/** What somebody is told of a comment. */
export type NoticeAnswer = {
  readonly id: string;
  /** They are named in it, or it answers in a thread in which they have spoken. */
  readonly kind: 'mention' | 'answer';
  readonly video: { readonly id: VideoId; readonly name: string };
  /** The work in whose layer it was said, to be opened with it; null: said beside the shared layer. */
  readonly task: AssignmentId | null;
  readonly comment: CommentId;
  /** null: not known, or not to be known to who reads it. */
  readonly by: PersonAnswer | null;
  /** First frame it is about; null for the video as a whole. */
  readonly frame: number | null;
  /** Its words, in part, on one line. */
  readonly excerpt: string;
  readonly at: string;
  readonly read: boolean;
};

export type NoticesAnswer = { readonly unread: number; readonly notices: readonly NoticeAnswer[] };

/** `uploading`: bytes are arriving · `queued`, `preparing`: ingest · `ready` · `failed`: see `problem`. */
export type VideoState = 'uploading' | 'queued' | 'preparing' | 'ready' | 'failed';

export type VideoAnswer = {
  readonly id: VideoId;
  readonly study: StudyId;
  readonly project: ProjectId;
  readonly name: string;
  readonly state: VideoState;
  /** How far the preparation is, while there is one. */
  readonly progress: ProgressAnswer | null;
  readonly problem: ProblemAnswer['problem'] | null;
  readonly createdAt: string;
  /** SHA-256 of the source file, lower-case hex; null until all bytes are here. */
  readonly sha256: string | null;
  readonly bytes: number;
  /** What the pictures are; null until the video is ready. */
  readonly picture: PictureAnswer | null;
  /** Where the picture data lies; null until the video is ready. */
  readonly media: MediaAnswer | null;
  /** Where its frame 0 lies on the clock of its study, in milliseconds: videos of one procedure side by side. */
  readonly offsetMs: number;
  readonly rooms: RoomsAnswer;
  /** What the asker may do here. */
  readonly role: Role;
};

/** Frames of a video as picture files, in the making or to be taken. */
export type FrameExportAnswer = {
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly format: 'png' | 'jpeg';
  /** Share that is decoded, 0 to 1. */
  readonly done: number;
  /** How many there are, and the size of the archive; null until it is done. */
  readonly frames: number | null;
  readonly bytes: number | null;
  readonly problem: ProblemAnswer['problem'] | null;
  /** When it will be removed; null while it is being made. */
  readonly keptUntil: string | null;
};

/** Asks for pictures: of what frames, as what. */
export type NewFrameExport = {
  /** `annotated`: those on which an object is; else a list like `0,25,100-120`, both ends included. */
  readonly frames: string;
  readonly format: 'png' | 'jpeg';
};

/** A day to either side. */
export const MAX_OFFSET_MS = 86_400_000;

export type ProgressAnswer = {
  readonly phase: string;
  /** Share of the phase that is done, 0 to 1. */
  readonly done: number;
  /** Pictures a second; null while not known. */
  readonly fps: number | null;
  /** How long the whole preparation will still take, in milliseconds; null while not known. */
  readonly remainingMs: number | null;
  /** What can be watched already, without frame numbers; null where nothing can. */
  readonly watchable: WatchableAnswer | null;
};

/** The beginning of a video that is still being prepared: `ms` of `ofMs` milliseconds. */
export type WatchableAnswer = { readonly playlist: string; readonly ms: number; readonly ofMs: number };

export type PictureAnswer = {
  /** Stored pixels in display orientation: the space of all geometry. */
  readonly width: number;
  readonly height: number;
  /** Width of a pixel over its height, for showing. */
  readonly pixelAspect: number;
  readonly frames: number;
  readonly durationMs: number;
  readonly timebase: Timebase;
  readonly codec: string;
  readonly hasAudio: boolean;
  /** `untouched`: the rendition's pictures are the source's, bit for bit · `encoded`: visually lossless. */
  readonly rendition: 'untouched' | 'encoded';
  /** What is wrong with the file, where it is damaged and could be used all the same. */
  readonly flaws?: FlawsAnswer;
};

/** Frame numbers count the pictures that can be decoded. */
export type FlawsAnswer = {
  /** Pictures in the file that cannot be decoded: they have no number. */
  readonly lost: number;
  /** Frames that show faults, as runs from first to last, ascending; they may show on up to the next sync sample. */
  readonly faulty: readonly (readonly [number, number])[];
  /** Frames whose time in the file was missing or could not be: theirs follows from the one before. */
  readonly retimed: number;
  /** How much is missing at its end, in milliseconds; null where it ends early and does not say how long it was. */
  readonly missingMs: number | null;
};

export type MediaAnswer = {
  /** HLS playlist of the rendition. */
  readonly playlist: string;
  /** The one file that the playlist's ranges lie in: fragmented MP4, served in ranges. */
  readonly file: string;
  /** The frame index (model/frame-index.ts), binary. */
  readonly frameIndex: string;
  /** Sprite of pictures in equal steps of frames; null when there is none. */
  readonly thumbnails: ThumbnailsAnswer | null;
  /** What a player that counts from the first decode time shows as the time of frame 0, in milliseconds. */
  readonly firstFrameMs: number;
  /** The same frames at the same times, small and quick to decode: for scrubbing and weak lines; of large videos only. */
  readonly light?: LightAnswer;
  /** Peaks of the sound from the start of frame 0, 50 a second: an audiowaveform .dat, version 2; where there is sound. */
  readonly waveform?: string;
};

export type LightAnswer = {
  /** HLS playlist; no sound. */
  readonly playlist: string;
  /** The one file that the playlist's ranges lie in. */
  readonly file: string;
  /** Size of its pictures, pixels: the whole picture, scaled. */
  readonly width: number;
  readonly height: number;
  /** As MediaAnswer's, for this rendition. */
  readonly firstFrameMs: number;
};

export type ThumbnailsAnswer = {
  readonly url: string;
  readonly columns: number;
  readonly rows: number;
  /** Size of one picture in the sprite, pixels. */
  readonly width: number;
  readonly height: number;
  /** Frame of each picture, ascending. */
  readonly frames: readonly number[];
};

export type RoomsAnswer = {
  /** One for each layer that is there for the asker, those first that they work in. */
  readonly labels: readonly LayerRoomsAnswer[];
  /** The discussion beside the first layer. */
  readonly discussion: string;
};

export type LayerRoomsAnswer = {
  readonly layer: LayerId;
  readonly kind: LayerKind;
  readonly name: string;
  readonly room: string;
  /** The discussion beside this layer. */
  readonly discussion: string;
};

/** The labels of a project at one version, with the ETag `"<version>"`; version 0 and id `none` where none was saved. */
export type TaxonomyAnswer = Taxonomy;

export type TaxonomyVersionAnswer = {
  readonly version: number;
  readonly name: string;
  readonly createdAt: string;
  /** null: the server itself. */
  readonly createdBy: PersonAnswer | null;
};

/** The guideline of a project at one version, with the ETag `"<version>"`; version 0 and no text where there is none. */
export type GuidelineAnswer = Omit<GuidelineVersionAnswer, 'createdAt'> & {
  readonly createdAt: string | null;
  /** Markdown; `picture:<id>` and `frame:<video>/<frame>` stand for pictures (model/guideline.ts). */
  readonly body: string;
};

export type GuidelineVersionAnswer = {
  readonly version: number;
  /** What is new in it. */
  readonly note: string;
  /** People are asked to say that they have read it. */
  readonly asks: boolean;
  readonly createdAt: string;
  /** null: the asker is not told names. */
  readonly createdBy: PersonAnswer | null;
};

/** Where the asker stands: model/guideline.ts. */
export type GuidelineStandingAnswer = Standing;

/** A member of the project, and how far they have come with its guideline. */
export type GuidelineReaderAnswer = {
  readonly person: PersonAnswer;
  readonly role: Role;
  readonly read: { readonly version: number; readonly at: string } | null;
  readonly acknowledged: { readonly version: number; readonly at: string } | null;
};

/** A picture that was uploaded for a guideline; its text names it `picture:<id>`. */
export type GuidelinePictureAnswer = {
  readonly id: string;
  readonly width: number;
  readonly height: number;
};

export type PersonAnswer = { readonly id: PersonId; readonly name: string; readonly color: string };

/** A live session, over or not. */
export type LiveSessionAnswer = {
  readonly id: string;
  readonly begunAt: string;
  /** null: it is running. */
  readonly endedAt: string | null;
  /** `ended` by a person · `empty`: nobody was in it · `restart`: the server was away for long. */
  readonly endReason: 'ended' | 'empty' | 'restart' | null;
  readonly begunBy: string;
  /** Who was in it, in the order in which they came, and for how many minutes. */
  readonly people: readonly { readonly name: string; readonly minutes: number }[];
  readonly flagged: number;
  /** What was decided, in the words of the lead, in its order. */
  readonly decided: readonly string[];
  readonly comments: number;
};

/** A live session that runs just now, for a list of them. */
export type LiveNowAnswer = {
  readonly session: string;
  /** Name of the study. */
  readonly study: string;
  /** What is shown. */
  readonly video: VideoId;
  readonly begunBy: string;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
};

/** What happened in a live session. */
export type LiveEventAnswer = {
  readonly session: string;
  readonly n: number;
  readonly at: string;
  readonly kind: string;
  /** Name of who did it; null: the server. */
  readonly person: string | null;
  readonly video: string | null;
  readonly frame: number | null;
  /** Who has the lead now, why it ended, or the key of a mark or comment. */
  readonly subject: string | null;
  /** What was decided. */
  readonly words: string | null;
};

/** The keys somebody chooses; with `chosen`, only the parts it names are taken, where none was chosen later. */
export type ChooseKeys = KeyChoice & {
  readonly chosen?: {
    /** What the clock of the sender shows, Unix ms. */
    readonly sentAt: number;
    /** By the same clock: when each part (model/key-times.ts) was chosen. */
    readonly parts: readonly { readonly part: string; readonly at: number }[];
  };
};
