import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ImportSummary } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Badge, EmptyState, Waiting, type Tone } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { useSession } from '../../session/session.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { BringFile } from './bring-file.tsx';
import { isBusy } from './use-import.ts';

export const STAGE_TONES: Readonly<Record<ImportSummary['stage'], Tone>> = { draft: 'plain', checking: 'plain', checked: 'plain', running: 'plain', done: 'good', undoing: 'plain', undone: 'warn', discarded: 'plain' };

/** All imports so far, and the way to a new one. The secretariat's. */
export function ImportsPage() {
  const { t } = useText();
  const session = useSession();
  const allowed = session.phase !== 'out' && session.who.role === 'secretariat';
  const imports = useQuery({
    queryKey: ['imports'], queryFn: () => request('directory-import.imports'), enabled: allowed, staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.items.some(isBusy) ? 2000 : false),
  });
  if (!allowed) return <Page title={t('import.title')}><EmptyState title={t('problem.not-allowed')} /></Page>;
  return (
    <Page title={t('import.title')} lead={t('import.lead')} acts={<Link to="/directory">{t('directory.title')}</Link>}>
      <BringFile />
      {imports.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {imports.error && <FailureBanner failure={imports.error} retry={() => void imports.refetch()} />}
      {imports.data?.items.length === 0 && <EmptyState title={t('import.none')}><p>{t('import.none.lead')}</p></EmptyState>}
      {imports.data && imports.data.items.length > 0 && (
        <section className="stack wide" aria-labelledby="imports">
          <h2 id="imports">{t('import.list')}</h2>
          <ul className="rows">{imports.data.items.map((item) => <ImportLine key={item.id} item={item} />)}</ul>
        </section>
      )}
    </Page>
  );
}

function ImportLine({ item: { id, fileName, created, stage, bytes, result, planned } }: { item: ImportSummary }) {
  const { t, dateTime, size, number } = useText();
  const facts = result
    ? (['created', 'changed', 'refused'] as const).map((name) => [name, result[name]] as const)
    : (['rows', 'create', 'refused'] as const).flatMap((name) => (planned ? [[name, planned[name]] as const] : []));
  return (
    <li>
      <div className="grow">
        <p><Link to="/directory/imports/$import" params={{ import: id }}><bdi>{fileName}</bdi></Link></p>
        <p className="soft small">{[dateTime(created), size(bytes), ...facts.map(([name, count]) => `${t(`import.count.${name}`)}: ${number(count)}`)].join(' · ')}</p>
      </div>
      <Badge tone={STAGE_TONES[stage]}>{t(`import.stage.${stage}`)}</Badge>
    </li>
  );
}
