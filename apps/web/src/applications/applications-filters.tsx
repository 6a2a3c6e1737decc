import { useEffect, useState } from 'react';
import { Checkbox } from '../design/checkbox.tsx';
import { Field } from '../design/field.tsx';
import { Select } from '../design/select.tsx';
import { useStates } from '../directory/states.ts';
import { useText } from '../i18n/text.tsx';
import { applicationsSearch, QUEUE_STATES, type ApplicationsSearch } from './applications-search.ts';

const ALL = 'all';
/** After the last key, milliseconds. */
const PAUSE = 300;

export function ApplicationsFilters({ search, onChange }: { search: ApplicationsSearch; onChange(search: ApplicationsSearch): void }) {
  const { t, language, compare } = useText();
  const [typed, setTyped] = useState(search.q ?? '');
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.trim() !== (search.q ?? '')) onChange(applicationsSearch({ ...search, q: typed }));
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed, search, onChange]);
  const set = (changed: Record<string, unknown>) => onChange(applicationsSearch({ ...search, ...changed }));
  const states = [...(useStates()?.values() ?? [])].map(({ code, names }) => ({ value: code, label: names[language] })).toSorted((a, b) => compare(a.label, b.label));
  return (
    <search className="queue-filters wide">
      <Field label={t('applications.search')} value={typed} onChange={setTyped} type="search" autoComplete="off" maxLength={200} />
      <Select label={t('applications.state')} choices={QUEUE_STATES.map((value) => ({ value, label: t(`applications.filter.${value}`) }))} value={search.state ?? 'open'} onChange={(state) => set({ state })} />
      <Select label={t('directory.state')} choices={[{ value: ALL, label: t('directory.all-states') }, ...states]} value={search.country ?? ALL} onChange={(country) => set({ country: country === ALL ? undefined : country })} />
      <Checkbox checked={search.stale === 'true'} onChange={(stale) => set({ stale: stale ? 'true' : undefined })}>{t('applications.only-stale')}</Checkbox>
    </search>
  );
}
