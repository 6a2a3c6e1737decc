import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { AuthoritySummary, StateOverview } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState, Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { AuthorityName } from '../authority-name.tsx';
import { AuthorityRow } from '../authority-row.tsx';
import { isAddress, Outside, useGivenDate } from '../sources.tsx';
import { useStateName } from '../states.ts';
import { CoverageBadge } from './coverage-badge.tsx';
import '../directory.css';

/** One State: which functions of the Convention it has designated whom for, by which source, and which are missing. */
export function StatePage() {
  const { t } = useText();
  const { state: code } = useParams({ from: '/inside/directory/states/$state' });
  const stateName = useStateName();
  const { data, error, refetch } = useQuery({ queryKey: ['state', code], queryFn: () => request('directory-states.stateOverview', { params: { code } }) });
  if (error) return <Page title={t('directory.title')}><FailureBanner failure={error} retry={() => void refetch()} /></Page>;
  if (!data) return <Page title={t('directory.title')}><Waiting>{t('shell.loading')}</Waiting></Page>;
  const authorities = new Map(data.authorities.map((authority) => [authority.id, authority]));
  return (
    <Page title={stateName(code)} lead={t('state.lead')} acts={<span className="no-print"><Button kind="quiet" onPress={() => globalThis.print()}>{t('directory.print')}</Button></span>}>
      <section className="card wide" aria-labelledby="functions">
        <h2 id="functions">{t('state.functions')}</h2>
        <ul className="entries">
          {data.functions.map((item) => <FunctionItem key={item.function} item={item} authorities={authorities} />)}
        </ul>
      </section>
      <section className="stack wide" aria-labelledby="authorities">
        <h2 id="authorities">{t('state.authorities')}</h2>
        {data.authorities.length === 0 && <EmptyState title={t('directory.none')} />}
        {data.authorities.length > 0 && <ul className="rows wide">{data.authorities.map((authority) => <AuthorityRow key={authority.id} authority={authority} />)}</ul>}
      </section>
    </Page>
  );
}

function FunctionItem({ item, authorities }: { item: StateOverview['functions'][number]; authorities: ReadonlyMap<string, AuthoritySummary> }) {
  const { t } = useText();
  const given = useGivenDate();
  return (
    <li>
      <h3 className="row">
        <span>{t(`directory.function.${item.function}`)}</span>
        <span className="soft small">{t('state.article', { article: item.article })}</span>
        <CoverageBadge of={item.coverage} />
      </h3>
      {item.designations.map(({ authority: id, designation }) => {
        const authority = authorities.get(id);
        const { source, date } = designation.provenance;
        return (
          <div key={designation.id}>
            <p>{authority && <Link to="/directory/$authority" params={{ authority: id }}><AuthorityName of={authority} /></Link>}</p>
            <p className="small" lang="en"><bdi>{designation.function}</bdi> — <bdi>{[designation.instrument, designation.provision].filter(Boolean).join(', ')}</bdi></p>
            <p className="soft small">
              {t('directory.source')}: {isAddress(source) ? <Outside to={source}>{source}</Outside> : <bdi>{source}</bdi>}{date !== null && <> — {given(date)}</>}
            </p>
          </div>
        );
      })}
    </li>
  );
}
