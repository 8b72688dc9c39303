/** The strip of sound below the pictures: for each pixel how loud it is there. */
import { timeAt } from '#lib/editor/timeline/ticks.ts';
import type { Waveform } from '#lib/media/waveform.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Surface } from './surface.ts';
import { alpha, theme, WAVE } from './theme.ts';

/** `top` is where the strip begins on the canvas; null while the sound is on its way, or cannot be had. */
export function paintWaveform(
  surface: Surface,
  sound: Waveform | null,
  index: FrameIndex,
  top: number,
): void {
  const { context, width, window } = surface;
  const middle = top + WAVE / 2;
  context.fillStyle = '#0b0e11';
  context.fillRect(0, top, width, WAVE);
  context.fillStyle = alpha(theme.faint, 0.25);
  context.fillRect(0, Math.round(middle) - 0.5, width, 1);
  if (!sound) return;
  const perPixel = (window.end - window.start) / width;
  const half = WAVE / 2 - 2;
  context.fillStyle = theme.sound;
  let from = timeAt(index, window.start);
  for (let x = 0; x < width; x++) {
    const to = timeAt(index, window.start + (x + 1) * perPixel);
    const { least, most } = sound.peak(from, to);
    from = to;
    if (most > least) context.fillRect(x, middle - most * half, 1, Math.max(1, (most - least) * half));
  }
}
