/**
 * What an empty data folder is filled with, so that the first screen after `npm start` is not empty: an admin, a
 * project with a real lung ultrasound, and three people who can work on it together.
 */
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Role } from '#lib/model/role.ts';
import type { App } from '#server/app.ts';
import { lungTaxonomy } from './lung-taxonomy.ts';

const CLIP = fileURLToPath(new URL('lung-ultrasound.mov', import.meta.url));
const ATTRIBUTION =
  'Volpicelli G., Gargani L. (2020), Ultrasound J 12:22, doi 10.1186/s13089-020-00171-w; ' +
  'via Born J. et al., covid19_ultrasound (cropped). CC BY 4.0.';

const PEOPLE: readonly { readonly login: string; readonly name: string; readonly role: Role }[] = [
  { login: 'ito', name: 'Dr Hana Ito', role: 'clinician' },
  { login: 'maya', name: 'Maya Okafor', role: 'annotator' },
  { login: 'jonas', name: 'Jonas Berg', role: 'annotator' },
];

/** A person made by the seed, with the token of their one-time sign-in link. */
export type Seeded = { readonly name: string; readonly role: string; readonly link: string };

/** Whether nobody has ever been made in this data folder. */
export function isEmpty(app: App): boolean {
  return app.store.people.count() === 0;
}

/** Fills an empty data folder; the demo clip is queued for preparation. Gives everybody's one-time link tokens. */
export async function seedDemo(app: App): Promise<readonly Seeded[]> {
  const { store, auth, ingest } = app;
  const admin = store.people.create({ login: 'admin', name: 'Admin', admin: true });
  const project = store.projects.create({ name: 'Demo' });
  store.taxonomies.save(project.id, lungTaxonomy());
  const study = store.studies.create({ project: project.id, name: 'Lung ultrasound' });
  const people = PEOPLE.map(({ login, name, role }) => {
    const person = store.people.create({ login, name });
    store.members.set(project.id, person.id, role);
    return { name, role: role as string, link: auth.createLink(person.id) };
  });
  await ingest.accept({
    study: study.id,
    name: 'Lung, convex probe.mov',
    createdBy: admin.id,
    stream: createReadStream(CLIP),
    attribution: ATTRIBUTION,
  });
  return [{ name: admin.name, role: 'admin', link: auth.createLink(admin.id) }, ...people];
}
