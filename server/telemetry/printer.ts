/** Lines for the person at the terminal: what a command answers, where the server is. On stdout, apart from the log. */

export type Printer = {
  /** An answer, on stdout. */
  readonly say: (line: string) => void;
  /** A fault, on stderr. */
  readonly fault: (line: string) => void;
};

export const terminal: Printer = {
  say: (line) => void process.stdout.write(`${line}\n`),
  fault: (line) => void process.stderr.write(`${line}\n`),
};
