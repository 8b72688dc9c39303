/**
 * The single gate: every route, page and socket asks here, and nowhere else. What one may not see does not exist
 * (`not-found`); what one sees but may not do is `forbidden`. Rights are read anew each time, so a change counts at once.
 */
import { isId, type PersonId, type ProjectId, type StudyId, type VideoId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { Refusal } from '#lib/model/problem.ts';
import { can, type Action, type Role } from '#lib/model/role.ts';
import { parseRoomName, type RoomRef } from '#lib/protocol/room-name.ts';
import type { ProjectRow } from '#server/store/projects.ts';
import type { Store } from '#server/store/store.ts';
import type { StudyRow } from '#server/store/studies.ts';
import type { VideoRow } from '#server/store/videos.ts';

/** Who asks; null is nobody. Only the id counts: the rest of a row may be old. */
export type Asker = { readonly id: PersonId } | null;

export type InProject = { readonly project: ProjectRow; readonly role: Role };
export type InStudy = InProject & { readonly study: StudyRow };
export type InVideo = InStudy & { readonly video: VideoRow };

export type RoomGrant = {
  readonly ref: RoomRef;
  readonly role: Role;
  readonly write: boolean;
  /** Why one may not write: the end of a sentence, without a stop. */
  readonly reason: string | null;
};

export class Access {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The projects one sees, by name. An admin sees all, as a manager. */
  projects(asker: Asker): readonly InProject[] {
    const person = this.#person(asker);
    return this.#store.projects.all().flatMap((project) => {
      const role = this.#roleIn(project.id, person);
      return role ? [{ project, role }] : [];
    });
  }

  project(asker: Asker, id: string, action: Action): InProject {
    const person = this.#person(asker);
    const project = isId(id) ? this.#store.projects.get(id as ProjectId) : undefined;
    const role = project && this.#roleIn(project.id, person);
    if (!project || !role || !can(role, 'project.view')) throw new Refusal('not-found');
    if (!can(role, action)) throw new Refusal('forbidden', { role });
    return { project, role };
  }

  study(asker: Asker, id: string, action: Action): InStudy {
    this.#person(asker); // nobody learns that they are nobody, also where nothing is
    const study = isId(id) ? this.#store.studies.get(id as StudyId) : undefined;
    if (!study) throw new Refusal('not-found');
    return { study, ...this.project(asker, study.project, action) };
  }

  video(asker: Asker, id: string, action: Action): InVideo {
    this.#person(asker);
    const video = isId(id) ? this.#store.videos.get(id as VideoId) : undefined;
    if (!video) throw new Refusal('not-found');
    return { video, ...this.study(asker, video.study, action) };
  }

  /** What one may do in a room. */
  room(asker: Asker, name: string): RoomGrant {
    this.#person(asker);
    const ref = parseRoomName(name);
    if (!ref || (ref.kind === 'labels' && ref.layer !== SHARED_LAYER.id)) throw new Refusal('not-found');
    const { role } = this.video(asker, ref.video, 'video.view');
    const write = can(role, ref.kind === 'labels' ? 'labels.edit' : 'discussion.write');
    return { ref, role, write, reason: write ? null : `you are here as ${role}` };
  }

  /** For what only the instance's admins may do. */
  admin(asker: Asker): void {
    const { admin } = this.#person(asker);
    if (!admin) throw new Refusal('not-found');
  }

  #person(asker: Asker): { readonly id: PersonId; readonly admin: boolean } {
    const person = asker && this.#store.people.get(asker.id);
    if (!person || person.disabled) throw new Refusal('not-signed-in');
    return person;
  }

  #roleIn(project: ProjectId, person: { readonly id: PersonId; readonly admin: boolean }): Role | undefined {
    return person.admin ? 'manager' : this.#store.members.role(project, person.id);
  }
}
