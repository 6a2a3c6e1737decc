// Recorded acts that I may see, newest first. Looking is recorded too.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuditAction } from '#protocol';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { EmptyState, Waiting } from '../design/display.tsx';
import { Select } from '../design/select.tsx';
import { Field } from '../design/field.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { ACTIONS } from './actions.ts';
import { AuditRow } from './audit-row.tsx';
import './audit.css';

const OUTCOMES = ['any', 'done', 'refused'] as const;

export function AuditPage() {
  const { t, compare } = useText();
  const [action, setAction] = useState<AuditAction | 'any'>('any');
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>('any');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const filter = { ...(action === 'any' ? {} : { action }), ...(outcome === 'any' ? {} : { outcome }), ...instant('from', from, 0), ...instant('until', until, 1) };
  const pages = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => request('audit.auditEntries', { query: { ...filter, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const actions = ACTIONS.map((value) => ({ value, label: t(`action-name.${value}`) })).toSorted((a, b) => compare(a.label, b.label));
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')} acts={<Button onPress={() => void pages.refetch()}>{t('audit.refresh')}</Button>}>
      <div className="filters">
        <Select label={t('audit.action')} choices={[{ value: 'any', label: t('audit.any') }, ...actions]} value={action} onChange={setAction} />
        <Select label={t('audit.outcome')} choices={OUTCOMES.map((value) => ({ value, label: t(value === 'any' ? 'audit.any' : `outcome.${value}`) }))} value={outcome} onChange={setOutcome} />
        <Field label={t('audit.from')} type="date" value={from} onChange={setFrom} />
        <Field label={t('audit.until')} type="date" value={until} onChange={setUntil} />
      </div>
      {pages.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {pages.error && <FailureBanner failure={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && items.length === 0 && <EmptyState title={t('audit.none')} />}
      {items.length > 0 && <ol className="timeline" aria-label={t('audit.title')}>{items.map((item) => <AuditRow key={item.id} item={item} />)}</ol>}
      {pages.hasNextPage && <div><Button isDisabled={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>{t('action.more')}</Button></div>}
    </Page>
  );
}

/** A day of the reader's calendar as an instant: its beginning, or that of the day `after`. */
function instant(name: 'from' | 'until', day: string, after: 0 | 1): Record<string, string> {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return {};
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return { [name]: new Date(year, month - 1, date + after).toISOString() };
}
