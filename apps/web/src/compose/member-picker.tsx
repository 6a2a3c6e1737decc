import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { useSettled } from '../design/use-settled.ts';
import { useText } from '../i18n/text.tsx';
import { MemberLink } from '../network/member-link.tsx';
import { MemberName } from '../network/member-name.tsx';
import type { KnownMember } from '../network/member-names.ts';
import { VerifiedMark } from '../network/verified-mark.tsx';
import { useWaitingReason } from './waiting-reasons.tsx';

export interface MemberPickerProps {
  members: ReadonlyMap<string, KnownMember>;
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}

/** Counterparts: who can be written to now, and how many officers there would be able to read. */
export function MemberPicker({ members, chosen, onChange }: MemberPickerProps) {
  const { t, language, compare, date } = useText();
  const [typed, setTyped] = useState('');
  const reason = useWaitingReason();
  const standing = ({ standing: now, readers, staleness, name }: KnownMember) => {
    if (now === 'current') return t('compose.readers', { count: readers });
    return staleness === null ? t(`standing.${now}`) : reason({ because: staleness.because, since: staleness.time }, name);
  };
  const wanted = typed.trim().toLocaleLowerCase(language);
  const found = useFound(typed.trim());
  // Never fewer than this client knows by itself: the hub can add to what is found, and hide nobody.
  const shown = [...members.values()]
    .filter(({ mine, name, stateName, authority }) => !mine && (`${name} ${stateName}`.toLocaleLowerCase(language).includes(wanted) || (wanted !== '' && found.has(authority))))
    .toSorted((a, b) => (found.get(a.authority) ?? Infinity) - (found.get(b.authority) ?? Infinity) || compare(a.stateName, b.stateName) || compare(a.name, b.name));
  const shutOut = shown.filter(({ standing }) => standing !== 'current' && standing !== 'stale').map(({ id }) => id);
  const select = (picked: 'all' | Set<unknown>) => {
    if (picked === 'all') return;
    // What the filter hides stays chosen.
    const hidden = chosen.filter((id) => !shown.some((member) => member.id === id));
    onChange([...hidden, ...shown.map(({ id }) => id).filter((id) => picked.has(id))]);
  };
  return (
    <div className="picker stack tight">
      <Field label={t('compose.to')} hint={t('compose.to.hint')} value={typed} onChange={setTyped} type="search" autoComplete="off" />
      {chosen.length > 0 && (
        <ul className="chosen" aria-label={t('compose.chosen')}>
          {chosen.map((id) => (
            <li key={id}>
              <span><MemberLink member={members.get(id)} id={id} /></span>
              <VerifiedMark member={id} />
              <Button kind="quiet" iconOnly aria-label={t('compose.remove-member', { name: members.get(id)?.name ?? id })} onPress={() => onChange(chosen.filter((other) => other !== id))}>
                <Icon name="close" size={14} />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="wide">
        <ListBox
          className="options"
          aria-label={t('compose.members')}
          selectionMode="multiple"
          selectedKeys={chosen}
          onSelectionChange={select}
          disabledKeys={shutOut}
          items={shown}
          dependencies={[chosen, language]}
          renderEmptyState={() => <p className="option soft">{t('compose.no-members')}</p>}
        >
          {(member) => (
            <ListBoxItem className="option" textValue={member.name}>
              {({ isSelected }) => (
                <>
                  <span className="mark">{isSelected && <Icon name="good" size={16} />}</span>
                  <span className="grow"><MemberName member={member} id={member.id} /></span>
                  <span className="soft small stands">
                    {standing(member)}
                    {member.standing === 'current' && member.epoch && <span>{t('compose.verified-keys', { date: date(new Date(member.epoch.made)) })}</span>}
                  </span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </div>
    </div>
  );
}

const NOBODY: ReadonlyMap<string, number> = new Map();

/** Authorities of members that the directory finds by what was typed, in any language and script, by their rank. */
function useFound(typed: string): ReadonlyMap<string, number> {
  const asked = useSettled(typed);
  const { data } = useQuery({
    queryKey: ['member-search', asked],
    queryFn: () => request('directory.listAuthorities', { query: { q: asked.slice(0, 200), member: 'true', limit: 100 } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  return typed === '' || !data ? NOBODY : new Map(data.items.map(({ id }, at) => [id, at]));
}
