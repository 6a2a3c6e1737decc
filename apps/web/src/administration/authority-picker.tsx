import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { request } from '../crypto/request.ts';
import { Field } from '../design/field.tsx';
import { AuthorityName } from '../directory/authority-name.tsx';
import { useStateName } from '../directory/states.ts';
import { useText } from '../i18n/text.tsx';
import '../compose/compose.css';

/** One authority of the directory that is no member yet; with `state`, of that State. */
export function AuthorityPicker({ state, chosen, onChange }: { state?: string; chosen: string | null; onChange(authority: string | null): void }) {
  const { t } = useText();
  const stateName = useStateName();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['authorities', 'no-member', state ?? null, q],
    queryFn: () => request('directory.listAuthorities', { query: { member: 'false', limit: 20, ...(state === undefined ? {} : { state }), ...(q === '' ? {} : { q }) } }),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="picker stack tight wide">
      <Field label={t('directory.search')} value={typed} onChange={setTyped} type="search" autoComplete="off" />
      <div className="wide">
        <ListBox
          className="options"
          aria-label={t('invitation.authority')}
          selectionMode="single"
          selectedKeys={chosen === null ? [] : [chosen]}
          onSelectionChange={(keys) => onChange(keys === 'all' ? null : (([...keys][0] as string | undefined) ?? null))}
          items={found.data?.items ?? []}
          renderEmptyState={() => <p className="option soft">{t('directory.none')}</p>}
        >
          {(authority) => (
            <ListBoxItem className="option" textValue={authority.name}>
              <span className="grow"><AuthorityName of={authority} /></span>
              <bdi className="soft small">{stateName(authority.state)}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </div>
    </div>
  );
}
