import type { ImportSummary, RowFilter } from '#protocol';
import { request } from '../../crypto/request.ts';
import { useText } from '../../i18n/text.tsx';
import { CountList } from './count-list.tsx';
import { ImportRows } from './import-rows.tsx';
import { SaveProblems } from './save-problems.tsx';
import { SureButton } from './sure-button.tsx';
import { useStep } from './use-step.ts';

const FILTERS: readonly RowFilter[] = ['refused', 'warned', 'doubles', 'create', 'kept'];

/** What an import did, and the way back. */
export function ImportResult({ of: { id, stage, result } }: { of: ImportSummary }) {
  const { t } = useText();
  const undo = useStep(id, () => request('directory-import.undoImport', { params: { id } }));
  if (result === null) return null;
  const names = stage === 'done' ? (['created', 'changed', 'unchanged', 'skipped', 'refused'] as const) : (['undone', 'kept', 'refused'] as const);
  return (
    <>
      <section className="card stack" aria-labelledby="result">
        <h2 id="result">{t('import.result')}</h2>
        <CountList counts={names.map((name) => [name, result[name]])} always={2} />
        {stage === 'done' && <div className="row"><SureButton act={t('import.undo')} title={t('import.undo.title')} lead={t('import.undo.lead')} step={undo} danger /></div>}
      </section>
      <ImportRows id={id} filters={FILTERS} first={result.kept > 0 ? 'kept' : result.refused > 0 ? 'refused' : 'create'} deciding={false} acts={<SaveProblems id={id} />} />
    </>
  );
}
