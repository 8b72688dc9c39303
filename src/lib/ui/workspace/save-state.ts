/** What the save pill says: the worst of the two lines. "Saved" only when the server has acknowledged everything. */
import type { Away, LineState } from '#lib/sync/line.ts';

export type SaveState = {
  readonly kind:
    'saved' | 'saving' | 'connecting' | 'away' | 'offline' | 'read-only' | 'signed-out' | 'stopped';
  readonly text: string;
  /** More, for who wants to know. */
  readonly detail: string;
  readonly unsaved: number;
};

/** `nowMs`: milliseconds since 1970 by this device's clock. */
export function saveState(labels: LineState, discussion: LineState, nowMs: number): SaveState {
  const both = [labels, discussion];
  const some = (status: LineState['status']) => both.find((line) => line.status === status);
  const { unsaved, kept, how, where, waiting } = unsavedOf(both);
  if (some('signed-out'))
    return { kind: 'signed-out', text: 'Signed out', detail: waiting || 'Sign in to go on.', unsaved };
  const stopped = some('refused') ?? some('gone');
  if (stopped) {
    const detail = stopped.problem
      ? `${stopped.problem.sentence} ${stopped.problem.next}`
      : 'You may no longer see this video.';
    return { kind: 'stopped', text: 'Stopped', detail, unsaved };
  }
  const away = both.find((line) => line.status !== 'online' && line.away)?.away;
  if (away) return { kind: 'away', ...awaySaid(away, waiting, nowMs), unsaved };
  if (some('offline')) {
    const text = unsaved === 0 ? 'Offline' : `Offline: ${kept} ${where}`;
    return {
      kind: 'offline',
      text,
      detail: waiting || 'Changes are sent when the connection is back.',
      unsaved,
    };
  }
  if (some('connecting'))
    return {
      kind: 'connecting',
      text: 'Reconnecting',
      detail: waiting || 'The server is being called.',
      unsaved,
    };
  const locked = both.find((line) => line.readOnly !== null && line.unsaved > 0) ?? labels;
  if (locked.readOnly !== null) {
    const text = unsaved === 0 ? 'Read only' : `Read only: ${kept} ${how}`;
    const later = unsaved === 0 ? '' : ` Until you may write again ${kept} will wait, ${where}.`;
    return { kind: 'read-only', text, detail: locked.readOnly + later, unsaved };
  }
  if (unsaved > 0) return { kind: 'saving', text: `Saving ${unsaved}`, detail: waiting, unsaved };
  return { kind: 'saved', text: 'Saved', detail: 'Everything you did is on the server’s disk.', unsaved };
}

/** Why the server sent us away, and when it is called again. */
function awaySaid({ reason, againAtMs }: Away, waiting: string, nowMs: number) {
  const seconds = Math.ceil((againAtMs - nowMs) / 1000);
  const again = seconds > 0 ? `again in ${seconds} s` : 'trying again';
  return {
    text: `${reason.replace(/\.$/, '')}: ${again}`,
    detail: [reason, 'It is tried again by itself.', waiting].join(' ').trim(),
  };
}

/** How much is not saved, and where it is, in words. */
function unsavedOf(lines: readonly LineState[]) {
  const unsaved = lines.reduce((sum, line) => sum + line.unsaved, 0);
  const kept = unsaved === 1 ? '1 change' : `${unsaved} changes`;
  const keeps = lines.every((line) => line.keeps || line.unsaved === 0);
  const where = keeps ? 'kept on this device' : 'only on this page';
  const until = keeps ? ' until then' : ', which must stay open';
  const waiting = unsaved === 0 ? '' : `${kept} not saved yet, ${where}${until}.`;
  return { unsaved, kept, how: keeps ? 'kept' : 'waiting', where, waiting };
}
