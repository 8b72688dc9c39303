/** FFmpeg answers with numbers: this makes a failure an error with a sentence. */
import { FFmpegError } from 'node-av/lib';

/** The answer, or an error that names what was tried; of the system's faults with their `errno`, as Node has it. */
export function call(answer: number, tried: string): number {
  if (answer < 0)
    throw Object.assign(new Error(`${tried}: ${FFmpegError.strerror(answer)} (${answer}).`), {
      errno: answer,
    });
  return answer;
}

/** AV_NOPTS_VALUE: a time that is not known. */
export const NO_TIME = -(2n ** 63n);

/** A time in ticks as a number; undefined where FFmpeg does not know it. */
export function ticks(value: bigint): number | undefined {
  return value === NO_TIME ? undefined : Number(value);
}
