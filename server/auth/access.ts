/**
 * The single gate: every route, page and socket asks here, and nowhere else. What one may not see does not exist
 * (`not-found`); what one sees but may not do is `forbidden`. Rights are read anew each time, so a change counts at once.
 */
import { isId, type PersonId, type ProjectId, type StudyId, type VideoId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { Refusal } from '#lib/model/problem.ts';
import { can, type Action, type Role } from '#lib/model/role.ts';
import { parseRoomName, type RoomRef } from '#lib/protocol/room-name.ts';
import type { GuestLinkRow } from '#server/store/guests.ts';
import type { ProjectRow } from '#server/store/projects.ts';
import type { Store } from '#server/store/store.ts';
import type { StudyRow } from '#server/store/studies.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { isGood } from './guest-links.ts';

/** Who asks; null is nobody. Only the id counts: the rest of a row may be old. */
export type Asker = { readonly id: PersonId } | null;

export type InProject = { readonly project: ProjectRow; readonly role: Role };
/** `guest`: the asker is from outside, and the names in the rows may be replaced. */
export type InStudy = InProject & { readonly study: StudyRow; readonly guest?: GuestLinkRow };
export type InVideo = InStudy & { readonly video: VideoRow };

export type RoomGrant = {
  readonly ref: RoomRef;
  readonly role: Role;
  readonly write: boolean;
  /** Why one may not write: the end of a sentence, without a stop. */
  readonly reason: string | null;
};

type Known = {
  readonly id: PersonId;
  readonly admin: boolean;
  readonly guest: GuestLinkRow | null;
};

/** All that people from outside can ever do, in their own study. */
const FOR_GUESTS: readonly Action[] = ['video.view', 'discussion.write'];

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
    // Nobody learns that they are nobody, also where nothing is.
    const { guest } = this.#person(asker);
    const study = isId(id) ? this.#store.studies.get(id as StudyId) : undefined;
    if (!study) throw new Refusal('not-found');
    if (guest) return this.#asGuest(study, guest, action);
    return { study, ...this.project(asker, study.project, action) };
  }

  video(asker: Asker, id: string, action: Action): InVideo {
    this.#person(asker);
    const video = isId(id) ? this.#store.videos.get(id as VideoId) : undefined;
    if (!video) throw new Refusal('not-found');
    const found = this.study(asker, video.study, action);
    if (!found.guest?.hidesNames) return { video, ...found };
    const nth = this.#store.videos.listOf(video.study).findIndex((one) => one.id === video.id);
    return { video: { ...video, name: `Video ${nth + 1}` }, ...found };
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
    const { admin, guest } = this.#person(asker);
    if (!admin || guest) throw new Refusal('not-found');
  }

  /** Refuses `not-found` for guests, who have only their study. */
  member(asker: Asker): void {
    if (this.#person(asker).guest) throw new Refusal('not-found');
  }

  /** The link that brought a guest; null for everybody else. */
  guestLink(asker: Asker): GuestLinkRow | null {
    return this.#person(asker).guest;
  }

  #asGuest(study: StudyRow, guest: GuestLinkRow, action: Action): InStudy {
    const project = this.#store.projects.get(study.project);
    if (!project || guest.study !== study.id || !FOR_GUESTS.includes(action)) throw new Refusal('not-found');
    if (!can(guest.role, action)) throw new Refusal('forbidden', { role: guest.role });
    const shown = guest.hidesNames ? { ...study, name: 'Study' } : study;
    return { study: shown, project, role: guest.role, guest };
  }

  #person(asker: Asker): Known {
    const person = asker && this.#store.people.get(asker.id);
    if (!person || person.disabled) throw new Refusal('not-signed-in');
    const guest = this.#store.guests.linkOf(person.id) ?? null;
    if (guest && !isGood(guest)) throw new Refusal('not-signed-in');
    return { id: person.id, admin: person.admin, guest };
  }

  #roleIn(project: ProjectId, person: Known): Role | undefined {
    // Whatever a guest was made a member or an admin of by mistake.
    if (person.guest) return undefined;
    return person.admin ? 'manager' : this.#store.members.role(project, person.id);
  }
}
