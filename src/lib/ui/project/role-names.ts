/** What a role is called, and what it is for, in words. model/role.ts says what it may do. */
import type { Role } from '#lib/model/role.ts';

export const roleNames: Readonly<Record<Role, { readonly name: string; readonly about: string }>> = {
  manager: { name: 'Manager', about: 'Everything: people, studies, videos, labels, exports.' },
  clinician: { name: 'Clinician', about: 'Labels, comments and exports.' },
  annotator: { name: 'Annotator', about: 'Uploads videos, labels and comments.' },
  commenter: { name: 'Commenter', about: 'Sees everything and comments.' },
  viewer: { name: 'Viewer', about: 'Sees everything, changes nothing.' },
};
