/** Numbers and times as people read them. One language, one way of writing, whatever the machine is set to. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `3.4 MB`, in powers of 1000 as files are counted. */
export function sizeText(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `1:02:03`, `0:07`; below ten seconds with tenths. */
export function durationText(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const total = Math.round(ms / 1000);
  const pad = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}

/** `12,345` */
export function countText(count: number): string {
  return count.toLocaleString('en-GB');
}

/** `29.97`: at most two digits behind the point, none that say nothing. */
export function rateText(perSecond: number): string {
  return String(Math.round(perSecond * 100) / 100);
}

/** `Hide (H)`: what something does, and by which key; a key there may be none of. */
export function tipText(text: string, key: string): string {
  return key === '' ? text : `${text} (${key})`;
}

/** `1 video`, `3 videos` */
export function amountText(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** `24 Nov 2026, 14:05` in the zone of the machine, or in the one given. */
export function dateText(timeMs: number, zone?: string): string {
  return new Date(timeMs).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(zone ? { timeZone: zone } : {}),
  });
}

/** `just now`, `5 min ago`, `3 h ago`, `2 days ago`; further back the day. */
export function agoText(timeMs: number, nowMs: number): string {
  const minutes = Math.floor(Math.max(0, nowMs - timeMs) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  if (minutes < 7 * 24 * 60) return amountText(Math.floor(minutes / (24 * 60)), 'day') + ' ago';
  return new Date(timeMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}
