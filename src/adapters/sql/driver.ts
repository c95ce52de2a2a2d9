export type Parameter = string | number | null;
type Row = Record<string, unknown>;

export interface Statement {
  /** Placeholders are `$1`, `$2`, …; one may stand in several places. */
  sql: string;
  params: readonly Parameter[];
  /** When another number of rows is affected, the whole write is undone. */
  expectRows?: number;
}

/** All that the store and the engine ask of a database. Both throw `Unavailable('store')` when the disk or the database fails. */
export interface Driver {
  read(sql: string, params: readonly Parameter[]): Promise<readonly Row[]>;
  /** In one transaction that is on disk when it resolves. `false`: some `expectRows` was not met, nothing was written. */
  write(statements: readonly Statement[]): Promise<boolean>;
}
