import { z } from 'zod';
import { text } from './ids.ts';

/** Traffic Light Protocol 2.0 (FIRST, 2022). Never translated. */
export const Tlp = z.enum(['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR']);
/** H0 crime-fighting use; H1 not in judicial proceedings without permission; H2 no onward dissemination without permission; H3 other, in words. */
export const Use = z.enum(['H0', 'H1', 'H2', 'H3']);
/** Grading of the source (A to X) and of the information (1 to 4). */
export const SourceGrade = z.enum(['A', 'B', 'C', 'X']);
export const InformationGrade = z.enum(['1', '2', '3', '4']);
/** Sensitivity after the United Nations' classification of information. */
export const Sensitivity = z.enum(['unclassified', 'confidential', 'strictly-confidential']);

/** Handling labels: four independent ones, part of what is signed. */
export const HandlingLabels = z
  .strictObject({
    tlp: Tlp,
    use: z.array(Use).max(4),
    useNote: text(500).nullable(),
    source: SourceGrade.nullable(),
    information: InformationGrade.nullable(),
    sensitivity: Sensitivity,
  })
  .refine(({ use }) => new Set(use).size === use.length && use.every((code, i) => i === 0 || use[i - 1]! < code), 'use codes are sorted and distinct')
  .refine(({ use, useNote }) => use.includes('H3') === (useNote !== null), 'H3 and its words go together');
export type HandlingLabels = z.infer<typeof HandlingLabels>;

/** Defaults for an informal exchange. */
export const DEFAULT_LABELS: HandlingLabels = {
  tlp: 'TLP:AMBER+STRICT', use: ['H1', 'H2'], useNote: null, source: null, information: null, sensitivity: 'confidential',
};
