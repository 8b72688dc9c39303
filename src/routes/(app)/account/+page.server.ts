/** My account: name, password, letters, sessions, tokens. */
import { fail, type RequestEvent } from '@sveltejs/kit';
import type { PersonId } from '#lib/model/id.ts';
import { problem } from '#lib/model/problem.ts';
import type { Post } from '#server/mail/post.ts';
import type { MailRow } from '#server/store/mail.ts';
import { formText } from '../../form-text.ts';
import { setPassword } from './set-password.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { app, person, session } }) => {
  if (!person) throw new Error('hooks.server.ts lets nobody else on to this page.');
  const { sessions } = app.store;
  return {
    crumbs: [{ name: 'Account' }],
    hasPassword: person.hasPassword,
    // A part of the id is enough to name one, and is not the whole of what the database is searched by.
    sessions: sessions.ofPerson(person.id).map(({ id, createdAt, seenAt }) => ({
      key: id.slice(0, 24),
      createdAt,
      seenAt,
      here: id === session?.id,
    })),
    tokens: app.auth.tokensOf(person.id),
    mail: app.post && { mine: mailOf(app.store.mail.of(person.id)) },
  };
};

function mailOf(row: MailRow | undefined) {
  return row ? { address: row.address, proven: row.codeHash === null, refused: row.refused } : null;
}

/** One step with the address for letters; none where the server sends none. */
async function withMail(
  { locals }: RequestEvent,
  step: (post: Post, person: PersonId) => void | Promise<void>,
) {
  const { app, person } = locals;
  if (!person || !app.post) return fail(404, { problem: problem('not-found'), of: 'mail' });
  try {
    await step(app.post, person.id);
    return { of: 'mail' };
  } catch (thrown) {
    const found = locals.problemOf(thrown);
    if (!found) throw thrown;
    return fail(found.status, { problem: found, of: 'mail' });
  }
}

async function field({ request }: RequestEvent, name: string): Promise<string> {
  return formText(await request.formData(), name);
}

export const actions: Actions = {
  rename: async (event) => {
    const { app, person } = event.locals;
    const name = (await field(event, 'name')).trim();
    if (name === '' || name.length > 80)
      return fail(400, {
        problem: problem('bad-request', { what: 'A name has 1 to 80 characters.' }),
        of: 'name',
      });
    if (person) app.store.people.setName(person.id, name);
    return { of: 'name' };
  },
  password: async (event) => {
    const found = await setPassword(event);
    return found ? fail(found.status, { problem: found, of: 'password' }) : { of: 'password' };
  },
  askMail: async (event) => {
    const address = await field(event, 'address');
    return withMail(event, ({ addresses }, person) => addresses.ask(person, address));
  },
  proveMail: async (event) => {
    const code = await field(event, 'code');
    return withMail(event, ({ addresses }, person) => {
      addresses.prove(person, code);
      event.locals.record('mail.prove');
    });
  },
  removeMail: (event) =>
    withMail(event, ({ addresses }, person) => {
      addresses.remove(person);
      event.locals.record('mail.remove');
    }),
  endSession: async (event) => {
    const { app, person } = event.locals;
    const key = await field(event, 'session');
    const mine = person ? app.store.sessions.ofPerson(person.id) : [];
    const found = mine.find(({ id }) => id.slice(0, 24) === key);
    if (found) {
      await app.auth.signOut(found.id);
      event.locals.record('sign-out');
    }
    return { of: 'sessions' };
  },
  createToken: async ({ request, locals }) => {
    const { app, person } = locals;
    if (!person) return fail(401, { problem: problem('not-signed-in'), of: 'tokens' });
    const form = await request.formData();
    try {
      const name = formText(form, 'name', 200);
      const made = app.auth.createToken(person.id, name, Number(formText(form, 'days')));
      locals.record('token.create');
      return { of: 'tokens', made };
    } catch (thrown) {
      const found = locals.problemOf(thrown);
      if (!found) throw thrown;
      return fail(found.status, { problem: found, of: 'tokens' });
    }
  },
  removeToken: async (event) => {
    const { app, person } = event.locals;
    const token = await field(event, 'token');
    if (person && app.auth.removeToken(person.id, token)) event.locals.record('token.remove');
    return { of: 'tokens' };
  },
};
