/** What reads the same as no value: a key that was set cannot be taken out again, as a removal loses what others do. */
import * as Y from 'yjs';
import { checkFrameKey } from '#lib/model/check.ts';
import { packKeyframe, removedKeyframe } from '../pack.ts';
import { baseOf } from './track.ts';

/** null says "not set"; under a keyframe it is what the program's keyframe on that frame holds, or "removed". */
export function absentValue(map: Y.Map<unknown>, key: string): unknown {
  return map._item?.parentSub === 'kf' ? keyframeBelow(map, key) : null;
}

/** The bytes of the program's keyframe that lies under this key of a track's `kf`; empty where there is none. */
export function keyframeBelow(kf: Y.Map<unknown>, key: string): Uint8Array {
  const track: unknown = kf.parent;
  const base = track instanceof Y.Map ? baseOf(track as Y.Map<unknown>) : undefined;
  const frame = checkFrameKey(key);
  const keyframe = base && frame !== undefined ? base.on(frame) : undefined;
  return keyframe ? packKeyframe(keyframe) : removedKeyframe();
}
