import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Id, LabelId } from '#lib/model/id.ts';
import { createStore } from './store.ts';

afterEach(() => vi.useRealTimers());

function filled() {
  const store = createStore(':memory:');
  const person = store.people.create({ login: 'maya', name: 'Maya' });
  const project = store.projects.create({ name: 'Lungs' });
  const study = store.studies.create({ project: project.id, name: 'One' });
  const video = store.videos.create({ study: study.id, name: 'a.mp4', createdBy: person.id });
  return { store, person, project, study, video };
}

it('knows people by login, whatever its case, and never hands out a password with the row', () => {
  const { store, person } = filled();
  expect(store.people.byLogin('MAYA')?.id).toBe(person.id);
  expect(() => store.people.create({ login: 'Maya', name: 'Other' })).toThrow('UNIQUE');
  store.people.setPasswordHash(person.id, 'hash');
  const row = store.people.get(person.id);
  expect(row).toMatchObject({ hasPassword: true, admin: false, disabled: false });
  expect(JSON.stringify(row)).not.toContain('hash"');
});

it('tells whose rights have changed', () => {
  const { store, person, project } = filled();
  const told: string[] = [];
  store.members.changes.subscribe((who) => told.push(`member ${who}`));
  store.people.changes.subscribe((who) => told.push(`person ${who}`));
  store.members.set(project.id, person.id, 'viewer');
  store.members.set(project.id, person.id, 'annotator');
  store.people.setDisabled(person.id, true);
  expect(told).toEqual([`member ${person.id}`, `member ${person.id}`, `person ${person.id}`]);
  expect(store.members.role(project.id, person.id)).toBe('annotator');
});

it('keeps every version of a taxonomy, and gives the newest', () => {
  const { store, project } = filled();
  const taxonomy: Taxonomy = { id: 't' as Id<'taxonomy'>, name: 'T', version: 9, labels: [], tiers: [] };
  expect(store.taxonomies.save(project.id, taxonomy).version).toBe(1);
  expect(store.taxonomies.save(project.id, { ...taxonomy, name: 'T2' }).version).toBe(2);
  expect(store.taxonomies.current(project.id)).toEqual({ ...taxonomy, name: 'T2', version: 2 });
});

it('knows in which order labels came to be, whatever their place is now', () => {
  const { store, project } = filled();
  const label = (id: string, use: 'object' | 'event' = 'object') => ({
    id: id as LabelId,
    name: id,
    color: '#62afa0',
    use,
    shapes: [],
    retired: false,
  });
  const save = (...labels: readonly ReturnType<typeof label>[]) =>
    store.taxonomies.save(project.id, {
      id: 't' as Id<'taxonomy'>,
      name: 'T',
      version: 0,
      tiers: [],
      labels,
    });
  save(label('b'), label('moment', 'event'), label('a'));
  save(label('new'), label('a'), label('b'));
  save(label('newer'), label('b'), label('new'), label('a'));
  expect(store.taxonomies.labelsByAge(project.id)).toEqual(['b', 'a', 'new', 'newer']);
});

it('follows a video from its bytes to its pictures', () => {
  const { store, video } = filled();
  expect(video).toMatchObject({
    state: 'uploading',
    bytes: 0,
    sha256: null,
    picture: null,
    media: null,
    problem: null,
  });
  store.videos.setSource(video.id, { bytes: 5, sha256: 'a'.repeat(64) });
  store.videos.setFailed(video.id, { code: 'no-video', details: { name: 'a.mp4', reason: 'none' } });
  expect(store.videos.get(video.id)).toMatchObject({
    state: 'failed',
    problem: { code: 'no-video' },
    bytes: 5,
  });
  store.videos.setState(video.id, 'queued');
  expect(store.videos.get(video.id)).toMatchObject({ state: 'queued', problem: null });
});

it('gives a job to one worker, and to another once the lease has run out', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
  const { store, video } = filled();
  const job = store.jobs.enqueue(video.id);
  expect(store.jobs.claim('one', 1000)).toMatchObject({ id: job.id, state: 'running', attempts: 1 });
  expect(store.jobs.claim('two', 1000)).toBeUndefined();
  expect(store.jobs.renew(job.id, 'one', 2000)).toBe(true);
  vi.setSystemTime(1_001_500);
  expect(store.jobs.claim('two', 1000)).toBeUndefined();
  vi.setSystemTime(1_002_000);
  expect(store.jobs.stuckSince(Date.now() + 1)).toHaveLength(1);
  expect(store.jobs.claim('two', 1000)).toMatchObject({ attempts: 2, leaseOwner: 'two' });
  expect(store.jobs.renew(job.id, 'one', 1000)).toBe(false);
  expect(store.jobs.progress(job.id, 'one', 'reading', 0.1, { fps: null, remainingMs: null })).toBe(false);
  expect(store.jobs.ofVideo(video.id)).toMatchObject({ phase: '', done: 0, fps: null });
  const pace = { fps: 40, remainingMs: 3000 };
  expect(store.jobs.progress(job.id, 'two', 'preparing', 7, pace)).toBe(true);
  expect(store.jobs.ofVideo(video.id)).toMatchObject({ phase: 'preparing', done: 1, ...pace });
  expect(store.jobs.finish(job.id, 'one', 'failed')).toBe(false);
  expect(store.jobs.finish(job.id, 'two', 'done')).toBe(true);
  expect(store.jobs.claim('three', 1000)).toBeUndefined();
});

it('takes a job away from whoever has it', () => {
  const { store, video } = filled();
  expect(store.jobs.cancel(video.id)).toBe(false);
  const job = store.jobs.enqueue(video.id);
  store.jobs.claim('one', 60_000);
  expect(store.jobs.cancel(video.id)).toBe(true);
  expect(store.jobs.renew(job.id, 'one', 1000)).toBe(false);
  expect(store.jobs.finish(job.id, 'one', 'done')).toBe(false);
  store.jobs.release(job.id, 'one');
  expect(store.jobs.ofVideo(video.id)).toMatchObject({ state: 'cancelled', leaseOwner: null });
  expect(store.jobs.claim('two', 1000)).toBeUndefined();
});

it('takes everything back when a transaction throws', () => {
  const { store } = filled();
  const run = () =>
    store.transaction(() => {
      store.people.create({ login: 'x', name: 'X' });
      throw new Error('no');
    });
  expect(run).toThrow('no');
  expect(store.people.count()).toBe(1);
});

it('sees that another process has changed something', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loupe-store-'));
  const [ours, theirs] = [createStore(join(folder, 'db')), createStore(join(folder, 'db'))];
  const before = ours.foreignChanges();
  ours.people.create({ login: 'a', name: 'A' });
  expect(ours.foreignChanges()).toBe(before);
  theirs.people.create({ login: 'b', name: 'B' });
  expect(ours.foreignChanges()).not.toBe(before);
  ours.close();
  theirs.close();
  rmSync(folder, { recursive: true });
});

it('a project says whether its videos are prepared without sound', () => {
  const { store, project, study } = filled();
  const { projects } = store;
  expect(project.silent).toBe(false);
  projects.setSilent(project.id, true);
  expect(projects.get(project.id)?.silent).toBe(true);
  expect(projects.ofStudy(study.id)).toEqual(projects.get(project.id));
  expect(projects.byName('Lungs')[0]?.silent).toBe(true);
});
