/** The server's only voice: one JSON line an entry, on stderr. Fields are ids, counts and codes, never names or texts. */
import { pino } from 'pino';
import type { LogLevel } from '#server/config.ts';

export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(fields: LogFields, sentence: string): void;
  info(fields: LogFields, sentence: string): void;
  warn(fields: LogFields, sentence: string): void;
  error(fields: LogFields, sentence: string): void;
  /** The same voice, with these fields in every entry. */
  child(fields: LogFields): Logger;
}

/** A safety net below the rule that nobody logs them. */
const SECRETS = [
  'password',
  'token',
  'cookie',
  'authorization',
  '*.password',
  '*.token',
  '*.cookie',
  '*.authorization',
];

/** A logger to stderr; `error` fields are written with their stack. */
export function createLogger(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: null,
      messageKey: 'text',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err },
      redact: { paths: SECRETS, censor: '[secret]' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
