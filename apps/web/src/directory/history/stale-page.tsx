import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { StaleEntry } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { Checkbox } from '../../design/checkbox.tsx';
import { Badge, EmptyState, Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { ConfirmationLine } from '../confirmation-banner.tsx';
import { useStateName } from '../states.ts';

/** For the secretariat: entries that their authorities do not, or no longer, stand behind. */
export function StalePage() {
  const { t } = useText();
  const [members, setMembers] = useState(true);
  const found = useInfiniteQuery({
    queryKey: ['stale-entries', members],
    queryFn: ({ pageParam: cursor }) => request('directory-confirmation.staleEntries', { query: { members: members ? 'true' : 'false', ...(cursor === null ? {} : { cursor }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('entry.stale')} lead={t('entry.stale.lead')}>
      <Checkbox checked={members} onChange={setMembers}>{t('directory.filter.members')}</Checkbox>
      {found.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {found.error && <FailureBanner failure={found.error} retry={() => void found.refetch()} />}
      {items.length > 0 && <ul className="rows">{items.map((item) => <StaleRow key={item.id} of={item} />)}</ul>}
      {found.hasNextPage && <Button onPress={() => void found.fetchNextPage()} isDisabled={found.isFetchingNextPage}>{t('directory.more')}</Button>}
      {found.data && items.length === 0 && <EmptyState title={t('entry.stale.none')} />}
    </Page>
  );
}

function StaleRow({ of }: { of: StaleEntry }) {
  const { t, date } = useText();
  const stateName = useStateName();
  return (
    <li>
      <div className="grow">
        <p><Link to="/directory/$authority" params={{ authority: of.id }}><bdi>{of.name}</bdi></Link></p>
        <p className="soft small"><bdi>{stateName(of.state)}</bdi></p>
        <ConfirmationLine entry={of} />
        {of.due !== null && <p className="soft small">{t('directory.confirmation.due', { date: date(of.due) })}</p>}
        {of.reminded !== null && <p className="soft small">{t(`entry.reminded.${of.reminded.step}`, { date: date(of.reminded.at) })}</p>}
      </div>
      {of.member && <Badge>{t('entry.member')}</Badge>}
    </li>
  );
}
