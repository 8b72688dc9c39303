/** One line on the terminal that is written over; where there is none (a script), a line for each phase. */
import { terminal } from '#server/telemetry/printer.ts';

export class ProgressLine {
  #phase = '';
  #text = '';

  /** @param done share of the phase, 0 to 1 */
  show(phase: string, done: number): void {
    if (!process.stderr.isTTY) {
      if (phase !== this.#phase) terminal.fault(`${phase} …`);
    } else {
      const text = `${phase} … ${Math.round(done * 100)} %`;
      if (text !== this.#text) process.stderr.write(`\r\x1b[K${text}`);
      this.#text = text;
    }
    this.#phase = phase;
  }

  end(): void {
    if (this.#text !== '') process.stderr.write('\r\x1b[K');
    this.#text = '';
  }
}
