/** All that is known of one video, in the model's words: what every format is written from, and native gives back. */
import type { RulingKind, SourceMark } from '#lib/model/adjudication.ts';
import type { Attributed } from '#lib/model/attributed.ts';
import type { Comment, Reaction, Resolution } from '#lib/model/comment.ts';
import type { Event } from '#lib/model/event.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { LabelId, LayerId, PersonId, ProjectId, StudyId, VideoId } from '#lib/model/id.ts';
import type { Layer } from '#lib/model/layer.ts';
import type { Boundary, Segment } from '#lib/model/segment.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Track } from '#lib/model/track.ts';

export type VideoRecord = {
  readonly exported: Exported;
  readonly video: VideoFacts;
  /** When each frame is shown; its count is the number of frames. */
  readonly frames: FrameIndex;
  /** The project's classes at the time of the export; null where it has none. */
  readonly taxonomy: Taxonomy | null;
  /** Everybody the record names, by id. */
  readonly people: readonly PersonName[];
  readonly layers: readonly LayerRecord[];
  readonly discussion: DiscussionRecord;
};

export type Exported = {
  /** Milliseconds since 1970, by the server's clock. */
  readonly atMs: number;
  /** Who asked for it; null: somebody with a shell on the server. */
  readonly by: PersonId | null;
};

export type VideoFacts = {
  readonly id: VideoId;
  readonly study: StudyId;
  readonly project: ProjectId;
  /** Of the file, as it was uploaded. */
  readonly name: string;
  /** SHA-256 of the source file, lower-case hex. */
  readonly sha256: string;
  /** Size of the source file. */
  readonly bytes: number;
  /** Stored pixels in display orientation: the space of all geometry. */
  readonly width: number;
  readonly height: number;
  /** Width of a pixel over its height, for showing. */
  readonly pixelAspect: number;
  readonly codec: string;
  /** Whose the pictures are and under which licence; null where nobody has said. */
  readonly attribution: string | null;
};

/** Never a login. */
export type PersonName = { readonly id: PersonId; readonly name: string };

/** The marks of one layer, those that were deleted too. */
export type LayerRecord = {
  readonly layer: Layer;
  /** Number of the last update that is in it. */
  readonly head: number;
  readonly tracks: readonly Authored<Track>[];
  readonly segments: readonly Authored<Segment>[];
  readonly boundaries: readonly Authored<Boundary>[];
  readonly events: readonly Authored<Event>[];
  /** What is said of the video and its frames, by label; absent: nothing. */
  readonly video?: readonly VideoSaid[];
  /** What could not be read whole, and so is not here. */
  readonly problems: readonly ProblemNote[];
  /** Of a consensus: what it was made of, and what was decided; absent: it is none, or nobody may know. */
  readonly adjudication?: AdjudicationRecord;
};

/** How a consensus came about. */
export type AdjudicationRecord = {
  /** The layers that were compared, in the order of their letters. */
  readonly sources: readonly { readonly layer: LayerId; readonly person: PersonId | null }[];
  /** What stands, oldest first. */
  readonly rulings: readonly RulingRecord[];
};

/** What was decided of one thing, as model/adjudication.ts has it. */
export type RulingRecord = {
  readonly sources: readonly SourceMark[];
  readonly kind: RulingKind;
  readonly from: LayerId | null;
  /** Marks of the consensus layer: `track:<id>`. */
  readonly marks: readonly string[];
} & Written;

/** What is said of the video and its frames in the attributes of a label for videos. */
export type VideoSaid = Attributed & { readonly label: LabelId };

export type DiscussionRecord = {
  readonly head: number;
  readonly comments: readonly Authored<CommentRecord>[];
  readonly problems: readonly ProblemNote[];
};

/** `of`: `track:<id>` or the id of a comment. The sentence is for people. */
export type ProblemNote = { readonly of: string; readonly sentence: string };

export type CommentRecord = Omit<Comment, 'client' | 'history' | 'reactions'> & {
  /** Whose words they are; null where it is not known. */
  readonly by: PersonId | null;
  /** Every resolve and reopen, oldest first. */
  readonly history: readonly ResolutionRecord[];
  readonly reactions: readonly ReactionRecord[];
};
export type ReactionRecord = Pick<Reaction, 'mark'> & { readonly by: PersonId | null };
export type ResolutionRecord = Omit<Resolution, 'client'> & { readonly by: PersonId | null };

/** A mark with who made it and who changed it last; null where the history does not tell. */
export type Authored<Mark> = {
  readonly mark: Mark;
  readonly made: Written | null;
  readonly changed: Written | null;
};

/** Who wrote something, and when the server took it (milliseconds since 1970). */
export type Written = { readonly by: PersonId; readonly atMs: number };
