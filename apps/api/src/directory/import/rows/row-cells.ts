// The cells of one row by what their columns mean, cleaned once; what is wrong with them is gathered on the way.
import { isRefusal, type ImportTarget, type RowProblem, type Visibility } from '#protocol';
import type { TableRow } from '../read/table.ts';
import { cleanCell } from './clean-cell.ts';
import type { RowContext } from './row-reader.ts';

export interface MeantCell {
  readonly text: string;
  /** Heading of its column. */
  readonly column: string;
  readonly visibility: Visibility;
}

const SHOWN = 120;
const isName = (target: ImportTarget) => target === 'name' || /^name_(?!language)/.test(target);

export class RowCells {
  readonly row: number;
  readonly problems: RowProblem[] = [];
  private readonly byTarget: ReadonlyMap<ImportTarget, readonly MeantCell[]>;

  constructor({ number, cells }: TableRow, { settings, headings }: RowContext) {
    this.row = number;
    const meant = settings.columns.flatMap(({ target, visibility }, at) => {
      const raw = cells[at] ?? '';
      return target === 'ignore' || raw.trim() === '' ? [] : [{ target, cell: { text: this.clean(raw, target, headings[at] ?? ''), column: headings[at] ?? '', visibility } }];
    });
    this.byTarget = new Map([...Map.groupBy(meant, ({ target }) => target)].map(([target, found]) => [target, found.map(({ cell }) => cell).filter(({ text }) => text !== '')]));
  }

  all(target: ImportTarget): readonly MeantCell[] {
    return this.byTarget.get(target) ?? [];
  }

  values(target: ImportTarget): string[] {
    return this.all(target).map(({ text }) => text);
  }

  /** '' where there is none. */
  text(target: ImportTarget): string {
    return this.all(target)[0]?.text ?? '';
  }

  /** A name on one line. */
  named(target: ImportTarget): string[] {
    return this.values(target).map((text) => text.replaceAll(/\s+/g, ' '));
  }

  report(code: RowProblem['code'], column: string | null, value: string): void {
    this.problems.push({ row: this.row, column, code, value: value.slice(0, SHOWN).toWellFormed() });
  }

  refused(): boolean {
    return this.problems.some(isRefusal);
  }

  private clean(raw: string, target: ImportTarget, column: string): string {
    const { text, problem } = cleanCell(raw);
    if (problem === null) return text;
    const name = isName(target);
    if (problem === 'formula') this.report(name ? 'name-is-formula' : 'formula', column, raw);
    else if (problem === 'damaged-text') this.report(name ? 'name-damaged' : 'damaged-text', column, raw);
    else this.report('mojibake-mended', column, raw);
    // A value that lost letters helps nobody to write or to call.
    return problem === 'damaged-text' ? '' : text;
  }
}
