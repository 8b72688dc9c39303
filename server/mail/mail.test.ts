/** Letters over a real line to a mail server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId, type VideoId } from '#lib/model/id.ts';
import { must } from '#lib/model/problem.ts';
import { createPost } from './post.ts';
import type { DueNotice } from '#server/store/notices.ts';
import { PEM_FILE, PostOffice } from '../../tests/builders/post-office.ts';
import { serveApp, type Person, type ServedApp } from '../../tests/served-app.ts';

const ORIGIN = 'https://loupe.example.org';
let office: PostOffice;
let served: ServedApp;
let maya: Person;
let ito: Person;
let video: VideoId;
let said: DueNotice[];

async function open(environment: Record<string, string> = {}): Promise<void> {
  served = await serveApp({
    ORIGIN,
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(office.port),
    SMTP_TLS: 'no',
    MAIL_FROM: 'loupe@example.org',
    MAIL_AFTER_MINUTES: '0',
    ...environment,
  });
  [maya, ito] = [served.person('maya', 'annotator'), served.person('ito', 'clinician')];
  video = served.app.store.videos.create({
    study: served.study.id,
    name: 'Miller, John 1951',
    createdBy: maya.row.id,
  }).id;
}

beforeEach(async () => {
  office = await new PostOffice().open();
  said = [];
});
afterEach(async () => {
  await served.close();
  await office.close();
});

const post = () => must(served.app.post, 'there is a post room');
const codeIn = (text: string) => must(/^ {4}(\S+)$/m.exec(text)?.[1], 'a code is in the letter');

/** Proves somebody's address. */
async function gives({ row }: Person, address: string): Promise<void> {
  await post().addresses.ask(row.id, address);
  post().addresses.prove(
    row.id,
    codeIn(must(office.letters.pop(), 'a letter with a code').text).toLowerCase(),
  );
}

/** Something that Ito is told in the inbox, behind what there was. */
function says(text: string): void {
  const excerpt = text.replace(/<@[^>]*>/, '@ito');
  said.push({
    person: ito.row.id,
    kind: 'mention',
    comment: newId<'comment'>(),
    by: maya.row.id,
    frame: 7,
    excerpt,
  });
  served.app.store.notices.settle({ video, layer: null }, said, Date.now());
}

describe('letters', () => {
  it('tell what was not read, once, without a word about a patient', async () => {
    await open();
    await gives(ito, 'ito@example.org');
    says(`<@${ito.row.id}> Miller bled here`);
    says(`<@${ito.row.id}> and here`);
    await post().courier.deliver();
    await post().courier.deliver();
    expect(office.letters).toHaveLength(1);
    const [letter] = office.letters;
    expect(letter).toMatchObject({ from: 'loupe@example.org', to: 'ito@example.org' });
    expect(letter!.headers).toMatch(/^Subject: Loupe: 2 comments for you$/m);
    expect(letter!.text.match(/maya named you:/g)).toHaveLength(2);
    expect(letter!.text).toMatch(new RegExp(`${ORIGIN}/videos/${video}\\?f=7&c=\\w+`));
    expect(letter!.headers + letter!.text).not.toMatch(/Miller|bled|1951/);
  });

  it('tell names of videos and words where the settings say so', async () => {
    await open({ MAIL_WORDS: 'yes' });
    await gives(ito, 'ito@example.org');
    says(`<@${ito.row.id}> it bled here – später`);
    await post().courier.deliver();
    expect(office.letters[0]?.text).toContain(
      'maya named you in “Miller, John 1951”:\n  @ito it bled here – später',
    );
  });

  it('come late, not never, when the mail server was away; and none tells what was read meanwhile', async () => {
    await open();
    await gives(ito, 'ito@example.org');
    says(`<@${ito.row.id}> one`);
    office.busy = true;
    await post().courier.deliver();
    expect(office.letters).toEqual([]);
    office.busy = false;
    await post().courier.deliver();
    expect(office.letters).toHaveLength(1);
    says(`<@${ito.row.id}> two`);
    served.app.store.notices.markRead(ito.row.id, 'all', Date.now());
    await post().courier.deliver();
    expect(office.letters).toHaveLength(1);
  });

  it('go to nobody who has not proven an address, may not see the video, or cannot be reached', async () => {
    await open();
    await post().addresses.ask(ito.row.id, 'ito@example.org');
    says(`<@${ito.row.id}> one`);
    await post().courier.deliver();
    expect(office.letters.splice(0)).toHaveLength(1); // the code alone
    served.app.store.mail.prove(ito.row.id, 0);
    office.unknown.add('ito@example.org');
    await post().courier.deliver();
    expect(served.app.store.mail.of(ito.row.id)).toMatchObject({ refused: true });
    office.unknown.clear();
    says(`<@${ito.row.id}> two`);
    await post().courier.deliver();
    expect(office.letters).toEqual([]);
    served.app.store.mail.put(ito.row.id, 'ito@example.org', 'x', 0);
    served.app.store.mail.prove(ito.row.id, 0);
    served.app.store.members.remove(served.project.id, ito.row.id);
    await post().courier.deliver();
    expect(office.letters).toEqual([]);
  });

  it.each(['start', 'implicit'] as const)(
    'go encrypted, with the account, to a mail server whose certificate is known: %s',
    async (encryption) => {
      await office.close();
      office = await new PostOffice(encryption).open();
      const account = { SMTP_USER: 'loupe', SMTP_PASSWORD: 'it is secret' };
      const tls = { SMTP_TLS: encryption === 'start' ? 'yes' : encryption, SMTP_CA: PEM_FILE };
      await open({ SMTP_HOST: 'localhost', ...tls, ...account });
      await gives(ito, 'ito@example.org');
      says(`<@${ito.row.id}> one`);
      await post().courier.deliver();
      expect(office.letters).toMatchObject([{ to: 'ito@example.org', encrypted: true }]);
      expect(new Set(office.signedIn)).toEqual(new Set(['loupe:it is secret']));
    },
  );

  it.each(['start', 'implicit'] as const)(
    'do not go, nor the password, to a mail server that is not who it says: %s',
    async (encryption) => {
      await office.close();
      office = await new PostOffice(encryption).open();
      const account = { SMTP_USER: 'loupe', SMTP_PASSWORD: 'it is secret' };
      await open({ SMTP_TLS: encryption === 'start' ? 'yes' : encryption, ...account });
      await expect(post().addresses.ask(ito.row.id, 'ito@example.org')).rejects.toMatchObject({
        problem: { code: 'mail-unreachable' },
      });
      expect([office.letters, office.signedIn]).toEqual([[], []]);
    },
  );

  it('wait for a server that was stopped, and for one whose mail server was away, and come once', async () => {
    await open();
    await gives(ito, 'ito@example.org');
    says(`<@${ito.row.id}> one`);
    office.busy = true;
    await post().courier.deliver();
    await post().courier.stop();
    office.busy = false;
    const { store, access, log: logger, config } = served.app;
    const next = must(createPost(config.mail, { store, access, logger, now: Date.now }), 'mail is on');
    for (let round = 0; round < 2; round++) await next.courier.deliver();
    await next.courier.stop();
    expect(office.letters).toHaveLength(1);
  });

  it('are not sent in the clear where they must be encrypted', async () => {
    await open({ SMTP_TLS: 'yes' });
    await expect(post().addresses.ask(ito.row.id, 'ito@example.org')).rejects.toMatchObject({
      problem: { code: 'mail-unreachable' },
    });
    expect(office.letters).toEqual([]);
  });
});

describe('an address', () => {
  it('counts when its code comes back, in whatever writing', async () => {
    await open();
    const { addresses } = post();
    await addresses.ask(ito.row.id, ' ito@example.org ');
    expect(() => addresses.prove(ito.row.id, 'AAAA-AAAA')).toThrow('The code is another one.');
    expect(() => addresses.prove(maya.row.id, codeIn(office.letters[0]!.text))).toThrow(
      'No code is waited for.',
    );
    addresses.prove(ito.row.id, codeIn(office.letters[0]!.text).toLowerCase().replace('-', ' '));
    expect(served.app.store.mail.of(ito.row.id)).toMatchObject({
      address: 'ito@example.org',
      codeHash: null,
    });
    addresses.remove(ito.row.id);
    expect(served.app.store.mail.of(ito.row.id)).toBeUndefined();
  });

  it('is not guessed, and nobody’s box is filled', async () => {
    await open();
    const { addresses } = post();
    await addresses.ask(ito.row.id, 'ito@example.org');
    await expect(addresses.ask(ito.row.id, 'ito@example.org')).rejects.toThrow('Too many attempts');
    for (let n = 0; n < 5; n++) expect(() => addresses.prove(ito.row.id, 'AAAAAAAA')).toThrow('another one');
    expect(() => addresses.prove(ito.row.id, codeIn(office.letters[0]!.text))).toThrow('used up');
  });

  it.each([
    '',
    'ito',
    'ito@',
    'a b@example.org',
    'ito@example.org\r\nBcc: x@example.org',
    '<ito@example.org>',
  ])('is not %j', async (typed) => {
    await open();
    await expect(post().addresses.ask(ito.row.id, typed)).rejects.toThrow('not a mail address');
  });

  it('that nobody has is said at once', async () => {
    await open();
    office.unknown.add('ito@example.org');
    await expect(post().addresses.ask(ito.row.id, 'ito@example.org')).rejects.toThrow('knows nobody');
    expect(served.app.store.mail.of(ito.row.id)).toBeUndefined();
  });
});
