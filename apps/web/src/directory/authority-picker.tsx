import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import type { AuthoritySummary } from '#protocol';
import { request } from '../crypto/request.ts';
import { Field } from '../design/field.tsx';
import { useSettled } from '../design/use-settled.ts';
import { AuthorityName } from './authority-name.tsx';
import { useStateName } from './states.ts';
import { useText } from '../i18n/text.tsx';
import '../compose/compose.css';

export interface AuthorityPickerProps {
  /** Of the list. */
  label: string;
  /** False: only such as are no member. */
  member?: false;
  /** Only of that State. */
  state?: string;
  /** Never offered. */
  except?: string;
  chosen: string | null;
  onChange(id: string | null, authority: AuthoritySummary | null): void;
}

/** One authority of the directory, found while one types. */
export function AuthorityPicker({ label, member, state, except, chosen, onChange }: AuthorityPickerProps) {
  const { t } = useText();
  const stateName = useStateName();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const found = useQuery({
    queryKey: ['authorities', 'picker', member ?? null, state ?? null, q],
    queryFn: () => request('directory.listAuthorities', { query: { limit: 20, ...(member === undefined ? {} : { member: 'false' as const }), ...(state === undefined ? {} : { state }), ...(q === '' ? {} : { q }) } }),
    placeholderData: keepPreviousData,
  });
  const items = (found.data?.items ?? []).filter(({ id }) => id !== except);
  const choose = (id: string | null) => onChange(id, items.find((item) => item.id === id) ?? null);
  return (
    <div className="picker stack tight wide">
      <Field label={t('directory.search')} value={typed} onChange={setTyped} type="search" autoComplete="off" />
      <div className="wide">
        <ListBox
          className="options"
          aria-label={label}
          selectionMode="single"
          selectedKeys={chosen === null ? [] : [chosen]}
          onSelectionChange={(keys) => choose(keys === 'all' ? null : (([...keys][0] as string | undefined) ?? null))}
          items={items}
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
