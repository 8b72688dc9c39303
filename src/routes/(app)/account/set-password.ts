/** The form action behind both places where a password is set. */
import type { RequestEvent } from '@sveltejs/kit';
import { formText } from '../../form-text.ts';
import { problem, type Problem } from '#lib/model/problem.ts';

/** Sets the password of who is signed in; somebody with one must give it. The problem, where there is one. */
export async function setPassword({
  request,
  locals,
  getClientAddress,
}: RequestEvent): Promise<Problem | null> {
  const { app, person } = locals;
  if (!person) return problem('not-signed-in');
  const form = await request.formData();
  const [current, password] = [formText(form, 'current'), formText(form, 'password')];
  try {
    if (person.hasPassword && !(await app.auth.confirmPassword(person, current, getClientAddress())))
      return problem('bad-request', { what: 'The current password is another one.' });
    await locals.signIn(await app.auth.setPassword(person, password));
    locals.record('password.set');
    return null;
  } catch (thrown) {
    const found = locals.problemOf(thrown);
    if (!found) throw thrown;
    return found;
  }
}
