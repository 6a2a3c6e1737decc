/** Runs one statement and gives its rows: a feature's transaction, or the sequencer's own. */
export interface Sql {
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}
