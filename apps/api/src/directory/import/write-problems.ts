import Papa from 'papaparse';
import { isRefusal, type RowProblem, type UnLanguage } from '#protocol';
import { FORMULA } from '../export/write-csv.ts';
import ar from './catalogues/ar.json' with { type: 'json' };
import en from './catalogues/en.json' with { type: 'json' };
import es from './catalogues/es.json' with { type: 'json' };
import fr from './catalogues/fr.json' with { type: 'json' };
import ru from './catalogues/ru.json' with { type: 'json' };
import zh from './catalogues/zh.json' with { type: 'json' };

/** Reasons in words, as the portal says them. */
export const PROBLEM_WORDS: Readonly<Record<UnLanguage, Readonly<Record<RowProblem['code'], string> & Record<string, string>>>> = { ar, zh, en, fr, ru, es };

const COLUMNS = ['row', 'column', 'code', 'reason', 'effect', 'value'] as const;

/** Every problem on a line of its own; what a cell held is guarded, since it may well be a formula. */
export function writeProblems(problems: readonly RowProblem[], language: UnLanguage): string {
  const words = PROBLEM_WORDS[language];
  const lines = problems.map((problem) => [String(problem.row), problem.column ?? '', problem.code, words[problem.code], words[isRefusal(problem) ? 'refused' : 'taken'] ?? '', problem.value]);
  return `\ufeff${Papa.unparse([COLUMNS.map((column) => words[`column.${column}`] ?? column), ...lines], { escapeFormulae: FORMULA, newline: '\r\n' })}\r\n`;
}
