/** Structured log. Never a secret, a message text or a customer's field among the fields: ids, counts, codes and durations only. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}
export type LogFields = Record<string, unknown>;
