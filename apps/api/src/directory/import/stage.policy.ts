// Which step may follow which. Pure.
import type { ImportStage } from '#protocol';

export type ImportStep = 'settings' | 'check' | 'decide' | 'run' | 'undo' | 'discard';

/** From where a step may be taken, and the stage it leads to at once; null: it stays. */
const STEPS: Readonly<Record<ImportStep, { readonly from: readonly ImportStage[]; readonly to: ImportStage | null; /** Asked for already: the same again changes nothing. */ readonly already: readonly ImportStage[] }>> = {
  settings: { from: ['draft', 'checked'], to: 'draft', already: [] },
  check: { from: ['draft', 'checked'], to: 'checking', already: ['checking'] },
  decide: { from: ['checked'], to: null, already: [] },
  run: { from: ['checked'], to: 'running', already: ['running', 'done'] },
  undo: { from: ['done'], to: 'undoing', already: ['undoing', 'undone'] },
  discard: { from: ['draft', 'checking', 'checked'], to: 'discarded', already: ['discarded'] },
};

export function mayStep(stage: ImportStage, step: ImportStep): 'yes' | 'already' | 'no' {
  if (STEPS[step].from.includes(stage)) return 'yes';
  return STEPS[step].already.includes(stage) ? 'already' : 'no';
}

export function stageAfter(step: ImportStep): ImportStage | null {
  return STEPS[step].to;
}
