import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cell } from '#lib/cell/cell.ts';
import { problem } from '#lib/model/problem.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';
import { Animation } from '../../../tests/builders/animation.ts';
import { FakeCodec, FakeFrame } from '../../../tests/builders/fake-codec.ts';
import { RangeServer } from '../../../tests/builders/range-server.ts';
import { indexOf, renditionBytes } from '../../../tests/builders/rendition-bytes.ts';
import { ComposedPlayer, type Playback } from './composed-player.ts';
import type { Picture, PlayerState } from './player.ts';

const fragments = Array.from({ length: 10 }, (_, n) => Array.from({ length: 30 }, (__, at) => n * 30 + at));
const plan = { fragments, times: fragments.flat().map((n) => n * 40), size: { width: 1920, height: 1080 } };
const index = indexOf(plan);

/** The element without an element: pictures of the frames it is told to show, on a clock that the test turns. */
class FakeElement implements Playback {
  readonly state = new Cell<PlayerState>({
    status: 'loading',
    playing: false,
    rate: 1,
    muted: false,
    volume: 1,
    buffered: [],
    problem: null,
  });
  readonly calls: string[] = [];
  target = 0 as Frame;
  picture: Picture | null = null;
  #listener: (picture: Picture) => void = () => undefined;
  readonly #codec: FakeCodec;

  constructor(codec: FakeCodec) {
    this.#codec = codec;
  }

  onPicture(listener: (picture: Picture) => void): () => void {
    this.#listener = listener;
    return () => undefined;
  }

  play(rate = 1): void {
    this.calls.push(`play ${rate}`);
    this.patch({ playing: true, rate });
  }

  pause(): void {
    if (!this.state.value.playing) return;
    this.calls.push('pause');
    this.patch({ playing: false });
  }

  seek(frame: Frame): Promise<void> {
    this.calls.push(`seek ${frame}`);
    this.patch({ playing: false });
    this.target = frame;
    return Promise.resolve().then(() => this.show(frame));
  }

  bend(): void {}

  setVolume(volume: number, muted: boolean): void {
    this.patch({ volume, muted });
  }

  destroy(): void {
    this.picture?.image.close();
    this.picture = null;
  }

  /** It presents a picture. */
  show(number: number): void {
    const frame = clampFrame(number, index.count);
    const from = {
      timestamp: frame,
      number: frame,
      codec: this.#codec,
      place: { users: 0, free: () => undefined },
    };
    const before = this.picture;
    this.picture = { frame, image: new FakeFrame(from) as unknown as VideoFrame };
    this.target = frame;
    if (this.state.value.status === 'loading') this.patch({ status: 'ready' });
    this.#listener(this.picture);
    before?.image.close();
  }

  patch(change: Partial<PlayerState>): void {
    this.state.set({ ...this.state.value, ...change });
  }
}

let animation: Animation;
let codec: FakeCodec;
let server: RangeServer;
let element: FakeElement;
let player: ComposedPlayer;
let painted: number[];

beforeEach(async () => {
  vi.stubGlobal('addEventListener', () => undefined);
  animation = new Animation();
  animation.install();
  codec = new FakeCodec();
  codec.install();
  server = await RangeServer.serve(renditionBytes(plan));
  element = new FakeElement(codec);
  player = new ComposedPlayer(element, { index, fileUrl: server.url });
  painted = [];
  player.onPicture(({ frame, image }) => {
    painted.push(frame);
    if ((image as unknown as FakeFrame).number !== frame) throw new Error(`A wrong picture for ${frame}.`);
  });
});
afterEach(async () => {
  player.destroy();
  if (codec.open !== 0 || codec.closedTwice !== 0)
    throw new Error(`${codec.open} pictures were not closed, ${codec.closedTwice} were closed twice.`);
  await server.close();
  vi.unstubAllGlobals();
});

/** Animation frames come meanwhile. */
const until = (condition: () => boolean) =>
  vi.waitUntil(() => (animation.frame(), condition()), { timeout: 8000, interval: 4 });
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** A seek, and whether it has settled. */
function seek(frame: number): { settled: boolean } {
  const seeking = { settled: false };
  void player.seek(frame as Frame).then(() => (seeking.settled = true));
  return seeking;
}

/** The element has given its first picture, and stills can be had. */
async function open(): Promise<void> {
  element.show(0);
  await until(() => painted.length === 2);
}

async function arriveAt(frame: number): Promise<void> {
  const seeking = seek(frame);
  await until(() => seeking.settled);
  expect(player.shown.value).toBe(frame);
}

describe('paused', () => {
  it('the first picture is whichever comes first, and then the still', async () => {
    element.show(0);
    expect(painted).toEqual([0]);
    expect(player.state.value.status).toBe('ready');
    await until(() => painted.length === 2);
    expect(painted).toEqual([0, 0]);
  });

  it('[M2] shows stills, and brings the element after them when the hand rests', async () => {
    await open();
    for (const frame of [100, 101, 102]) await arriveAt(frame);
    expect(element.calls).toEqual([]);
    await until(() => element.calls.length > 0);
    expect(element.calls).toEqual(['seek 102']);
    expect(painted.at(-1)).toBe(102);
  });

  it('[M5] a seek settles when its frame is there, or another has overtaken it', async () => {
    await open();
    server.holding = true;
    const first = seek(200);
    await pause(30);
    expect(first.settled).toBe(false);
    const second = seek(250);
    await pause(0);
    expect([first.settled, second.settled]).toEqual([true, false]);
    server.release();
    await until(() => second.settled);
    expect(player.shown.value).toBe(250);
    await arriveAt(250);
  });

  it('[M18] says that it waits, and that it does no longer', async () => {
    await open();
    server.holding = true;
    const seeking = seek(200);
    await until(() => player.state.value.status === 'waiting');
    server.release();
    await until(() => seeking.settled);
    expect(player.state.value.status).toBe('ready');
  });

  it('[M4] goes to the element for what cannot be decoded, and comes back for the rest', async () => {
    codec.poisoned.add(100);
    await open();
    await arriveAt(100);
    expect(element.calls).toContain('seek 100');
    await arriveAt(200);
    expect(element.calls).not.toContain('seek 200');
  });

  it('[M4] a picture that the element has already is shown', async () => {
    codec.poisoned.add(100);
    await open();
    element.show(100);
    await arriveAt(100);
    expect(painted.at(-1)).toBe(100);
  });
});

describe('playing', () => {
  it('begins where the still is, and shows the element’s pictures', async () => {
    await open();
    await arriveAt(120);
    player.play(2);
    expect(element.calls).toEqual(['seek 120', 'play 2']);
    for (const frame of [121, 122, 124]) element.show(frame);
    expect(painted.slice(-3)).toEqual([121, 122, 124]);
    expect(player.state.value).toMatchObject({ playing: true, rate: 2 });
  });

  it('[M3] when it stops, the frame on the screen is shown again as a still', async () => {
    await open();
    player.play();
    for (const frame of [1, 2, 3, 150]) element.show(frame);
    const { decoded } = codec;
    const before = painted.length;
    player.pause();
    element.show(151); // it is a picture further already
    await until(() => painted.length > before);
    expect(painted.slice(before)).toEqual([150]);
    expect(codec.decoded).toBeGreaterThan(decoded);
    expect(player.state.value.playing).toBe(false);
  });

  it('[M3] at the end it rests on the last frame, whichever was presented', async () => {
    await open();
    player.play();
    element.show(297);
    element.target = 299 as Frame;
    element.patch({ playing: false });
    await until(() => player.shown.value === 299);
    expect(painted.at(-1)).toBe(299);
  });

  it('[M25] decodes nothing meanwhile', async () => {
    await open();
    player.play();
    await pause(50);
    const { decoded } = codec;
    for (let frame = 1; frame < 60; frame++) element.show(frame);
    await pause(150);
    expect(codec.decoded).toBe(decoded);
  });

  it('[M14] backwards it runs through stills, to the first', async () => {
    await open();
    await arriveAt(40);
    player.play(-4);
    expect(player.state.value).toMatchObject({ playing: true, rate: -4 });
    await until(() => player.shown.value === 0);
    await until(() => !player.state.value.playing);
    const way = painted.slice(painted.lastIndexOf(40));
    expect(way).toEqual(way.toSorted((a, b) => b - a));
    expect(way.length).toBeGreaterThan(10);
  });

  it('a rate is changed without a stop', async () => {
    await open();
    player.play(1);
    player.play(2);
    expect(element.calls).toEqual(['play 1', 'play 2']);
  });

  it('what the element cannot do is said when it is asked to play, not before', async () => {
    await open();
    element.patch({ status: 'failed', problem: problem('media-unreachable', { reason: 'test' }) });
    expect(player.state.value.status).toBe('ready');
    player.play();
    expect(player.state.value.status).toBe('failed');
    await arriveAt(20);
    expect(player.state.value.status).toBe('ready');
  });
});
