/**
 * What the page of the drawing benchmark does: the same moving objects three ways, all with their names or all without,
 * and says how long the script took. The peers are given where everything is; ours finds it itself.
 */
import 'pixi.js/unsafe-eval';
import { Container, WebGLRenderer } from 'pixi.js';
import type { Naming } from '#lib/canvas/names.ts';
import { ShapesLayer } from '#lib/canvas/shapes-layer.ts';
import { TagAtlas } from '#lib/canvas/tag-atlas.ts';
import { addTrack, setKeyframe } from '#lib/doc/edit/track.ts';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { Shape } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import { HandAtWork } from '../../builders/hand-at-work.ts';
import { CanvasPeer, SvgPeer, type Peer } from './peers.ts';

const FRAMES = 1000;
const PANE = { width: 1200, height: 600 };
const LABELS = ['forceps', 'polyp', 'lens'] as LabelId[];
const QUESTIONS = 2000;

/** Script milliseconds of each try. */
export type Drawn = {
  readonly objects: number;
  readonly naming: Naming;
  /** Working out where they are, whoever draws them. */
  readonly states: readonly number[];
  readonly loupe: readonly number[];
  readonly svg: readonly number[];
  readonly canvas: readonly number[];
  /** Ours, where nothing moves: another object is pointed at; the picture is panned. */
  readonly pointing: readonly number[];
  readonly panning: readonly number[];
  /** Ours: what it takes to hand the drawing to the graphics processor. */
  readonly handing: readonly number[];
  /** Of one question. */
  readonly hit: number;
};
export type Edited = {
  readonly keyframes: number;
  readonly inOne: readonly number[];
  readonly inMany: readonly number[];
};

declare global {
  interface Window {
    drawingBench: {
      readonly draw: (objects: readonly number[], tries: number) => Promise<readonly Drawn[]>;
      readonly edit: (keyframes: readonly number[], tries: number) => readonly Edited[];
    };
  }
}

let seed = 11;
function random(below: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return (seed >>> 8) % below;
}

function timed(run: () => void): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}

/** Half boxes, half polygons of twelve points; all move. */
function shapeAt(n: number, frame: number): Shape {
  const [x, y] = [
    ((n * 37) % 190) + 4 * Math.sin((frame + n) / 9),
    ((n * 53) % 92) + 3 * Math.cos((frame + n) / 7),
  ];
  if (n % 2 === 0) return { kind: 'box', x, y, w: 5, h: 4 };
  const points = Array.from({ length: 12 }, (_, at) => ({
    x: x + 2.5 + 2.5 * Math.cos((at * Math.PI) / 6),
    y: y + 2 + 2 * Math.sin((at * Math.PI) / 6),
  }));
  return { kind: 'polygon', points };
}

async function draw(counts: readonly number[], tries: number): Promise<readonly Drawn[]> {
  const renderer = new WebGLRenderer();
  await renderer.init({ ...PANE, antialias: false, skipExtensionImports: true });
  document.body.append(renderer.canvas);
  const rows: Drawn[] = [];
  for (const objects of counts)
    for (const naming of ['none', 'all', 'apart'] as const)
      rows.push(drawOne(objects, naming, tries, renderer));
  return rows;
}

function drawOne(objects: number, naming: Naming, tries: number, renderer: WebGLRenderer): Drawn {
  const hand = new HandAtWork({ frames: FRAMES });
  const { editor } = hand;
  editor.viewport.setPane(PANE.width, PANE.height);
  editor.hand.transact({ caption: 'fill', frame: null, refs: [] }, () => {
    for (let n = 0; n < objects; n++) {
      const base: Keyframe[] = Array.from({ length: 12 }, (_, at) => ({
        frame: (at * 25) as Frame,
        shape: shapeAt(n, at * 25),
        outside: false,
        occluded: false,
      }));
      const { kind } = shapeAt(n, 0);
      addTrack(editor.options.labels, { label: LABELS[n % 3]!, kind, source: 'model', base });
    }
  });
  const atlas = new TagAtlas(() => 1, () => undefined); // prettier-ignore
  const layer = new ShapesLayer(editor, () => undefined, atlas, naming);
  const root = new Container();
  root.addChild(layer.view);
  const peers: Peer[] = [new SvgPeer(PANE), new CanvasPeer(PANE)];
  const times: [number[], number[], number[]] = [[], [], []];
  const states: number[] = [];
  for (let n = 0; n < tries + 3; n++) {
    const frame = (7 * n + 1) as Frame;
    const state = timed(() => editor.scene.at(frame));
    const ours = timed(() => layer.draw(frame));
    const marks = editor.scene.drawnAt(frame).map(({ track, state }) => {
      const ref = { kind: 'track', id: track.id } as const;
      const name = naming === 'none' ? null : editor.captionOf(ref);
      return { id: track.id, shape: state.shape, color: editor.colorOf(ref), name };
    });
    const theirs = peers.map((peer) => timed(() => peer.draw(marks, editor.viewport)));
    if (n < 3) continue; // warm
    states.push(state);
    times[0].push(ours);
    times[1].push(theirs[0] ?? 0);
    times[2].push(theirs[1] ?? 0);
  }
  const still = 50 as Frame;
  layer.draw(still);
  const [pointing, panning, handing]: [number[], number[], number[]] = [[], [], []];
  const { gl } = renderer;
  for (let n = 0; n < tries; n++) {
    pointing.push(
      timed(() => {
        hand.move(random(PANE.width), random(PANE.height));
        layer.draw(still);
      }),
    );
    editor.viewport.pan(n % 2 === 0 ? 3 : -3, 0);
    panning.push(timed(() => layer.draw(still)));
  }
  for (let n = 0; n < 4; n++) {
    layer.draw((7 * n + 1) as Frame);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4)); // what came before is done
    const ms = timed(() => renderer.render(root));
    if (n > 0) handing.push(ms);
  }
  const ask = () => {
    for (let n = 0; n < QUESTIONS; n++)
      editor.scene.under(50 as Frame, { x: random(200), y: random(100) }, 0.5);
  };
  ask();
  const hit = timed(ask) / QUESTIONS;
  for (const peer of peers) peer.destroy();
  layer.destroy();
  atlas.destroy();
  editor.destroy();
  const [loupe, svg, canvas] = times;
  return { objects, naming, states, loupe, svg, canvas, pointing, panning, handing, hit };
}

function edit(counts: readonly number[], tries: number): readonly Edited[] {
  return counts.map((keyframes) => ({
    keyframes,
    inOne: moving(1, keyframes, tries),
    inMany: moving(keyframes / 100, 100, tries),
  }));
}

/** People's keyframes, one by one in the document, as moved by a hand. */
function moving(objects: number, each: number, tries: number): readonly number[] {
  const hand = new HandAtWork({ frames: 200_000 });
  const { editor } = hand;
  const { labels } = editor.options;
  const box = (x: number) => ({ shape: { kind: 'box', x, y: 5, w: 9, h: 9 }, outside: false, occluded: false }) as const; // prettier-ignore
  const tracks: TrackId[] = [];
  editor.hand.transact({ caption: 'fill', frame: null, refs: [] }, () => {
    for (let n = 0; n < objects; n++) {
      const id = addTrack(labels, { label: LABELS[n % 3]!, kind: 'box' }, 0 as Frame, box(n % 90));
      for (let at = 1; at < each; at++) setKeyframe(labels, id, at as Frame, box((n + at) % 90));
      tracks.push(id);
    }
  });
  const times: number[] = [];
  for (let n = 0; n < tries + 3; n++) {
    const id = tracks[random(tracks.length)]!;
    const frame = random(each) as Frame;
    const ms = timed(() => {
      editor.act('move', frame, [{ kind: 'track', id }], () => setKeyframe(labels, id, frame, box(100 + n)));
      void editor.reading.tracks.get(id)?.keyframes.length;
    });
    if (n >= 3) times.push(ms);
  }
  editor.destroy();
  return times;
}

window.drawingBench = { draw, edit };
