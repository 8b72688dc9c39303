import { describe, expect, it } from 'vitest';
import type { VideoId } from '#lib/model/id.ts';
import { HandAtWork } from '../../../../../tests/builders/hand-at-work.ts';
import { PaletteEntries, type Entry } from './entries.ts';

const SIBLINGS = [{ id: 'other' as VideoId, name: 'Left view.mp4' }];

function at(hand: HandAtWork, opened: VideoId[] = []) {
  const all = new PaletteEntries(hand.editor, SIBLINGS, (id) => opened.push(id));
  const find = (typed: string, recent: readonly string[] = []): readonly Entry[] =>
    all.find(typed, recent).flatMap(({ entries }) => entries);
  return { all, find };
}

describe('what the palette finds', () => {
  it('frames and times, before all else', () => {
    const hand = new HandAtWork();
    for (const [typed, frame] of [
      ['frame 20', 20],
      ['f 21', 21],
      ['go to frame 22', 22],
      ['23', 23],
      ['0:01.0', hand.editor.options.index.frameAt(1000)],
    ] as const) {
      const [first] = at(hand).find(typed);
      expect([typed, first?.title]).toEqual([typed, `Frame ${frame}`]);
      first?.run();
      expect(hand.editor.playhead.target.value).toBe(frame);
    }
    expect(
      at(hand)
        .find('frame 100000')
        .some(({ kind }) => kind === 'place'),
    ).toBe(false);
  });

  it('commands by their words, and runs them; those that make no sense now say what they need', () => {
    const hand = new HandAtWork();
    const [first] = at(hand).find('draw ellip');
    first?.run();
    expect(hand.editor.tools.active.value).toBe('ellipse');
    const trim = at(hand)
      .find('selection begins at this frame')
      .find(({ command }) => command === 'marking.trim-start');
    expect(trim).toMatchObject({ disabled: true, detail: 'needs something selected' });
  });

  it('of commands that are played by a held key, none; of those that go on when it is let go, all', () => {
    const hand = new HandAtWork();
    const ids = at(hand)
      .find('')
      .map(({ command }) => command);
    expect(ids).not.toContain('display.lens');
    expect(ids).not.toContain('together.laser');
    expect(ids).not.toContain('tools.escape');
    expect(ids).toContain('playback.forward');
  });

  it('marks by their names; one is selected and shown', () => {
    const hand = new HandAtWork();
    hand.at(7);
    const id = hand.draw(10, 10, 50, 50);
    hand.key('Escape');
    hand.at(0);
    const { editor } = hand;
    const caption = editor.captionOf({ kind: 'track', id });
    const found = at(hand)
      .find(caption)
      .find(({ kind }) => kind === 'object');
    expect(found?.title).toBe(caption);
    found?.run();
    expect(editor.selection.refs.value).toEqual([{ kind: 'track', id }]);
    expect(editor.playhead.target.value).toBe(7);
  });

  it('labels: given to the selection where they may be, armed else', () => {
    const hand = new HandAtWork();
    const { editor } = hand;
    const label = editor.options.taxonomy.labels.find(
      ({ use, shapes }) => use === 'object' && shapes.includes('box'),
    )!;
    const labelEntry = () =>
      at(hand)
        .find(label.name)
        .find(({ id }) => id === `label:${label.id}`)!;
    expect(labelEntry().detail).toBe('for the next object');
    labelEntry().run();
    expect(editor.armed.value).toBe(label.id);
    labelEntry().run();
    expect(editor.armed.value).toBe(label.id);
    const id = hand.draw(10, 10, 50, 50);
    editor.tools.choose('select');
    editor.selection.set([{ kind: 'track', id }]);
    expect(labelEntry().detail).toMatch(/^give it to /);
  });

  it('the other videos of the study', () => {
    const opened: VideoId[] = [];
    const [first] = at(new HandAtWork(), opened).find('left view');
    first?.run();
    expect(opened).toEqual(['other']);
  });

  it('what was used last comes first, also among what fits equally', () => {
    const hand = new HandAtWork();
    const recent = ['command:view.fit-timeline', 'video:gone'];
    expect(at(hand).find('', recent)[0]?.id).toBe('command:view.fit-timeline');
    expect(at(hand).find('fit', recent)[0]?.id).toBe('command:view.fit-timeline');
  });

  it('of very many, the best few are listed and the others counted', () => {
    const hand = new HandAtWork();
    for (let n = 0; n < 30; n += 1) hand.draw(10, 10, 50, 50);
    const caption = hand.editor.captionOf({ kind: 'track', id: hand.tracks[0]!.id });
    const sections = at(hand).all.find(caption.replace(/ \d+$/, ''), []);
    const objects = sections.find(({ title }) => title.startsWith('Objects'));
    expect([objects?.entries.length, objects?.more]).toEqual([12, 18]);
  });
});
