/** What is written into the audit log: a closed table of actions, each with the words a person reads. */

const table = {
  'sign-in': 'signed in with a password',
  'sign-in.link': 'signed in with a one-time link',
  'sign-in.failed': 'failed to sign in',
  'sign-out': 'ended a session',
  'password.set': 'set a password',
  'mail.prove': 'gave a mail address for letters',
  'mail.remove': 'asked for no more letters',
  'token.create': 'made an API token',
  'token.remove': 'removed an API token',
  'link.create': 'made a sign-in link',
  'person.create': 'added a person',
  'person.admin': 'made somebody an admin',
  'member.invite': 'invited a person',
  'member.role': 'changed a role',
  'member.remove': 'removed a member',
  'guest.invite': 'made a guest link',
  'guest.enter': 'came in by a guest link',
  'guest.revoke': 'took back a guest link',
  'project.create': 'made a project',
  'project.names': 'set whether guests learn the names of a project',
  'project.sound': 'set whether a project keeps sound',
  'study.create': 'made a study',
  'labels.save': 'saved the labels',
  'video.upload': 'uploaded a video',
  'video.align': 'set where a video lies beside the others',
  'video.export': 'exported a video',
  'video.delete': 'deleted a video',
  'audit.export': 'exported the audit log',
  'group.change': 'changed a group',
  'task.create': 'made a task',
  'task.change': 'changed a task',
  'task.people': 'changed who does a task',
  'work.assign': 'assigned work',
  'work.withdraw': 'withdrew work',
  'work.start': 'began work',
  'work.skip': 'skipped work',
  'work.submit': 'submitted work',
  'work.recall': 'took submitted work back',
  'work.review': 'began a review',
  'work.request-changes': 'requested changes',
  'work.approve': 'signed a review',
  'work.accept': 'accepted and signed work',
  'work.reopen': 'reopened accepted work',
  'adjudication.assign': 'gave an adjudication out',
  'adjudication.rule': 'decided in an adjudication',
  'adjudication.take-back': 'took decisions of an adjudication back',
  'adjudication.tolerance': 'set the tolerance of an adjudication',
  'work.pass': 'passed a training',
  'work.fail': 'did not pass a training',
  'work.again': 'began a training again',
  'training.create': 'made a training',
  'training.change': 'changed what a training compares',
  'task.require': 'set which trainings a task asks for',
  'guideline.publish': 'published a guideline',
  'guideline.acknowledge': 'acknowledged a guideline',
  'guideline.picture': 'added a picture to a guideline',
} as const;

export type AuditAction = keyof typeof table;
export const AUDIT_ACTIONS: readonly AuditAction[] = Object.keys(table) as AuditAction[];

/** What somebody did, for a sentence that begins with who. */
export function auditCaption(action: AuditAction): string {
  return table[action];
}

/** Whether a string from outside names an action. */
export function isAuditAction(value: unknown): value is AuditAction {
  return typeof value === 'string' && Object.hasOwn(table, value);
}

/** Ids, codes and numbers that say more; no names and no words that people wrote of patients. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;
