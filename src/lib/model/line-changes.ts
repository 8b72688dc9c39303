/** What became of the lines of a text: the same, removed, added. For people who compare two versions of it. */

export type LineChange = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };

/** Most cells of the table; beyond it a middle part counts as replaced whole. */
const MOST_CELLS = 4_000_000;

/**
 * The lines of both texts in one order, with as many the same as can be (longest common subsequence); of a change what
 * was removed comes first.
 */
export function lineChanges(before: string, after: string): readonly LineChange[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return [
    ...as('same', old.slice(0, head)),
    ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...as('same', old.slice(old.length - tail)),
  ];
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/\r?\n/);
}

function as(kind: LineChange['kind'], lines: readonly string[]): LineChange[] {
  return lines.map((text) => ({ kind, text }));
}

function middle(old: readonly string[], now: readonly string[]): LineChange[] {
  const width = now.length + 1;
  if (old.length * now.length > MOST_CELLS) return [...as('removed', old), ...as('added', now)];
  // Cell [i, j]: length of the longest common subsequence of what follows line i and line j.
  const length = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number) => length[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      length[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [left, right] = [old[i], now[j]];
    if (left !== undefined && left === right) {
      changes.push({ kind: 'same', text: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      changes.push({ kind: 'removed', text: left });
      i++;
    } else if (right !== undefined) {
      changes.push({ kind: 'added', text: right });
      j++;
    }
  }
  return changes;
}
