import { Link, useParams } from '@tanstack/react-router';
import type { ImportSummary } from '#protocol';
import { Banner, Badge, DataList, Fact, Waiting } from '../../design/display.tsx';
import { Progress } from '../../design/progress.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { ImportPlan } from './import-plan.tsx';
import { ImportReading } from './import-reading.tsx';
import { ImportResult } from './import-result.tsx';
import { STAGE_TONES } from './imports-page.tsx';
import { isBusy, useImport } from './use-import.ts';
import './import.css';

/** One file on its way into the directory: how it is read, what would happen, what happened. */
export function ImportPage() {
  const { t } = useText();
  const { import: id } = useParams({ from: '/inside/directory/imports/$import' });
  const { data, error, refetch } = useImport(id);
  const back = <Link to="/directory/imports">{t('import.back')}</Link>;
  if (error && !data) return <Page title={t('import.title')} acts={back}><FailureBanner failure={error} retry={() => void refetch()} /></Page>;
  if (!data) return <Page title={t('import.title')} acts={back}><Waiting>{t('shell.loading')}</Waiting></Page>;
  return (
    <Page title={t('import.title')} acts={back}>
      <FileFacts of={data} />
      {error && <FailureBanner failure={error} retry={() => void refetch()} />}
      {data.failure !== null && !isBusy(data) && <Banner tone="bad" alert>{t(`import.failure.${data.failure}`)}</Banner>}
      <Stage of={data} />
    </Page>
  );
}

function FileFacts({ of: { fileName, sha256, bytes, created, stage } }: { of: ImportSummary }) {
  const { t, size, dateTime } = useText();
  return (
    <section className="card stack tight">
      <div className="row apart wide">
        <strong><bdi>{fileName}</bdi> <span className="soft small">{size(bytes)}</span></strong>
        <span role="status"><Badge tone={STAGE_TONES[stage]}>{t(`import.stage.${stage}`)}</Badge></span>
      </div>
      <DataList>
        <Fact name={t('import.when')}>{dateTime(created)}</Fact>
        <Fact name={t('import.hash')}><code className="fixed small">{sha256}</code></Fact>
      </DataList>
    </section>
  );
}

function Stage({ of }: { of: ImportSummary }) {
  const { t } = useText();
  switch (of.stage) {
    case 'draft':
      return <ImportReading id={of.id} />;
    case 'checking':
    case 'running':
    case 'undoing':
      return (
        <section className="card stack">
          <Progress label={t(`import.progress.${of.stage}`)} value={of.progress && of.progress.total > 0 ? of.progress.done / of.progress.total : null} />
          <p className="soft small">{t('import.progress.lead')}</p>
        </section>
      );
    case 'checked':
      return <ImportPlan of={of} />;
    case 'done':
    case 'undone':
      return <ImportResult of={of} />;
    case 'discarded':
      return null;
  }
}
