import type { AuditFile } from './audit-file.ts';
import type { Fault } from './audit-verify.ts';
import { GUARDS } from './migrations/chain.ts';

/** Whether the database has the triggers that Deskhand made, as it made them, and no others. */
export function guardFaults(file: AuditFile): readonly Fault[] {
  const found = new Map(
    [...file.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")].map(([name, sql]) => [
      String(name),
      onOneLine(String(sql)),
    ]),
  );
  const faults = GUARDS.flatMap((sql) => {
    const name = nameIn(sql);
    const there = found.get(name);
    found.delete(name);
    if (there === undefined) return [`The trigger ${name} was removed`];
    return there === onOneLine(sql) ? [] : [`The trigger ${name} was changed`];
  });
  const others = [...found.keys()].map((name) => `The trigger ${name} was added`);
  return [...faults, ...others].map((what) => ({ what }));
}

const onOneLine = (sql: string): string => sql.replaceAll(/\s+/g, ' ');

const nameIn = (sql: string): string => /^CREATE TRIGGER (\w+)/.exec(sql)?.[1] ?? '';
