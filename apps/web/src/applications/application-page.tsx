// One application: what was written, opened on this device; the checklist; the founders; and the decision.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ApplicationDetail } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Badge, Banner, Waiting } from '../design/display.tsx';
import { useStateName } from '../directory/states.ts';
import { useText } from '../i18n/text.tsx';
import { Unlocked } from '../session/unlocked.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { ApplicationHistory } from './application-history.tsx';
import { Checklist } from './checklist.tsx';
import { Decisions } from './decisions.tsx';
import { Founders } from './founders.tsx';
import { FormView } from './form-view.tsx';
import { STATE_TONES } from './state-tones.ts';
import '../enrol/enrol.css';
import './applications.css';

export function ApplicationPage() {
  const { t } = useText();
  const { application } = useParams({ from: '/inside/applications/$application' });
  const detail = useQuery({ queryKey: ['application', application], queryFn: () => request('applications.application', { params: { application } }), staleTime: 60_000 });
  return (
    <Page title={detail.data?.authorityName ?? t('applications.one')} acts={<Link className="button" to="/applications">{t('applications.title')}</Link>}>
      <Unlocked>
        {detail.isPending && <Waiting>{t('shell.loading')}</Waiting>}
        {detail.error && <FailureBanner failure={detail.error} retry={() => void detail.refetch()} />}
        {detail.data && <Opened detail={detail.data} />}
      </Unlocked>
    </Page>
  );
}

export type OnDetail = (detail: ApplicationDetail) => void;

function Opened({ detail }: { detail: ApplicationDetail }) {
  const { t, dateTime, number } = useText();
  const cache = useQueryClient();
  const stateName = useStateName();
  const opened = useQuery({ queryKey: ['application-form', detail.id, detail.changed], queryFn: () => engine.openApplicationForm(detail), staleTime: Infinity, gcTime: 0 });
  const changed: OnDetail = (now) => {
    cache.setQueryData(['application', detail.id], now);
    void cache.invalidateQueries({ queryKey: ['applications'] });
  };
  const open = detail.state === 'received' || detail.state === 'checking';
  return (
    <>
      <div className="row">
        <Badge tone={STATE_TONES[detail.state]}>{t(`application.state.${detail.state}`)}</Badge>
        {detail.stale && <Badge tone="warn">{t('applications.stale')}</Badge>}
        <span className="soft small"><bdi>{stateName(detail.country)}</bdi> · {t('applications.submission', { number: number(detail.submission) })} · {t('applications.changed', { date: dateTime(detail.changed) })}</span>
      </div>
      {opened.isPending && <Waiting>{t('applications.opening')}</Waiting>}
      {opened.error && <FailureBanner failure={opened.error} retry={() => void opened.refetch()} />}
      {opened.data?.form === null && <Banner tone="warn" title={t('applications.sealed')}><p>{t('applications.sealed.what')}</p></Banner>}
      {opened.data?.form && <FormView detail={detail} form={opened.data.form} />}
      <Checklist detail={detail} notes={opened.data?.notes ?? {}} onDetail={changed} />
      {open && <Founders detail={detail} form={opened.data?.form ?? null} onDetail={changed} />}
      {(open || detail.state === 'returned') && <Decisions detail={detail} canWrite={opened.data !== undefined && opened.data.form !== null} onDetail={changed} />}
      <ApplicationHistory detail={detail} />
    </>
  );
}
