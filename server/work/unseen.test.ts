/** What is closed to whom, attacked by socket and by API: blind work, and people who work for somebody else. */
import { describe, expect, it, vi } from 'vitest';
import { setDeleted } from '#lib/doc/edit/annotation.ts';
import { openLabels } from '#lib/doc/open.ts';
import type { TrackId } from '#lib/model/id.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { LiveEventAnswer } from '#lib/protocol/http.ts';
import type { Transport } from '#lib/protocol/transport.ts';
import type { MyWorkAnswer, TasksAnswer } from '#lib/protocol/work.ts';
import type { Person } from '../../tests/served-app.ts';
import { readyVideo } from '../../tests/builders/ready-video.ts';
import {
  ana, ask, ben, draw, fetchBytes, given, good, ito, join, knock, maria, newTask, refused, roomOf, served, SOON, step,
  tracksOf, video,
} from '../../tests/builders/work-road.ts'; // prettier-ignore

describe('blind work', () => {
  it('is closed to everybody else, by socket and by API, until all have submitted', async () => {
    const works = await given([ana!, ben!], { mode: 'independent', blind: true });
    const [anas, bens] = works;
    expect(works.map(({ people }) => people.map(({ name }) => name))).toEqual([['ana'], ['ben']]);
    await draw(await join(ana!, anas!.layer));
    const rooms = {
      own: roomName({ kind: 'labels', video, layer: anas!.layer }),
      talk: roomName({ kind: 'discussion', video, layer: anas!.layer }),
      shared: roomOf(),
      discussion: roomName({ kind: 'discussion', video }),
    };
    const asBen = async () => [
      ...(await Promise.all(Object.values(rooms).map((room) => knock(ben!, room)))),
      ...(await Promise.all(
        Object.values(rooms).map(
          async (room) => (await fetchBytes(ben!, `/videos/${video}/document?room=${room}`)).status,
        ),
      )),
      (await ask(ben!, `/assignments/${anas!.id}`)).status,
      (await ask(ben!, `/assignments/${anas!.id}/findings`)).status,
    ];
    expect(await asBen()).toEqual([404, 404, 404, 404, 404, 404, 404, 404, 404, 404]);
    const { labels } = (await good<{ rooms: { labels: { layer: string }[] } }>(ben!, `/videos/${video}`))
      .rooms;
    expect(labels.map(({ layer }) => layer)).toEqual([bens!.layer]);
    const seen = await good<TasksAnswer>(ben!, `/projects/${served.project.id}/tasks`);
    expect(seen.assignments.map(({ id }) => id)).toEqual([bens!.id]);
    // Nor can a reviewer look before it is time, or export it.
    expect([await knock(ito!, rooms.own), await knock(maria!, rooms.own)]).toEqual([404, 404]);
    expect(
      (await fetchBytes(ito!, `/videos/${video}/export?format=native&layer=${anas!.layer}`)).status,
    ).toBe(404);
    // A clinician who works blind cannot have the shared layer as a file either.
    const [itos] = await given([ito!], { mode: 'independent', blind: true });
    expect((await fetchBytes(ito!, `/videos/${video}/export?format=native`)).status).toBe(404);
    expect(
      (await fetchBytes(ito!, `/videos/${video}/export?format=native&layer=${itos!.layer}`)).status,
    ).toBe(200);

    await step(ana!, anas!, 'start');
    await step(ana!, anas!, 'submit');
    expect(await knock(ana!, roomName({ kind: 'labels', video, layer: bens!.layer }))).toBe(404);
    await step(ben!, bens!, 'start');
    await step(ben!, bens!, 'submit');
    const { head } = await served.app.rooms.state(rooms.own);
    const opened = await join(ben!, anas!.layer);
    expect(tracksOf(opened)).toHaveLength(1);
    setDeleted(openLabels(opened.ydoc), { kind: 'track', id: tracksOf(opened)[0] as TrackId }, true);
    await vi.waitFor(() => expect(opened.ends).not.toEqual([]), SOON);
    expect((await served.app.rooms.state(rooms.own)).head).toBe(head);
  });

  it('ends a socket that stood open when the layer was closed to it', async () => {
    const bens = await join(ben!);
    await given([ana!, ben!], { mode: 'independent', blind: true });
    await vi.waitFor(() => expect(bens.ends).not.toEqual([]), SOON);
    expect(bens.ends[0]).toBe(4404);
  });

  it('needs layers of one’s own', async () => {
    const path = `/projects/${served.project.id}/tasks`;
    expect(await refused(maria!, path, newTask([ana!], { blind: true }))).toBe('400 bad-request');
  });
});

it('outsourced people get their videos and no names, by any way in', async () => {
  const { store, ingest } = served.app;
  await ingest.stop();
  const other = await readyVideo(served.app, {
    study: served.study.id,
    createdBy: maria!.row.id,
    name: 'Mr Roe.mov',
  });
  await given([ana!]);
  const open = await join(ana!);
  const group = store.groups.create({ project: served.project.id, name: 'Outside', outsourced: true });
  store.groups.setPeople(group, [ana!.row.id]);
  expect(await refused(ana!, `/videos/${other.id}`)).toBe('404 not-found');
  expect(await knock(ana!, roomName({ kind: 'discussion', video: other.id }))).toBe(404);
  expect(
    (await fetch(`${served.url}/media/${other.id}/v.mp4`, { headers: { authorization: ana!.bearer } }))
      .status,
  ).toBe(404);
  const videos = await good<{ name: string }[]>(ana!, `/studies/${served.study.id}/videos`);
  expect(videos.map(({ name }) => name)).toEqual(['Video 1']);
  expect(await good<{ name: string }[]>(ana!, '/studies')).toMatchObject([
    { name: `Study ${served.study.id.slice(0, 4)}` },
  ]);
  const [mine] = (await good<MyWorkAnswer>(ana!, '/me/work')).mine;
  expect([mine?.video.name, mine?.study.name]).toEqual(['Video 1', `Study ${served.study.id.slice(0, 4)}`]);
  expect(await refused(ana!, `/studies/${served.study.id}/videos?name=x`, {})).toBe('403 forbidden');
  // Nor by what ran live, here or in a study that is not theirs.
  const away = store.studies.create({ project: served.project.id, name: 'Mrs Poe, 5 May' });
  const begin = (study: typeof away.id, shown: typeof other.id) => {
    const session = store.liveSessions.begin(study, maria!.row.id, { video: shown } as Transport, Date.now());
    const at = { at: Date.now(), person: maria!.row.id, frame: null, subject: null, words: null };
    store.liveSessions.record(session, { ...at, kind: 'flagged', video: shown });
    store.liveSessions.record(session, { ...at, kind: 'flagged', video: other.id });
    return session;
  };
  const session = begin(served.study.id, video);
  begin(away.id, other.id);
  const shown = (who: Person) => {
    const { access, answers } = served.app;
    const studies = access.studies(who.row, served.project.id);
    return answers.liveNow(studies.map((one) => ({ ...one, videos: access.videos(who.row, one.study.id) })));
  };
  expect(shown(ana!)).toMatchObject([{ session, study: `Study ${served.study.id.slice(0, 4)}`, video }]);
  expect(shown(ben!).map(({ study }) => study)).toEqual([served.study.name]);
  const events = async (who: Person) =>
    (await good<LiveEventAnswer[]>(who, `/studies/${served.study.id}/live/events`)).map((one) => one.video);
  expect(await events(ana!)).toEqual(['Video 1', null]);
  expect(await events(ben!)).toEqual(['clip.mov', 'Mr Roe.mov']);
  const file = await fetchBytes(ana!, `/studies/${served.study.id}/live/events.csv`);
  expect(`${file.headers.get('content-disposition')} ${await file.text()}`).not.toMatch(
    /Roe|clip\.mov|First/,
  );
  // What is taken back is gone at once, also where it stands open.
  const [row] = store.assignments.ofPerson(ana!.row.id);
  await step(maria!, row!, 'withdraw', 'No longer needed.');
  await vi.waitFor(() => expect(open.ends).not.toEqual([]), SOON);
  expect(await refused(ana!, `/videos/${video}`)).toBe('404 not-found');
});
