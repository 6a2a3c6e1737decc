// What of the rows of an import is counted and listed, in SQL. One place, so that a number and its list agree.
import type { RowFilter } from '#protocol';

/** Taken for another body only because a person said so; the hub by itself merges what has the same id or name. */
const DOUBTFUL = `r.entry IS NOT NULL AND r.reason IS NOT NULL AND r.reason NOT IN ('same-id', 'same-name') AND NOT r.decided`;

const CONDITIONS: Readonly<Partial<Record<RowFilter, string>>> = {
  refused: 'r.entry IS NULL',
  warned: 'r.entry IS NOT NULL AND jsonb_array_length(r.problems) > 0',
  doubles: 'r.entry IS NOT NULL AND r.reason IS NOT NULL',
  doubtful: DOUBTFUL,
  create: `r.decision = 'create'`,
  kept: `r.outcome = 'kept'`,
};

/** Condition on `directory_import_row r`; `parameter` holds the filter, which is a reason where it is none of the named ones. */
export function conditionOf(show: RowFilter, parameter: string): string {
  const named = CONDITIONS[show];
  return named === undefined ? `r.entry IS NOT NULL AND r.reason = ${parameter}` : `(${named} AND ${parameter}::text IS NOT NULL)`;
}

const count = (name: string, condition: string) => `'${name}', count(*) FILTER (WHERE ${condition})`;
const decided = (decision: string) => count(decision, `r.decision = '${decision}'`);

export const PLANNED = `SELECT json_build_object('rows', count(*), ${count('refused', CONDITIONS.refused!)}, ${count('warned', CONDITIONS.warned!)},
  ${(['create', 'merge', 'alias', 'skip'] as const).map(decided).join(', ')}, ${count('doubtful', DOUBTFUL)}) FROM directory_import_row r WHERE r.import = i.id`;

/** Entries for what changed any, rows for the rest. */
export const RESULT = `SELECT json_build_object(
  ${(['created', 'changed', 'undone', 'kept'] as const).map((outcome) => `'${outcome}', count(DISTINCT r.authority) FILTER (WHERE r.outcome = '${outcome}')`).join(', ')},
  ${count('unchanged', `r.outcome = 'unchanged'`)}, ${count('skipped', `r.decision = 'skip'`)}, ${count('refused', 'r.entry IS NULL')}) FROM directory_import_row r WHERE r.import = i.id`;
