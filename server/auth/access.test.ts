import { describe, expect, it } from 'vitest';
import { can, ROLES, type Action, type Role } from '#lib/model/role.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import type { LayerId } from '#lib/model/id.ts';
import { createStore } from '#server/store/store.ts';
import { Access } from './access.ts';

const ACTIONS: readonly Action[] = [
  'project.view',
  'project.manage',
  'study.create',
  'video.view',
  'video.upload',
  'video.export',
  'labels.edit',
  'discussion.write',
];

const store = createStore(':memory:');
const access = new Access(store);
const project = store.projects.create({ name: 'Ours' });
const study = store.studies.create({ project: project.id, name: 'S' });
const admin = store.people.create({ login: 'admin', name: 'Admin', admin: true });
const stranger = store.people.create({ login: 'stranger', name: 'Stranger' });
const video = store.videos.create({ study: study.id, name: 'v', createdBy: admin.id });
const member = (role: Role) => {
  const person = store.people.byLogin(role) ?? store.people.create({ login: role, name: role });
  store.members.set(project.id, person.id, role);
  return person;
};
const labels = roomName({ kind: 'labels', video: video.id, layer: SHARED_LAYER.id });
const discussion = roomName({ kind: 'discussion', video: video.id });

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'ok';
  } catch (error) {
    return (error as { problem: { code: string } }).problem.code;
  }
}

describe.each(ROLES.map((role) => ({ role })))('a $role', ({ role }) => {
  it.each(ACTIONS.map((action) => ({ action })))('may $action as the table says', ({ action }) => {
    const person = member(role);
    const expected = can(role, action) ? 'ok' : 'forbidden';
    expect(codeOf(() => access.project(person, project.id, action))).toBe(expected);
    expect(codeOf(() => access.study(person, study.id, action))).toBe(expected);
    expect(codeOf(() => access.video(person, video.id, action))).toBe(expected);
  });

  it('writes in rooms as the table says', () => {
    const person = member(role);
    expect(access.room(person, labels)).toMatchObject({ role, write: can(role, 'labels.edit') });
    expect(access.room(person, discussion)).toMatchObject({ role, write: can(role, 'discussion.write') });
  });
});

it('is the same nothing for what is not there and what one may not see', () => {
  for (const id of [project.id, 'nothing', '', '../..', 'x'.repeat(1000)]) {
    for (const ask of [access.project.bind(access), access.study.bind(access), access.video.bind(access)]) {
      expect(codeOf(() => ask(stranger, id, 'project.view'))).toBe('not-found');
      expect(codeOf(() => ask(null, id, 'project.view'))).toBe('not-signed-in');
    }
  }
  expect(codeOf(() => access.video(stranger, video.id, 'video.view'))).toBe('not-found');
  expect(access.projects(stranger)).toEqual([]);
});

it('opens only rooms that there are', () => {
  const person = member('annotator');
  const other = roomName({ kind: 'labels', video: video.id, layer: 'other' as LayerId });
  for (const name of [other, 'nothing.discussion', `${video.id}.states`, '', labels + '.x']) {
    expect(codeOf(() => access.room(person, name))).toBe('not-found');
  }
  expect(codeOf(() => access.room(stranger, labels))).toBe('not-found');
  expect(codeOf(() => access.room(null, labels))).toBe('not-signed-in');
});

it('lets an admin do everything, everywhere', () => {
  expect(access.video(admin, video.id, 'project.manage')).toMatchObject({
    role: 'manager',
    video: { id: video.id },
  });
  expect(access.room(admin, labels).write).toBe(true);
  expect(codeOf(() => access.admin(admin))).toBe('ok');
  expect(codeOf(() => access.admin(stranger))).toBe('not-found');
});

it('reads rights anew: a row from before counts for nothing', () => {
  const person = store.people.create({ login: 'late', name: 'Late', admin: true });
  expect(access.room(person, labels).write).toBe(true);
  store.people.setAdmin(person.id, false);
  expect(codeOf(() => access.room(person, labels))).toBe('not-found');
  store.members.set(project.id, person.id, 'viewer');
  expect(access.room(person, labels)).toMatchObject({ write: false, reason: 'you are here as viewer' });
  store.people.setDisabled(person.id, true);
  expect(codeOf(() => access.room(person, labels))).toBe('not-signed-in');
});
