/** Who may do what: one table, read by the screen and by the server. */

/** Roles in a project, from most to least. `admin` is of the instance and may do everything. */
export type Role = 'manager' | 'clinician' | 'annotator' | 'commenter' | 'viewer';
export const ROLES: readonly Role[] = ['manager', 'clinician', 'annotator', 'commenter', 'viewer'];

export type Action =
  | 'project.view'
  | 'project.manage'
  | 'study.create'
  | 'video.view'
  | 'video.upload'
  | 'video.align'
  | 'video.export'
  | 'labels.edit'
  | 'discussion.write'
  | 'audit.view'
  | 'task.manage'
  | 'task.review'
  | 'live.lead';

const everything: readonly Action[] = [
  'project.view',
  'project.manage',
  'study.create',
  'video.view',
  'video.upload',
  'video.align',
  'video.export',
  'labels.edit',
  'discussion.write',
  'audit.view',
  'task.manage',
  'task.review',
  'live.lead',
];

const table: Readonly<Record<Role, readonly Action[]>> = {
  manager: everything,
  clinician: [
    'project.view',
    'video.view',
    'video.align',
    'video.export',
    'labels.edit',
    'discussion.write',
    'task.review',
    'live.lead',
  ],
  annotator: [
    'project.view',
    'video.view',
    'video.upload',
    'video.align',
    'labels.edit',
    'discussion.write',
    'live.lead',
  ],
  commenter: ['project.view', 'video.view', 'discussion.write'],
  viewer: ['project.view', 'video.view'],
};

/** Whether a role allows an action. An instance's admin is passed as `manager`. */
export function can(role: Role, action: Action): boolean {
  return table[role].includes(action);
}

/** Whether a string from outside names a role. */
export function isRole(value: unknown): value is Role {
  return typeof value === 'string' && (ROLES as readonly string[]).includes(value);
}
