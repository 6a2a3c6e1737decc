import { useEffect, useRef, useState } from 'react';
import { Checkbox } from '../design/checkbox.tsx';
import { Field } from '../design/field.tsx';
import { Select } from '../design/select.tsx';
import { useText } from '../i18n/text.tsx';
import { DESIGNATED_FUNCTIONS, directorySearch, type DirectorySearch } from './directory-search.ts';
import { useStates } from './states.ts';

const ALL = 'all';
/** After the last key, milliseconds. */
const PAUSE = 250;

export interface DirectoryFiltersProps {
  search: DirectorySearch;
  onChange(search: DirectorySearch): void;
}

/** The search box and what narrows the list. What is typed counts after a short pause. */
export function DirectoryFilters({ search, onChange }: DirectoryFiltersProps) {
  const { t, language, compare } = useText();
  const asked = search.q ?? '';
  const [typed, setTyped] = useState(asked);
  const [sent, setSent] = useState(asked);
  const [seen, setSeen] = useState(asked);
  if (asked !== seen) {
    setSeen(asked);
    // Not what was typed here: cleared, or followed a link.
    if (asked !== sent) {
      setSent(asked);
      setTyped(asked);
    }
  }
  const latest = useRef({ search, onChange });
  useEffect(() => {
    latest.current = { search, onChange };
  });
  useEffect(() => {
    const timer = setTimeout(() => {
      const { search: before, onChange: change } = latest.current;
      const q = typed.trim();
      if (q === (before.q ?? '')) return;
      setSent(q);
      change(directorySearch({ ...before, q }));
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const set = (changed: Record<string, unknown>) => onChange(directorySearch({ ...search, ...changed }));
  const states = [...(useStates()?.values() ?? [])]
    .filter(({ authorities, code }) => authorities > 0 || code === search.state)
    .map(({ code, names }) => ({ value: code, label: names[language] }))
    .toSorted((a, b) => compare(a.label, b.label));
  const functions = DESIGNATED_FUNCTIONS.map((value) => ({ value: value as string, label: t(`directory.function.${value}`) }));
  return (
    <search className="directory-filters wide">
      <Field label={t('directory.search')} value={typed} onChange={setTyped} type="search" autoComplete="off" maxLength={200} />
      <Select label={t('directory.state')} choices={[{ value: ALL, label: t('directory.all-states') }, ...states]} value={search.state ?? ALL} onChange={(state) => set({ state: state === ALL ? undefined : state })} />
      <Select label={t('directory.filter.function')} choices={[{ value: ALL, label: t('directory.all-functions') }, ...functions]} value={search.function ?? ALL} onChange={(value) => set({ function: value === ALL ? undefined : value })} />
      <Checkbox checked={search.member === 'true'} onChange={(only) => set({ member: only ? 'true' : undefined })}>{t('directory.filter.members')}</Checkbox>
      <Checkbox checked={search.answering === 'true'} onChange={(only) => set({ answering: only ? 'true' : undefined })}>{t('directory.filter.answering')}</Checkbox>
    </search>
  );
}
