/** Renditions with one fault each: the check must find it. */
import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { Decoder } from '../av/decoder.ts';
import { openSource } from '../av/source.ts';
import { readFragments, type FragmentedMp4 } from '../fragments.ts';
import { checkRendition, checkUntouched } from './check-rendition.ts';
import { copyPackets } from './packet-copy.ts';
import { probe } from './probe.ts';
import { scanPackets } from './scan-packets.ts';
import { compareSignatures, SignatureFile } from './signatures.ts';

const source = fileURLToPath(new URL('../../../tests/fixtures/numbered-cfr.mp4', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loupe-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const nothing = () => undefined;

/** The clip's packets in our own file, and what went in. */
async function copied() {
  const output = join(folder, 'v.mp4');
  const packets = await scanPackets(source, 0, nothing);
  const probed = await probe(source);
  const index = new FrameIndex(probed.timebase, Float64Array.from(packets.pts), 512);
  const sums = await copyPackets(source, { output, probe: probed, packets, sound: null }, nothing);
  return { output, index, sums, rendition: readFragments(output) };
}

describe('a rendition that was copied', () => {
  it('[I12] passes as it is, and not with one bit changed in one picture', async () => {
    const { output, sums, rendition } = await copied();
    expect(sums.sums).toHaveLength(300);
    checkUntouched(output, rendition, sums);
    const changed = join(folder, 'changed.mp4');
    copyFileSync(output, changed);
    const { offset, bytes } = rendition.fragments[4]!.samples[7]!;
    const file = openSync(changed, 'r+');
    writeSync(file, Buffer.from([0x55]), 0, 1, offset + bytes - 1);
    closeSync(file);
    expect(() => checkUntouched(changed, readFragments(changed), sums)).toThrow(
      'Picture 127 of the rendition, in the order of decoding, is not as it was.',
    );
  });

  it('[I12] does not pass with a picture less, at another time, or twice at one time', async () => {
    const { output, index, sums, rendition } = await copied();
    expect(checkRendition(index, rendition)).toBeCloseTo(2000 / 30, 3);
    const samples = rendition.fragments.flatMap((fragment) => fragment.samples);
    const made = (changed: typeof samples): FragmentedMp4 => ({
      ...rendition,
      fragments: [{ offset: 0, bytes: 0, samples: changed }],
    });
    expect(() => checkRendition(index, made(samples.slice(1)))).toThrow('299 pictures, the source 300');
    expect(() => checkUntouched(output, made(samples.slice(1)), sums)).toThrow('299 are in it');
    const late = samples.map((one, n) => (n === 20 ? { ...one, pts: one.pts + 200 } : one));
    expect(() => checkRendition(index, made(late))).toThrow(/^Frame \d+ is at/);
    const table = rendition.table.map((entry, n) => (n === 5 ? { ...entry, pts: entry.pts + 1 } : entry));
    expect(() => checkRendition(index, { ...rendition, table })).toThrow('Fragment 5 is not where the table');
    const short = { ...rendition, table: rendition.table.slice(1) };
    expect(() => checkRendition(index, short)).toThrow(/has \d+ entries for \d+ fragments/);
    const open = samples.map((one) => ({ ...one, isSync: false }));
    expect(() => checkRendition(index, made(open))).toThrow('does not begin with a sync sample');
  });
});

describe('a rendition that was encoded', () => {
  /** What pictures of the clip look like, from one to another. */
  async function signatures(first: number, last: number): Promise<string> {
    const file = new SignatureFile(join(folder, `signatures-${first}-${last}`));
    const opened = await openSource(source);
    let n = 0;
    const decoder = Decoder.open(opened.video, (frame) => {
      if (n >= first && n <= last) file.add(frame);
      n++;
    })!;
    await opened.eachPacket((packet) => decoder.push(packet));
    decoder.finish();
    opened.close();
    file.close();
    return file.path;
  }

  it('[I12] passes when each picture looks like the one that went in', async () => {
    const seen: number[] = [];
    await compareSignatures(await signatures(0, 299), source, (n) => seen.push(n));
    expect(seen).toEqual(Array.from({ length: 300 }, (_, n) => n));
  });

  it('[I12] does not pass with all pictures one off, one too many or one missing', async () => {
    await expect(compareSignatures(await signatures(1, 299), source, nothing)).rejects.toThrow(
      'Picture 0 of the rendition is another one',
    );
    await expect(compareSignatures(await signatures(0, 298), source, nothing)).rejects.toThrow(
      'The rendition has more than the 299 pictures that went into it.',
    );
  });
});
