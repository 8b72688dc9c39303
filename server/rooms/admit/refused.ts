/** Why an update is not let in. Thrown inside admission, which makes a verdict of it; nobody else sees it. */
import type { ProblemCode, ProblemDetails } from '#lib/model/problem.ts';

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  /** Whether it builds on something that is not here (yet): the same update may be admitted with what is before it. */
  readonly missing: boolean;

  constructor(code: ProblemCode, details: ProblemDetails, missing = false) {
    super(code);
    this.code = code;
    this.details = details;
    this.missing = missing;
  }
}

/** `reason` is the end of the sentence "An edit was refused: …", without a stop. */
export function refuse(reason: string): never {
  throw new Refused('bad-update', { reason });
}

export function refuseGap(): never {
  throw new Refused('bad-update', { reason: 'something it builds on has not arrived' }, true);
}

export function refuseRemoval(): never {
  return refuse('it takes something away, and nothing is ever removed from a document');
}

export function refuseUnreadable(): never {
  return refuse('its bytes cannot be read');
}
