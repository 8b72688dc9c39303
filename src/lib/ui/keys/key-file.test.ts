import { describe, expect, it } from 'vitest';
import type { KeyChoice } from '#lib/model/key-choice.ts';
import { readKeyFile, writeKeyFile } from './key-file.ts';

const choice: KeyChoice = {
  preset: 'cvat',
  own: [
    { command: 'moving.first', keys: ['$mod+Shift+H'] },
    { command: 'plugin.not-known-here', keys: ['W'] },
  ],
  singleKeys: false,
};

describe('keys as a file', () => {
  it('are the same after a way out and in, those of unknown commands too', () => {
    expect(readKeyFile(writeKeyFile(choice))).toEqual({ choice, leftOut: 0 });
  });

  it('leave out what belongs to the browser or always leads out', () => {
    const own = [{ command: 'moving.first', keys: ['Escape', '$mod+W', 'W'] }];
    expect(readKeyFile(writeKeyFile({ ...choice, own }))).toEqual({
      choice: { ...choice, own: [{ command: 'moving.first', keys: ['W'] }] },
      leftOut: 2,
    });
  });

  it.each([
    ['{', 'It is not JSON.'],
    ['null', 'It is no file of keys.'],
    ['{"format":"coco"}', 'It is no file of keys.'],
    ['{"format":"loupe-keys","version":2}', 'It is of another version than 1.'],
    ['{"format":"loupe-keys","version":1,"preset":"vi"}', 'What it says of keys cannot be read.'],
  ])('%s is refused', (text, fault) => {
    expect(readKeyFile(text)).toEqual({ fault });
  });
});
