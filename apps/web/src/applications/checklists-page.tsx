// What is checked before an admission: one list for all States, and lists of single ones.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Waiting } from '../design/display.tsx';
import { Select } from '../design/select.tsx';
import { useStateName, useStates } from '../directory/states.ts';
import { useText } from '../i18n/text.tsx';
import { Unlocked } from '../session/unlocked.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { ChecklistEditor, type EditedChecklist } from './checklist-editor.tsx';
import { useStepWords } from './step-words.ts';
import './applications.css';

const ALL = 'all';

export function ChecklistsPage() {
  const { t } = useText();
  return (
    <Page title={t('checklists.title')} lead={t('checklists.lead')} acts={<Link className="button" to="/applications">{t('applications.title')}</Link>}>
      <Unlocked><Lists /></Unlocked>
    </Page>
  );
}

function Lists() {
  const { t, list, number, language, compare } = useText();
  const stateName = useStateName();
  const stepWords = useStepWords();
  const lists = useQuery({ queryKey: ['checklists'], queryFn: () => request('applications.checklists') });
  const [editing, setEditing] = useState<EditedChecklist | null>(null);
  const [country, setCountry] = useState<string>(ALL);
  const states = [...(useStates()?.values() ?? [])].map(({ code, names }) => ({ value: code, label: names[language] })).toSorted((a, b) => compare(a.label, b.label));
  if (lists.isPending) return <Waiting>{t('shell.loading')}</Waiting>;
  if (lists.error) return <FailureBanner failure={lists.error} retry={() => void lists.refetch()} />;
  const { items } = lists.data;
  const general = items[0]!;
  return (
    <>
      <ul className="rows">
        {items.map((item) => (
          <li key={item.state ?? ALL}>
            <div className="grow">
              <p>{item.state === null ? t('checklists.all') : <bdi>{stateName(item.state)}</bdi>}</p>
              <p className="soft small">{list(item.steps.map((step) => stepWords(step)))}</p>
              <p className="soft small">{t('checklists.version', { version: number(item.version) })}</p>
            </div>
            <Button onPress={() => setEditing(item)}>{t('checklists.edit')}</Button>
          </li>
        ))}
      </ul>
      <div className="stack wide">
        <Select label={t('checklists.new')} choices={[{ value: ALL, label: t('apply.choose') }, ...states.filter(({ value }) => items.every(({ state }) => state !== value))]} value={country} onChange={setCountry} />
        <Button isDisabled={country === ALL} onPress={() => setEditing({ ...general, state: country, version: 0 })}>{t('checklists.new.do')}</Button>
      </div>
      {editing && <ChecklistEditor key={editing.state ?? ALL} before={editing} onClose={() => { setEditing(null); setCountry(ALL); }} />}
    </>
  );
}
