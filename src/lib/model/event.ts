/** A labelled instant. */
import type { EventId, LabelId } from './id.ts';
import type { Doubt } from './doubt.ts';
import type { AttributeValue } from './label.ts';
import type { Frame } from './time.ts';

export type Event = {
  readonly id: EventId;
  readonly label: LabelId;
  readonly frame: Frame;
  readonly deleted: boolean;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Absent: certain, clearly seen, sharp. */
  readonly doubt?: Doubt;
};
