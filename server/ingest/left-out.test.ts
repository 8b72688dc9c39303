/** What a recording says beside its pictures and does not take along into what is shown. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeClip, type ClipPlan } from '../../tests/builders/clip.ts';
import { ingestFile, testFolder, type Ingested } from '../../tests/builders/ingested.ts';
import { numbersIn } from '../../tests/builders/numbers-in.ts';
import { OUTPUTS } from './message.ts';

const folder = testFolder('left-out');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TAGS = {
  title: 'PATIENTTITLE Doe Jane',
  comment: 'PATIENTCOMMENT 1970-01-01',
  artist: 'DOCTORARTIST',
  make: 'DEVICEMAKE',
  model: 'DEVICEMODEL',
  location: '+52.5200+013.4050/',
  'com.apple.quicktime.location.ISO6709': '+52.5200+013.4050/',
  'com.apple.quicktime.model': 'DEVICEPHONE',
  creation_time: '2019-03-04T05:06:07.000000Z',
};
const SECRETS = [
  'PATIENTTITLE',
  'PATIENTCOMMENT',
  'DOCTORARTIST',
  'DEVICEMAKE',
  'DEVICEMODEL',
  'DEVICEPHONE',
  '+52.52',
  '2019-03',
];
/** Of what libx264 writes between the pictures, as a camera does. */
const USER_DATA = 'x264 - core';

function clip(name: string, more: Partial<ClipPlan>): string {
  const path = join(folder, name);
  makeClip({ path, container: 'mov', encoder: 'libx264', tags: TAGS, ...more });
  return path;
}

const wave = (seconds: number) => Math.sin(seconds * 440 * 2 * Math.PI) / 2;
const sound = { encoder: 'aac', rate: 48_000, channels: 1, seconds: 1, wave };

const taggedMov = { containerOptions: { movflags: 'use_metadata_tags' } };

/** All that was made, by name. */
function outputsOf(made: Ingested): Map<string, string> {
  const there = OUTPUTS.filter((name) => existsSync(made.file(name)));
  return new Map(there.map((name) => [name, readFileSync(made.file(name)).toString('latin1')]));
}

function secretsIn(texts: Iterable<string>, secrets: readonly string[]): string[] {
  const all = [...texts];
  return secrets.filter((secret) => all.some((text) => text.includes(secret)));
}

describe('[I38] tags and user data are in nothing that is made', () => {
  it.each([
    ['mov', { ...taggedMov, sound }, 5],
    ['matroska', { container: 'matroska' }, 4],
    ['mpegts', { container: 'mpegts' }, 0],
  ] as const)('of untouched pictures from %s', { timeout: 120_000 }, async (name, more, tags) => {
    const source = clip(name, more);
    const before = readFileSync(source).toString('latin1');
    expect(before).toContain(USER_DATA);
    expect(secretsIn([before], SECRETS).length).toBeGreaterThanOrEqual(tags);
    const made = await ingestFile(source, folder);
    expect(made.picture.rendition).toBe('untouched');
    expect(secretsIn(outputsOf(made).values(), [...SECRETS, USER_DATA])).toEqual([]);
    expect(await numbersIn(made.file('v.mp4'))).toEqual(Array.from({ length: 25 }, (_, n) => n));
  });

  it('of encoded pictures, with a light rendition', { timeout: 120_000 }, async () => {
    const source = clip('turned', { ...taggedMov, width: 960, height: 540, matrix: [0, 1, -1, 0] });
    const made = await ingestFile(source, folder);
    expect(made.picture.rendition).toBe('encoded');
    expect(made.files).toContain('light.mp4');
    expect(secretsIn(outputsOf(made).values(), SECRETS)).toEqual([]);
  });
});

it('[I39] a silent project has neither sound nor peaks', { timeout: 120_000 }, async () => {
  const source = clip('with-sound', { sound });
  const heard = await ingestFile(source, folder);
  expect(heard.picture.hasAudio).toBe(true);
  expect(heard.files).toContain('sound.dat');
  const silent = await ingestFile(source, folder, undefined, { silent: true });
  expect(silent.picture.hasAudio).toBe(false);
  expect(silent.files).not.toContain('sound.dat');
  expect(readFileSync(silent.file('v.mp4')).includes('soun')).toBe(false);
  expect(readFileSync(silent.file('report.json'), 'utf8')).toContain('so it is set for the project');
});
