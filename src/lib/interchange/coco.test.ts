/** COCO files against what their readers rely on, and, where the folder `../shared/data` lies beside it, real ones. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelId } from '#lib/model/id.ts';
import type { JointId } from '#lib/model/skeleton-plan.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Shape } from '#lib/model/shape.ts';
import { stateAt } from '#lib/model/track.ts';
import { anyRecord } from '../../../tests/builders/any-record.ts';
import { at, frames, ITO, record, TAXONOMY, track } from '../../../tests/builders/record.ts';
import { writeCoco } from './coco.ts';
import type { VideoRecord } from './record.ts';

type Item = Readonly<Record<string, unknown>> & { readonly id: number };
type CocoFile = {
  readonly info: Readonly<Record<string, unknown>>;
} & Readonly<
  Record<'licenses' | 'videos' | 'categories' | 'tracks' | 'images' | 'annotations', readonly Item[]>
>;

function coco(given: VideoRecord): CocoFile {
  return JSON.parse([...writeCoco(given)].join('')) as CocoFile;
}

const BOX = [10, 20, 30, 40] as const;

describe('lists', () => {
  // There from 2 to 4, away on 5 and 6, there again from 7, hidden, to the end.
  const blinking = track('blink', [
    at(2, BOX),
    at(4, [12, 20, 30, 40.5]),
    at(5, BOX, { outside: true }),
    at(7, BOX, { occluded: true }),
  ]);

  it('an image for each frame on which a track is there, with its place in the source file', () => {
    const { images } = coco(record([blinking], { frames: frames(10) }));
    expect(images.map(({ frame }) => frame)).toEqual([2, 3, 4, 7, 8, 9]);
    expect(images[1]).toEqual({
      id: 2,
      video_id: 1,
      frame_id: 1,
      frame: 3,
      pts: 13_500,
      time_ms: 100,
      width: 640,
      height: 480,
      file_name: 'clip/frame_000003.png',
      license: 1,
    });
  });

  it('an annotation for each track that is there, and says what is only interpolated or held', () => {
    const { annotations } = coco(record([blinking], { frames: frames(10) }));
    expect(annotations[1]).toEqual({
      id: 2,
      image_id: 2,
      video_id: 1,
      category_id: 2,
      track_id: 1,
      instance_id: 1,
      bbox: [11, 20, 30, 40.25],
      area: 1207.5,
      segmentation: [],
      iscrowd: 0,
      attributes: { keyframe: false, occluded: false, source: 'hand' },
    });
    expect(annotations.map((one) => (one['attributes'] as { keyframe: boolean }).keyframe)).toEqual([
      true,
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(annotations.at(-1)).toMatchObject({ image_id: 6, attributes: { occluded: true } });
  });

  it('tracks of one image together on it, in the order in which they come into the picture', () => {
    const late = track('a-late', [at(3, BOX)], { source: 'model', attributes: { grade: 2 } });
    const { tracks, annotations } = coco(record([late, blinking], { frames: frames(5) }));
    expect(tracks).toEqual([
      { id: 1, video_id: 1, category_id: 2, name: 'blink', source: 'hand', attributes: {} },
      { id: 2, video_id: 1, category_id: 2, name: 'a-late', source: 'model', attributes: { grade: 2 } },
    ]);
    const on = annotations.map(({ image_id, track_id }) => [image_id, track_id]);
    expect(on).toEqual([[1, 1], [2, 1], [3, 1], [2, 2], [3, 2]]); // prettier-ignore
  });

  it('nothing that was deleted, is never there, or lies behind the end', () => {
    const tracks = [
      track('deleted', [at(0, BOX)], { deleted: true }),
      track('empty', []),
      track('away', [at(0, BOX, { outside: true })]),
      track('behind', [at(50, BOX), at(60, BOX, { outside: true })]),
      track('over', [at(8, BOX), at(20_000_000, BOX, { outside: true })]),
    ];
    const file = coco(record(tracks, { frames: frames(10) }));
    expect(file.tracks.map(({ name }) => name)).toEqual(['over']);
    expect(file.images.map(({ frame }) => frame)).toEqual([8, 9]);
    expect(file.annotations).toHaveLength(2);
  });

  it('categories by their place in the taxonomy, so that all videos number them alike; retired ones where used', () => {
    const names = (given: VideoRecord) => coco(given).categories.map(({ id, name }) => [id, name]);
    expect(names(record([]))).toEqual([[2, 'B-line'], [4, 'A-line']]); // prettier-ignore
    const old = track('t', [at(0, BOX)], { label: 'old' as LabelId });
    expect(names(record([old]))).toEqual([[2, 'B-line'], [3, 'Old'], [4, 'A-line']]); // prettier-ignore
    const strange = track('s', [at(0, BOX)], { label: 'elsewhere' as LabelId });
    expect(names(record([strange]))).toEqual([[2, 'B-line'], [4, 'A-line'], [5, 'elsewhere']]); // prettier-ignore
    expect(names(record([strange], { taxonomy: null }))).toEqual([[1, 'elsewhere']]);
  });

  it('the same number for a label wherever it is moved to', () => {
    const order = ['a-line', 'b-line'] as LabelId[];
    const given = record([track('t', [at(0, BOX)], { label: 'old' as LabelId })]);
    const categories = coco({ ...given, order } as VideoRecord).categories.map(({ id, name }) => [id, name]);
    expect(categories).toEqual([[1, 'A-line'], [2, 'B-line'], [4, 'Old']]); // prettier-ignore
  });

  it('what changes over time as it is on each frame', () => {
    const changes = [
      { frame: 2 as Frame, key: 'open', value: true },
      { frame: 4 as Frame, key: 'open', value: '' },
    ];
    const { annotations } = coco(record([track('t', [at(1, BOX)], { changes })], { frames: frames(6) }));
    expect(annotations.map((one) => (one['attributes'] as { open: unknown }).open)).toEqual([
      null,
      true,
      true,
      null,
      null,
    ]);
  });

  it('the attribution as the licence of every image', () => {
    const given = record([track('t', [at(99, BOX)])]);
    const { licenses, images } = coco({
      ...given,
      video: { ...given.video, attribution: 'Ito. CC BY 4.0.' },
    });
    expect(licenses).toEqual([{ id: 1, name: 'Ito. CC BY 4.0.', url: '' }]);
    expect(images[0]).toMatchObject({ license: 1 });
  });

  it('outlines as segmentations, lines as their points; points not at all, and says so', () => {
    const corners = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 6 }, { x: 0, y: 8 }]; // prettier-ignore
    const shapes: readonly Shape[] = [
      { kind: 'polygon', points: corners },
      { kind: 'rotated-box', x: 0, y: 0, w: 10, h: 4, rotation: 90 },
      { kind: 'polyline', points: corners.slice(0, 3) },
      { kind: 'ellipse', cx: 10, cy: 10, rx: 5, ry: 3, rotation: 0 },
      { kind: 'polygon', points: [...corners, ...corners] },
      { kind: 'point', points: corners },
    ];
    const tracks = shapes.map((shape, n) =>
      track(`t${n}`, [{ frame: 1 as Frame, shape, outside: false, occluded: false }], { kind: shape.kind }),
    );
    const { annotations, info } = coco(record(tracks, { frames: frames(2) }));
    expect(annotations).toMatchObject([
      { bbox: [0, 0, 10, 8], area: 70, segmentation: [[0, 0, 10, 0, 10, 6, 0, 8]] },
      { bbox: [3, -3, 4, 10], area: 40, segmentation: [[7, -3, 7, 7, 3, 7, 3, -3]] },
      { bbox: [0, 0, 10, 6], area: 0, segmentation: [], polyline: [0, 0, 10, 0, 10, 6] },
      { bbox: [5, 7, 10, 6], area: 47.1239 },
      { bbox: [0, 0, 10, 8], area: 80 }, // twice round: 140 by the sum of its corners
    ]);
    expect((annotations[3]!['segmentation'] as number[][])[0]).toHaveLength(144);
    expect(info['tracks_of_points_left_out']).toBe(1);
  });

  it('what is turned as it lies in stored pixels, turned where they are square', () => {
    const shape: Shape = { kind: 'rotated-box', x: 0, y: 0, w: 10, h: 4, rotation: 90 };
    const given = record([track('t', [{ frame: 1 as Frame, shape, outside: false, occluded: false }], { kind: shape.kind })]); // prettier-ignore
    const { annotations } = coco({ ...given, video: { ...given.video, pixelAspect: 2 } });
    // Seen 20 wide and 4 high, it is 4 wide and 20 high once it is turned: 2 stored pixels across.
    expect(annotations[0]).toMatchObject({
      bbox: [4, -8, 2, 20],
      area: 40,
      segmentation: [[6, -8, 6, 12, 4, 12, 4, -8]],
    });
  });

  it('joints of skeletons as keypoints of their category', () => {
    const joint = (id: string) => ({ id: id as JointId, name: id, x: 0, y: 0, retired: false });
    const plan = {
      joints: ['tip', 'hinge', 'shaft'].map(joint),
      edges: [['shaft', 'hinge']] as [JointId, JointId][],
    };
    const labels = TAXONOMY.labels.map((one) => (one.id === 'b-line' ? { ...one, skeleton: plan } : one));
    const shape: Shape = {
      kind: 'skeleton',
      joints: [
        { x: 10, y: 20, state: 'visible' },
        { x: 30, y: 50, state: 'occluded' },
        { x: 99, y: 99, state: 'absent' },
      ],
    };
    const keyframe = { frame: 99 as Frame, shape, outside: false, occluded: false };
    const { categories, annotations } = coco(
      record([track('t', [keyframe], { kind: 'skeleton' })], { taxonomy: { ...TAXONOMY, labels } }),
    );
    expect(categories[0]).toMatchObject({ keypoints: ['tip', 'hinge', 'shaft'], skeleton: [[3, 2]] });
    expect(annotations).toMatchObject([
      { keypoints: [10, 20, 2, 30, 50, 1, 0, 0, 0], num_keypoints: 2, bbox: [10, 20, 20, 30], area: 600 },
    ]);
  });

  it('nobody: no person and no name of a file', () => {
    const text = [...writeCoco(record([track('t', [at(0, BOX)])]))].join('');
    expect(text).not.toMatch(new RegExp(`Mrs Someone|1951|Hana|"${ITO}"`));
  });
});

/** What pycocotools and the loaders of CocoVid take for granted. */
function faultsOf({ images, annotations, categories, videos, licenses, tracks }: CocoFile): string[] {
  const faults: string[] = [];
  const check = (good: boolean, what: string) => void (good || faults.push(what));
  const ids = (items: readonly Item[]) => new Set(items.map(({ id }) => id));
  for (const [name, items] of Object.entries({ images, annotations, categories, videos, licenses, tracks })) {
    check(ids(items).size === items.length, `${name}: ids are unique`);
    check(
      items.every(({ id }) => Number.isSafeInteger(id) && id >= 1),
      `${name}: ids count from 1`,
    );
  }
  const [imageIds, categoryIds, trackIds] = [ids(images), ids(categories), ids(tracks)];
  for (const { image_id, category_id, track_id, bbox, area, iscrowd, segmentation, ...rest } of annotations) {
    const numbers = bbox as number[];
    const [, , w = 0, h = 0] = numbers;
    const isLine = 'polyline' in rest; // one that runs straight along a side of the picture has no height
    check(imageIds.has(image_id as number), 'an annotation lies on an image');
    check(categoryIds.has(category_id as number), 'an annotation has a category');
    check(trackIds.has(track_id as number), 'an annotation is of a track');
    check(numbers.length === 4 && numbers.every(Number.isFinite), 'a box has four numbers');
    check((w > 0 && h > 0) || isLine || area === 0, 'what has an area has a size');
    check((area as number) <= w * h * (1 + 1e-9) + 1e-4, 'an area is at most that of the box');
    const packed = typeof (segmentation as { counts?: unknown } | undefined)?.counts === 'string';
    check(iscrowd === 0 && (packed || Array.isArray(segmentation)), 'iscrowd and segmentation are there');
  }
  const counted = images.map(({ frame_id }) => frame_id);
  check(
    JSON.stringify(counted) === JSON.stringify([...images.keys()]),
    'frame_id counts the images of a video',
  );
  const annotated = new Set(annotations.map(({ image_id }) => image_id));
  check(
    images.every(({ id }) => annotated.has(id)),
    'every image has an annotation',
  );
  return faults;
}

it('keeps what readers rely on, whatever is in the record', () => {
  fc.assert(
    fc.property(anyRecord, (given) => {
      const file = coco(given);
      expect(faultsOf(file)).toEqual([]);
      // One annotation for each live track on each frame, as the screen would show it.
      const live = given.layers.flatMap(({ tracks }) =>
        tracks.filter(({ mark }) => !mark.deleted && mark.kind !== 'point'),
      );
      const shown = live.flatMap(({ mark }) =>
        Array.from({ length: given.frames.count }, (_, n) => stateAt(mark.keyframes, n as Frame)),
      );
      expect(file.annotations).toHaveLength(shown.filter((state) => state !== undefined).length);
    }),
  );
});

it('makes annotations one by one: of five million only those that are asked for', () => {
  const tracks = Array.from({ length: 50 }, (_, n) =>
    track(`t${n}`, [at(0, BOX), at(99_999, [0, 0, n + 1, 5])]),
  );
  let [annotations, longest] = [0, 0];
  for (const piece of writeCoco(record(tracks, { frames: frames(100_000) }))) {
    longest = Math.max(longest, piece.length);
    if (piece.includes('"bbox"') && ++annotations === 5000) break;
  }
  expect(longest).toBeLessThan(1000);
  expect(annotations).toBe(5000);
});

const samples = fileURLToPath(new URL('../../../../shared/data/annotations', import.meta.url));

describe.skipIf(!existsSync(samples))('has the fields of real files, of the same types', () => {
  const ours = coco(record([track('t', [at(0, BOX)])]));
  /** Addresses of pictures on the web, and dates of patients: not ours to give. */
  const left = ['flickr_url', 'coco_url', 'date_captured'];
  /** Shapes of mask and box differ, and years are text in one sample. */
  const typeOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);

  it.each([
    ['coco/instances_train.json', ['licenses', 'categories', 'images', 'annotations']],
    ['coco/instances_val.json', ['licenses', 'categories', 'images', 'annotations']],
    ['youtube_vis/ann.json', ['categories', 'videos', 'images', 'annotations']],
  ] as const)('%s', (name, sections) => {
    const real = JSON.parse(readFileSync(`${samples}/${name}`, 'utf8')) as CocoFile;
    for (const section of sections) {
      for (const [field, value] of Object.entries(real[section][0] ?? {})) {
        if (left.includes(field) || field === 'segmentation') continue;
        expect(typeOf(ours[section][0]?.[field]), `${section}.${field}`).toBe(typeOf(value));
      }
    }
    for (const field of Object.keys(real.info ?? {})) expect(Object.keys(ours.info)).toContain(field);
  });
});
