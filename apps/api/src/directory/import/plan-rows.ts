// What a check finds and proposes for each row. Pure; a person may decide otherwise.
import { isRefusal, type Double, type DoubleReason, type ImportDecision, type ImportedEntry, type RowProblem } from '#protocol';
import type { CheckedRow } from './import-row.repository.ts';
import { Doubles, type FoundDouble } from './doubles/find-doubles.ts';
import { sameContact } from './doubles/same-value.ts';
import { contentOf } from './merge-content.ts';
import type { ReadRow } from './rows/row-reader.ts';

/** An entry of the directory, as rows are compared with it. */
export interface KnownEntry {
  readonly id: string;
  readonly state: string;
  readonly names: readonly { readonly name: string; readonly kind: string }[];
  readonly contacts: readonly { readonly kind: string; readonly value: string }[];
}

/** What a person decided of a row before, on the same content. */
export type EarlierDecision = Pick<CheckedRow, 'decision' | 'target' | 'doubles'>;

/** Rows of one file are compared by their names alone: what else they share (a ministry's website, say) tells little. */
const WITHIN_FILE = new Set<DoubleReason>(['same-name', 'same-letters', 'same-words', 'other-script']);
/** The hub merges by itself only what has the same id or, but for case, the very same name in the same State. */
const CERTAIN = new Set<DoubleReason>(['same-id', 'same-name']);

export class RowPlanner {
  private readonly directory = new Doubles();
  private readonly entries = new Map<string, KnownEntry>();
  private readonly file = new Doubles();
  private readonly nameOfRow = new Map<number, string>();
  /** What was said in full → the first row that said it. */
  private readonly said = new Map<string, number>();

  constructor(private readonly earlier: ReadonlyMap<number, EarlierDecision>) {}

  /** An entry to compare with; all of them before the first row. */
  know(entry: KnownEntry): void {
    const { id, state, names, contacts } = entry;
    this.entries.set(id, entry);
    this.directory.add({ key: id, state, names, contacts: contacts.map(sameContact) });
  }

  /** Rows in the order of the file. */
  plan({ row, entry, problems }: ReadRow): CheckedRow {
    if (entry === null) return refused(row, problems);
    const repeated = this.repeats(row, entry) ?? this.contradicts(row, entry);
    if (repeated !== null) return refused(row, [...problems, repeated]);
    const comparable = { state: entry.state, names: entry.names, contacts: entry.contacts.map(sameContact) };
    const doubles = [
      ...this.byId(entry),
      ...this.directory.find(comparable).filter(({ key }) => key !== entry.id).map((double): Double => ({ kind: 'entry', ...this.named(double) })),
      ...this.file.find(comparable).filter(({ reasons }) => WITHIN_FILE.has(reasons[0]!)).map((double): Double => ({ kind: 'row', key: double.key, name: this.nameOfRow.get(Number(double.key)) ?? '', reasons: [...double.reasons] })),
    ];
    this.file.add({ key: String(row), ...comparable });
    this.nameOfRow.set(row, entry.names[0]?.name ?? '');
    return { row, entry, problems, doubles, reason: doubles[0]?.reasons[0] ?? null, ...this.decide(row, doubles) };
  }

  private decide(row: number, doubles: readonly Double[]): Pick<CheckedRow, 'decision' | 'target' | 'decided'> {
    const before = this.earlier.get(row);
    if (before && keys(before.doubles) === keys(doubles)) return { decision: before.decision, target: before.target, decided: true };
    const [first] = doubles;
    if (!first || !CERTAIN.has(first.reasons[0]!)) return { decision: 'create', target: null, decided: false };
    return { decision: 'merge', target: { kind: first.kind, key: first.key }, decided: false };
  }

  /** A row that says exactly what an earlier one says. */
  private repeats(row: number, entry: ImportedEntry): RowProblem | null {
    let n = 0;
    const said = JSON.stringify(contentOf(entry, () => String(n++)), (key, value: unknown) => (key === 'provenance' ? undefined : value));
    const before = this.said.get(said);
    if (before !== undefined) return { row, column: null, code: 'same-row', value: String(before) };
    this.said.set(said, row);
    return null;
  }

  /** A row that names an entry of another State: one of the two is wrong, and nobody knows which. */
  private contradicts(row: number, { id, state }: ImportedEntry): RowProblem | null {
    const named = id === null ? undefined : this.entries.get(id);
    return named && named.state !== state ? { row, column: null, code: 'other-state', value: named.state } : null;
  }

  private byId({ id }: ImportedEntry): Double[] {
    return id !== null && this.entries.has(id) ? [{ kind: 'entry', ...this.named({ key: id, reasons: ['same-id'] }) }] : [];
  }

  private named({ key, reasons }: FoundDouble): Omit<Double, 'kind'> {
    return { key, name: this.entries.get(key)?.names[0]?.name ?? '', reasons: [...reasons] };
  }
}

const keys = (doubles: readonly Double[]) => doubles.map(({ kind, key }) => `${kind} ${key}`).join('\n');

function refused(row: number, problems: readonly RowProblem[]): CheckedRow {
  if (!problems.some(isRefusal)) throw new Error(`row ${row} is refused without a reason`);
  return { row, entry: null, problems, doubles: [], reason: null, decision: null, target: null, decided: false };
}

/** Where each row's values go: the entry that a merge names, or that the row it names became part of. Rows that bring a new entry are keyed by themselves. */
export function groupRows<Row extends { readonly row: number; readonly decision: ImportDecision | null; readonly target: CheckedRow['target'] }>(rows: readonly Row[]): Map<string, Row[]> {
  const byRow = new Map(rows.map((row) => [row.row, row]));
  const home = ({ row, decision, target }: Row): string => {
    if (decision === 'create' || target === null) return `row ${row}`;
    if (target.kind === 'entry') return `entry ${target.key}`;
    const other = byRow.get(Number(target.key));
    // The other row was refused or is skipped: this one stands for itself. Targets are always earlier rows, so this ends.
    return other === undefined || other.row >= row ? `row ${row}` : home(other);
  };
  return Map.groupBy(rows, home);
}
