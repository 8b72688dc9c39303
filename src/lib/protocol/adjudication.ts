/** What the HTTP API says of adjudications: the layers, what was decided, and the tolerance. Times are ISO 8601 in UTC. */
import type { RulingKind, SourceMark } from '#lib/model/adjudication.ts';
import type { AssignmentState } from '#lib/model/assignment.ts';
import type { AssignmentId, LayerId, PersonId, VideoId } from '#lib/model/id.ts';
import type { Tolerance } from '#lib/model/tolerance.ts';
import type { PersonAnswer } from './http.ts';

export type AdjudicationAnswer = {
  readonly assignment: AssignmentId;
  /** The consensus layer. */
  readonly layer: LayerId;
  /** Whether who adjudicates is told whose the layers are. */
  readonly names: boolean;
  /** null: the usual one (agreement/things.ts). */
  readonly tolerance: Tolerance | null;
  /** In the order of their letters, A, B, C … */
  readonly sources: readonly AdjudicatedLayerAnswer[];
  /** Those that stand, oldest first. */
  readonly rulings: readonly RulingAnswer[];
};

export type AdjudicatedLayerAnswer = {
  readonly letter: string;
  readonly layer: LayerId;
  /** Its labels room. */
  readonly room: string;
  readonly state: AssignmentState;
  /** How often it was given in. */
  readonly round: number;
  /** null: names are not shown. */
  readonly person: PersonAnswer | null;
};

export type RulingAnswer = NewRuling & {
  readonly id: string;
  readonly by: PersonAnswer | null;
  readonly at: string;
};

/** Body: what is decided of one thing. */
export type NewRuling = {
  /** The marks it is about, of each layer that has it. */
  readonly sources: readonly SourceMark[];
  readonly kind: RulingKind;
  /** Whose was taken; null where it is not one layer's. */
  readonly from: LayerId | null;
  /** The marks in the consensus layer that came of it; none for `neither`. */
  readonly marks: readonly string[];
};

export type NewRulings = { readonly rulings: readonly NewRuling[] };
export type TakenBack = { readonly ids: readonly string[] };

/** Body: who adjudicates a video of a task. */
export type NewAdjudication = {
  readonly video: VideoId;
  readonly person: PersonId;
  readonly names: boolean;
  /** Although they did one of the layers themselves. */
  readonly evenOwn: boolean;
};
