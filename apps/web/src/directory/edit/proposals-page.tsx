import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { EntryProposalState, EntryProposalSummary } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { Badge, EmptyState, Waiting, type Tone } from '../../design/display.tsx';
import { Select } from '../../design/select.tsx';
import { useText } from '../../i18n/text.tsx';
import { useSession } from '../../session/session.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { useStateName } from '../states.ts';

export const STATE_TONES: Readonly<Record<EntryProposalState, Tone>> = { waiting: 'warn', returned: 'bad', applied: 'good', withdrawn: 'plain' };
const STATES = ['waiting', 'returned', 'applied', 'withdrawn'] as const;

/** For security officers what their authority proposed and what became of it; for the secretariat the queue. */
export function ProposalsPage() {
  const { t } = useText();
  const session = useSession();
  const navigate = useNavigate();
  const secretariat = session.phase !== 'out' && session.who.role === 'secretariat';
  const [state, setState] = useState<EntryProposalState | 'all'>(secretariat ? 'waiting' : 'all');
  const found = useInfiniteQuery({
    queryKey: ['entry-proposals', state],
    queryFn: ({ pageParam: cursor }) => request('directory-proposals.entryProposals', { query: { ...(state === 'all' ? {} : { state }), ...(cursor === null ? {} : { cursor }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
    refetchInterval: 30_000,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const begin = () => void navigate({ to: '/directory/$authority/edit', params: { authority: crypto.randomUUID() }, search: { new: true } });
  return (
    <Page title={t('entry.proposals')} lead={t(secretariat ? 'entry.proposals.lead.secretariat' : 'entry.proposals.lead')} acts={secretariat ? <Button onPress={begin}>{t('entry.new')}</Button> : undefined}>
      <Select label={t('entry.state')} choices={[{ value: 'all', label: t('entry.state.all') }, ...STATES.map((value) => ({ value, label: t(`entry.state.${value}`) }))]} value={state} onChange={setState} />
      {found.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {found.error && <FailureBanner failure={found.error} retry={() => void found.refetch()} />}
      {items.length > 0 && <ul className="rows">{items.map((item) => <ProposalRow key={item.id} proposal={item} />)}</ul>}
      {found.hasNextPage && <Button onPress={() => void found.fetchNextPage()} isDisabled={found.isFetchingNextPage}>{t('directory.more')}</Button>}
      {found.data && items.length === 0 && <EmptyState title={t('entry.proposals.none')} />}
    </Page>
  );
}

function ProposalRow({ proposal: { id, name, country, isNew, state, side, moved, parts, approvedBy, approvalsNeeded } }: { proposal: EntryProposalSummary }) {
  const { t, dateTime, list, number } = useText();
  const stateName = useStateName();
  return (
    <li>
      <div className="grow">
        <p><Link to="/directory/proposals/$proposal" params={{ proposal: id }}><bdi>{name}</bdi></Link></p>
        <p className="soft small"><bdi>{stateName(country)}</bdi>{' · '}{isNew ? t('entry.new') : list(parts.map((part) => t(`entry.part.${part}`)))}</p>
        <p className="soft small">{t(`entry.side.${side}`)}{' · '}{dateTime(moved)}</p>
      </div>
      {state === 'waiting' && <span className="small">{t('entry.approvals', { given: number(approvedBy.length), needed: number(approvalsNeeded) })}</span>}
      <Badge tone={STATE_TONES[state]}>{t(`entry.state.${state}`)}</Badge>
    </li>
  );
}
