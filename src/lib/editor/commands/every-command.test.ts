/**
 * Every entry of the table, none forgotten: run by its key where it makes sense, it changes something that is seen; where
 * it makes none, it says what it needs, and does nothing.
 */
import { describe, expect, it } from 'vitest';
import { addComment } from '#lib/doc/edit/comment.ts';
import type { AttributeId } from '#lib/model/attribute.ts';
import type { LabelId, TierId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { HandAtWork, taxonomy } from '../../../../tests/builders/hand-at-work.ts';
import type { Command } from '../command.ts';
import { trackRef } from '../deeds/track.ts';
import { commandTable } from './table.ts';

const ASKED = {
  id: 'open' as AttributeId,
  name: 'Open',
  kind: 'yes-no' as const,
  choices: [],
  unit: '',
  min: null,
  max: null,
  retired: false,
  byFrame: true,
  required: true,
};
/** Ten labels of each use, so that every digit has one, and two tiers under each other. */
const WIDE = {
  ...taxonomy,
  labels: [
    ...taxonomy.labels.map((label) => (label.id === 'forceps' ? { ...label, attributes: [ASKED] } : label)),
    ...(['object', 'event', 'segment'] as const).flatMap((use) =>
      Array.from({ length: 10 }, (_, at) => ({
        id: `${use}-${at}` as LabelId,
        name: `${use} ${at}`,
        color: '#62afa0',
        use,
        retired: false,
        shapes: use === 'object' ? (['box', 'mask'] as const) : [],
      })),
    ),
  ],
  tiers: taxonomy.tiers.map((tier, at) => ({
    ...tier,
    labels: [...tier.labels, ...Array.from({ length: 10 }, (_, n) => `segment-${n}` as LabelId)],
    ...(at === 1 && { parent: 'phase' as TierId }),
  })),
};

/** One at work on a video with objects that move, a segment, an event and open comments; nothing is selected. */
function atWork(): HandAtWork {
  const hand = new HandAtWork({ taxonomy: WIDE });
  const first = hand.at(10).draw(20, 20, 80, 80);
  hand.at(40).press(50, 50).drag(60, 50).release();
  hand.at(10).draw(100, 20, 160, 80);
  hand.editor.tier.set('finding' as TierId);
  hand.editor.selection.clear();
  hand.at(15).key('I');
  hand.at(30).key('O');
  hand.key('Enter');
  hand.editor.selection.clear();
  hand.at(22).key('M');
  hand.editor.selection.set([trackRef(first)]);
  hand.key('Ctrl+C');
  hand.editor.selection.clear();
  for (const key of ['I', 'O']) hand.key(key);
  hand.editor.marks.in.set(null);
  hand.editor.marks.out.set(null);
  return hand.at(20);
}

const objects = (hand: HandAtWork) => [...hand.editor.reading.tracks.keys()].map(trackRef);

/** Where commands make sense; the first in which one does is taken. */
const SITUATIONS: Readonly<Record<string, (hand: HandAtWork) => void>> = {
  'nothing selected': () => undefined,
  'an object selected': (hand) => hand.editor.selection.set(objects(hand).slice(0, 1)),
  'several objects selected': (hand) => hand.editor.selection.set(objects(hand)),
  'a segment selected': (hand) => {
    const [id] = hand.editor.reading.segments.keys();
    hand.editor.selection.set([{ kind: 'segment', id: id! }]);
  },
  'a range from in to out': (hand) => {
    hand.editor.marks.in.set(12 as Frame);
    hand.editor.marks.out.set(18 as Frame);
  },
  'keyframes picked': (hand) => {
    const [ref] = objects(hand);
    hand.editor.selection.set([ref!]);
    hand.editor.selection.keyframes.set(new Map([[ref!.id, new Set([40 as Frame])]]));
  },
  'a tool that draws': (hand) => hand.editor.tools.choose('box'),
  'a line begun': (hand) => {
    hand.editor.tools.choose('polygon');
    hand.click(20, 20).click(60, 20).click(60, 60);
  },
  'marking live': (hand) => {
    hand.key('Shift+M');
    hand.key('Shift+Enter');
    hand.at(25);
  },
  'something undone': (hand) => hand.key('Ctrl+Z'),
  'open comments before and after': (hand) => {
    hand.editor.talk.transact({ caption: 'comment', frame: null, refs: [] }, () => {
      for (const frame of [5, 60] as Frame[])
        addComment(hand.editor.options.discussion, {
          text: 'Is it?',
          anchor: { kind: 'frame', frame },
          parent: null,
          atMs: 1.7e12,
        });
    });
  },
  'another look at the picture and the time': (hand) => {
    hand.key('Shift+Quote');
    hand.key('+');
    hand.editor.commands.run('view.timeline-nearer');
  },
  'a joint selected': (hand) => {
    hand.editor.armed.set('forceps' as LabelId);
    hand.editor.tools.choose('skeleton');
    hand.key('Enter');
    hand.editor.tools.choose('select');
    hand.editor.selection.vertex.set(1);
  },
  'a point of a polygon selected': (hand) => {
    hand.editor.armed.set('polyp' as LabelId);
    hand.editor.tools.choose('polygon');
    hand.click(20, 20).click(60, 20).click(60, 60).click(20, 60);
    hand.key('Enter');
    hand.editor.tools.choose('select');
    hand.editor.selection.vertex.set(1);
  },
  'joints being placed': (hand) => {
    hand.editor.armed.set('forceps' as LabelId);
    hand.editor.tools.choose('skeleton');
    hand.click(30, 30);
  },
  'the brush in the hand': (hand) => hand.editor.tools.choose('mask'),
  running: (hand) => hand.key('Space'),
  'the tier above': (hand) => hand.editor.tier.set('phase' as TierId),
  'an answer that changes': (hand) => {
    hand.editor.selection.set(objects(hand).slice(0, 1));
    const [ref] = objects(hand);
    hand.editor.hand.transact({ caption: 'answer', frame: null, refs: [] }, () => {
      const fattr = hand.editor.options.labels.tracks.get(ref!.id)?.get('fattr') as {
        set(k: string, v: unknown): void;
      };
      fattr.set('12:open', true);
      fattr.set('33:open', false);
    });
  },
};

/** Everything that can be followed of an object, and of what it holds. */
function seenOf(thing: object, depth = 3, known = new Set<object>()): unknown[] {
  if (known.has(thing)) return [];
  known.add(thing);
  const seen: unknown[] = [];
  if ('subscribe' in thing && 'value' in thing) seen.push(plain(thing.value));
  const names = new Set([
    ...Object.keys(thing),
    ...Object.getOwnPropertyNames((Object.getPrototypeOf(thing) as object | null) ?? {}),
  ]);
  if (depth === 0) return seen;
  for (const name of names) {
    if (['constructor', 'options', 'commands'].includes(name)) continue;
    const inner: unknown = (thing as Record<string, unknown>)[name];
    if (typeof inner === 'object' && inner !== null) seen.push(...seenOf(inner, depth - 1, known));
  }
  return seen;
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, one]) => [key, plain(one)]);
  if (value instanceof Set) return [...value];
  return typeof value === 'object' && value !== null ? { ...value } : value;
}

function digest({ editor, labels, discussion }: HandAtWork): string {
  const flags = (['folded', 'muted', 'solo', 'locked'] as const).map((flag) => [
    ...editor.lanes.flagged(flag).value,
  ]);
  return JSON.stringify([seenOf(editor), flags, labels.toJSON(), discussion.toJSON()]);
}

/** The key of a command as the hand presses it; undefined where it has none. */
function press(hand: HandAtWork, { id, keys: [first] }: Command): void {
  if (first === undefined) return void hand.editor.commands.run(id);
  hand.key(first.replace('$mod', 'Ctrl').replace(/Digit|Key/, ''));
}

/** What only company makes sensible; their own tests run them there. */
const IN_COMPANY: Readonly<Record<string, string>> = {
  'live.follow': 'a live session',
  'live.decide': 'a live session',
  'reviewing.accept': 'a layer to review',
  'reviewing.reject': 'a layer to review',
  'reviewing.next': 'a layer to review',
  'adjudicating.next': 'layers to adjudicate',
  'adjudicating.previous': 'layers to adjudicate',
  'adjudicating.take-a': 'layers to adjudicate',
  'adjudicating.take-b': 'layers to adjudicate',
  'adjudicating.take-c': 'layers to adjudicate',
  'adjudicating.take-d': 'layers to adjudicate',
  'adjudicating.merge': 'layers to adjudicate',
  'adjudicating.draw': 'layers to adjudicate',
  'adjudicating.neither': 'layers to adjudicate',
  'adjudicating.take-back': 'layers to adjudicate',
  'tracking.forwards': 'pictures to follow an object in',
  'tracking.backwards': 'pictures to follow an object in',
  'tracking.keep': 'what was followed',
  'tracking.discard': 'what was followed',
  'view.next-video': 'a video beside this one',
  'playback.mute': 'a video that is heard',
};

describe.each(commandTable.map((command) => [command.id, command] as const))('%s', (id, command) => {
  it('does what can be seen where it makes sense, and nothing where it does not', () => {
    const outcomes = Object.values(SITUATIONS).map((prepare) => {
      const hand = atWork();
      prepare(hand);
      const before = digest(hand);
      const enabled = hand.editor.commands.enabled(id);
      if (enabled) press(hand, command);
      else hand.editor.commands.run(id);
      const changed = digest(hand) !== before;
      hand.editor.destroy();
      return { enabled, changed };
    });
    expect(
      outcomes.some(({ enabled, changed }) => !enabled && changed),
      'changed without sense',
    ).toBe(false);
    const seen = outcomes.some(({ enabled, changed }) => enabled && changed);
    expect(seen || IN_COMPANY[id] !== undefined, 'changed nothing anywhere').toBe(true);
    expect(
      outcomes.every(({ enabled }) => enabled) || command.needs !== undefined,
      'says what it needs',
    ).toBe(true);
  });
});
