import { useState } from 'react';
import type { ImportSummary, RowFilter } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Banner } from '../../design/display.tsx';
import { Button } from '../../design/button.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { CountList } from './count-list.tsx';
import { DiscardImport } from './discard-import.tsx';
import { ImportReading } from './import-reading.tsx';
import { ImportRows } from './import-rows.tsx';
import { SaveProblems } from './save-problems.tsx';
import { SureButton } from './sure-button.tsx';
import { useStep } from './use-step.ts';

const FILTERS: readonly RowFilter[] = ['doubtful', 'refused', 'warned', 'same-id', 'same-name', 'same-letters', 'same-words', 'other-script', 'other-spelling', 'same-acronym', 'same-website', 'create'];

/** The dry run: what would happen to each row, what a person may decide about it, and the act itself. */
export function ImportPlan({ of: { id, planned } }: { of: ImportSummary }) {
  const { t } = useText();
  const [rereading, setRereading] = useState(false);
  const run = useStep(id, () => request('directory-import.runImport', { params: { id } }));
  const check = useStep(id, () => request('directory-import.checkImport', { params: { id } }));
  if (planned === null) return null;
  if (rereading) return <ImportReading id={id} />;
  const names = ['rows', 'create', 'refused', 'warned', 'merge', 'alias', 'skip', 'doubtful'] as const;
  return (
    <>
      <section className="card stack" aria-labelledby="plan">
        <h2 id="plan">{t('import.plan')}</h2>
        <p className="soft small">{t('import.plan.lead')}</p>
        <CountList counts={names.map((name) => [name, planned[name]])} always={3} />
        {check.error && <FailureBanner failure={check.error} />}
        <div className="row">
          <SureButton act={t('import.run')} title={t('import.run.title')} lead={t('import.run.lead')} step={run}>
            <CountList counts={(['create', 'merge', 'alias'] as const).map((name) => [name, planned[name]])} always={1} />
            {planned.doubtful > 0 && <Banner tone="warn">{t('import.run.doubtful', { count: planned.doubtful })}</Banner>}
          </SureButton>
          <Button isPending={check.isPending} onPress={() => check.mutate()}>{t('import.check-again')}</Button>
          <Button onPress={() => setRereading(true)}>{t('import.reading')}</Button>
          <DiscardImport id={id} />
        </div>
      </section>
      <ImportRows id={id} filters={FILTERS} first={planned.doubtful > 0 ? 'doubtful' : planned.refused > 0 ? 'refused' : 'create'} deciding acts={<SaveProblems id={id} />} />
    </>
  );
}
