/**
 * The single gate: every route, page and socket asks here, and nowhere else. What one may not see does not exist
 * (`not-found`); what one sees but may not do is `forbidden`. Rights are read anew each time, so a change counts at once.
 */
import type { Part } from '#lib/model/assignment.ts';
import {
  isId,
  type AssignmentId,
  type PersonId,
  type ProjectId,
  type StudyId,
  type TaskId,
  type VideoId,
} from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { Refusal } from '#lib/model/problem.ts';
import { can, type Action, type Role } from '#lib/model/role.ts';
import { parseRoomName, type RoomRef } from '#lib/protocol/room-name.ts';
import type { AssignmentRow } from '#server/store/assignments.ts';
import type { GuestLinkRow } from '#server/store/guests.ts';
import type { ProjectRow } from '#server/store/projects.ts';
import type { Store } from '#server/store/store.ts';
import type { StudyRow } from '#server/store/studies.ts';
import type { TaskRow } from '#server/store/tasks.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { isGood } from './guest-links.ts';
import { LayerRules, type LayerAsker, type VisibleLayer } from './layer-rules.ts';

/** Who asks; null is nobody. Only the id counts: the rest of a row may be old. */
export type Asker = { readonly id: PersonId } | null;

/** `outsourced`: the asker works here for somebody else: sees only what is assigned to them, and no names. */
export type InProject = { readonly project: ProjectRow; readonly role: Role; readonly outsourced?: true };
/** `guest`: the asker is from outside, and the names in the rows may be replaced. */
export type InStudy = InProject & { readonly study: StudyRow; readonly guest?: GuestLinkRow };
/** `layers`: those that are there for the asker, their own first. */
export type InVideo = InStudy & { readonly video: VideoRow; readonly layers: readonly VisibleLayer[] };
export type InTask = InProject & { readonly task: TaskRow };
export type InAssignment = InVideo &
  InTask & {
    readonly assignment: AssignmentRow;
    /** What the asker may be in it: nobody reviews what they have done themselves. */
    readonly parts: readonly Part[];
  };

export type RoomGrant = {
  readonly ref: RoomRef;
  readonly role: Role;
  readonly write: boolean;
  /** Why one may not write: the end of a sentence, without a stop. */
  readonly reason: string | null;
  /** One sees what is here and is not to learn who made it, or who is here. */
  readonly nameless: boolean;
};

type Known = {
  readonly id: PersonId;
  readonly admin: boolean;
  readonly guest: GuestLinkRow | null;
};

/** All that people from outside can ever do, in their own study. */
const FOR_GUESTS: readonly Action[] = ['video.view', 'discussion.write'];

/** All that outsourced people can ever do, whatever their role. */
const FOR_OUTSOURCED: readonly Action[] = ['project.view', 'video.view', 'labels.edit', 'discussion.write'];

/** Whether somebody from outside sees other names: by their link, or as the project wants it of all. */
function hidesNames(
  link: Pick<GuestLinkRow, 'hidesNames'>,
  project: Pick<ProjectRow, 'hidesNames'>,
): boolean {
  return link.hidesNames || project.hidesNames;
}

export class Access {
  readonly #store: Store;
  /** What there is for whom of the layers of a video. */
  readonly layers: LayerRules;

  constructor(store: Store) {
    this.#store = store;
    this.layers = new LayerRules(store);
  }

  /** The projects one sees, by name. An admin sees all, as a manager. */
  projects(asker: Asker): readonly InProject[] {
    const person = this.#person(asker);
    return this.#store.projects.all().flatMap((project) => {
      const standing = this.#standingIn(project.id, person);
      return standing ? [{ project, ...standing }] : [];
    });
  }

  project(asker: Asker, id: string, action: Action): InProject {
    const person = this.#person(asker);
    const project = isId(id) ? this.#store.projects.get(id as ProjectId) : undefined;
    const standing = project && this.#standingIn(project.id, person);
    if (!project || !standing || !can(standing.role, 'project.view')) throw new Refusal('not-found');
    const { role, outsourced } = standing;
    if (!can(role, action) || (outsourced && !FOR_OUTSOURCED.includes(action)))
      throw new Refusal('forbidden', { role });
    return { project, ...standing };
  }

  study(asker: Asker, id: string, action: Action): InStudy {
    // Nobody learns that they are nobody, also where nothing is.
    const person = this.#person(asker);
    const study = isId(id) ? this.#store.studies.get(id as StudyId) : undefined;
    if (!study) throw new Refusal('not-found');
    if (person.guest) return this.#asGuest(study, person.guest, action);
    const found = this.project(asker, study.project, action);
    if (!found.outsourced) return { study, ...found };
    if (!this.#store.assignments.hasWork(person.id, study.id)) throw new Refusal('not-found');
    return { study: { ...study, name: `Study ${study.id.slice(0, 4)}` }, ...found };
  }

  /** The studies of a project that one sees, newest first. */
  studies(asker: Asker, project: ProjectId): readonly InStudy[] {
    return this.#seen(this.#store.studies.listOf(project), ({ id }) => this.study(asker, id, 'project.view'));
  }

  video(asker: Asker, id: string, action: Action): InVideo {
    const person = this.#person(asker);
    const video = isId(id) ? this.#store.videos.get(id as VideoId) : undefined;
    if (!video) throw new Refusal('not-found');
    const found = this.study(asker, video.study, action);
    if (found.outsourced && this.#store.assignments.ofPersonOn(person.id, video.id).length === 0)
      throw new Refusal('not-found');
    const layers = this.layers.visible(video.id, layerAsker(person, found.role));
    if (!(found.guest && hidesNames(found.guest, found.project)) && !found.outsourced)
      return { video, layers, ...found };
    const nth = this.#store.videos.listOf(video.study).findIndex((one) => one.id === video.id);
    return { video: { ...video, name: `Video ${nth + 1}` }, layers, ...found };
  }

  /** The videos of a study that one sees, in the order they came. */
  videos(asker: Asker, study: StudyId, action: Action = 'video.view'): readonly InVideo[] {
    return this.#seen(this.#store.videos.listOf(study), ({ id }) => this.video(asker, id, action));
  }

  task(asker: Asker, id: string, action: Action): InTask {
    this.#person(asker);
    const task = isId(id) ? this.#store.tasks.get(id as TaskId) : undefined;
    if (!task) throw new Refusal('not-found');
    return { task, ...this.project(asker, task.project, action) };
  }

  /**
   * An assignment, for its people, for managers, and for reviewers once they see its layer. For anybody else it is not
   * there, nor what was withdrawn for those it was taken from.
   */
  assignment(asker: Asker, id: string): InAssignment {
    this.#person(asker);
    const assignment = isId(id) ? this.#store.assignments.get(id as AssignmentId) : undefined;
    if (!assignment) throw new Refusal('not-found');
    const found = {
      ...this.task(asker, assignment.task, 'project.view'),
      ...this.video(asker, assignment.video, 'video.view'),
    };
    const parts = this.partsIn(asker, assignment, found.role);
    if (parts.length === 0) throw new Refusal('not-found');
    return { ...found, assignment, parts };
  }

  /** What a member of the project may be in an assignment; nothing where it is not there for them. */
  partsIn(who: Asker, { people, state, video, layer }: AssignmentRow, role: Role): readonly Part[] {
    const { id } = this.#person(who);
    const parts: Part[] = [];
    const isOwn = people.includes(id);
    if (isOwn && state !== 'withdrawn') parts.push('assignee');
    const asker: LayerAsker = { person: id, role };
    if (
      !isOwn &&
      can(role, 'task.review') &&
      this.layers.sees(video, layer, asker) &&
      !this.layers.isNameless(video, layer, asker)
    )
      parts.push('reviewer');
    if (can(role, 'task.manage')) parts.push('manager');
    return parts;
  }

  /** What one may do in a room. */
  room(asker: Asker, name: string): RoomGrant {
    const person = this.#person(asker);
    const ref = parseRoomName(name);
    if (!ref) throw new Refusal('not-found');
    const { role } = this.video(asker, ref.video, 'video.view');
    const layer = ref.layer ?? SHARED_LAYER.id;
    const grant = this.layers.grant(ref.video, layer, layerAsker(person, role));
    // The discussion beside the shared layer has the shorter name.
    if (!grant || (ref.kind === 'discussion' && ref.layer === SHARED_LAYER.id))
      throw new Refusal('not-found');
    if (ref.kind === 'labels') return { ref, role, ...grant };
    const write = can(role, 'discussion.write');
    return { ref, role, ...grant, write, reason: write ? null : `you are here as ${role}` };
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
    const shown = hidesNames(guest, project) ? { ...study, name: 'Study' } : study;
    return { study: shown, project, role: guest.role, guest };
  }

  #person(asker: Asker): Known {
    const person = asker && this.#store.people.get(asker.id);
    if (!person || person.disabled) throw new Refusal('not-signed-in');
    const guest = this.#store.guests.linkOf(person.id) ?? null;
    if (guest && !isGood(guest)) throw new Refusal('not-signed-in');
    return { id: person.id, admin: person.admin, guest };
  }

  #standingIn(project: ProjectId, person: Known): Pick<InProject, 'role' | 'outsourced'> | undefined {
    // Whatever a guest was made a member or an admin of by mistake.
    if (person.guest) return undefined;
    if (person.admin) return { role: 'manager' };
    const role = this.#store.members.role(project, person.id);
    if (!role || !this.#store.groups.isOutsourced(project, person.id)) return role && { role };
    // They work, and neither review nor manage.
    return { role: can(role, 'labels.edit') ? 'annotator' : role, outsourced: true };
  }

  /** Those that the gate does not refuse. */
  #seen<Row, Found>(rows: readonly Row[], ask: (row: Row) => Found): readonly Found[] {
    return rows.flatMap((row) => {
      try {
        return [ask(row)];
      } catch (thrown) {
        if (thrown instanceof Refusal) return [];
        throw thrown;
      }
    });
  }
}

/** A guest has the shared layer, whatever else stands open. */
function layerAsker({ id, guest }: Known, role: Role): LayerAsker {
  return { person: id, role, ...(guest && { guest: true }) };
}
