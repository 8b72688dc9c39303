/** What a reviewer says of a mark. A rejected one goes on the assignee's list, with its reason. */

export const VERDICTS = ['accepted', 'rejected', 'fixed'] as const;
/** `fixed`: the reviewer has changed it themselves, and it is right now. */
export type Verdict = (typeof VERDICTS)[number];
