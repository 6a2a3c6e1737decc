import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { request } from '../crypto/request.ts';
import { Badge, EmptyState, Waiting } from '../design/display.tsx';
import { Field } from '../design/field.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { AuthorityName } from './authority-name.tsx';
import { useStateName } from './states.ts';

export function DirectoryPage() {
  const { t } = useText();
  const stateName = useStateName();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['authorities', q],
    queryFn: () => request('directory.listAuthorities', { query: { limit: 50, ...(q === '' ? {} : { q }) } }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('directory.title')} lead={t('directory.lead')}>
      <Field label={t('directory.search')} value={typed} onChange={setTyped} type="search" autoComplete="off" />
      {found.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {found.error && <FailureBanner failure={found.error} retry={() => void found.refetch()} />}
      {found.data?.items.length === 0 && <EmptyState title={t('directory.none')} />}
      {found.data && found.data.items.length > 0 && (
        <ul className="rows">
          {found.data.items.map((authority) => (
            <li key={authority.id}>
              <div className="grow">
                <Link to="/directory/$authority" params={{ authority: authority.id }}><AuthorityName of={authority} /></Link>
                <p className="soft small"><bdi>{stateName(authority.state)}</bdi></p>
              </div>
              {authority.member?.canBeWrittenTo === true && <Badge tone="good">{t('directory.can-be-written-to')}</Badge>}
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
