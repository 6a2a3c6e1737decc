import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { useText } from '../i18n/text.tsx';
import type { MistakeOf } from './application-form.tsx';
import { NOBODY, type DraftPerson } from './empty-draft.ts';

export interface PeopleFieldsProps {
  legend: string;
  hint: string;
  people: readonly DraftPerson[];
  least: number;
  most: number;
  /** Of the list in the form. */
  path: string;
  mistakeOf: MistakeOf;
  onChange(people: DraftPerson[]): void;
}

/** People with function and telephone: personal data, for the secretariat's eyes. */
export function PeopleFields({ legend, hint, people, least, most, path, mistakeOf, onChange }: PeopleFieldsProps) {
  const { t, number } = useText();
  const set = (at: number, changed: Partial<DraftPerson>) => onChange(people.map((person, i) => (i === at ? { ...person, ...changed } : person)));
  return (
    <fieldset className="stack part">
      <legend>{legend}</legend>
      <p className="soft small">{hint}</p>
      {people.map((person, at) => (
        <div key={at} role="group" aria-label={t('apply.person', { number: number(at + 1) })} className="person wide">
          <Field label={t('enrol.about.name')} value={person.name} onChange={(name) => set(at, { name })} isRequired maxLength={200} mistake={mistakeOf(`${path}.${at}.name`)} />
          <Field label={t('enrol.about.function')} value={person.function} onChange={(post) => set(at, { function: post })} isRequired maxLength={200} mistake={mistakeOf(`${path}.${at}.function`)} />
          <Field label={t('apply.telephone')} value={person.telephone} onChange={(telephone) => set(at, { telephone })} type="tel" code isRequired maxLength={60} mistake={mistakeOf(`${path}.${at}.telephone`)} />
          <Field label={t('apply.person-email')} value={person.email} onChange={(email) => set(at, { email })} type="email" code maxLength={254} mistake={mistakeOf(`${path}.${at}.email`)} />
          {people.length > least && <Button kind="quiet" onPress={() => onChange(people.filter((_, i) => i !== at))} aria-label={t('apply.remove-person', { number: number(at + 1) })}>{t('action.remove')}</Button>}
        </div>
      ))}
      {people.length < most && <Button onPress={() => onChange([...people, NOBODY])}>{t('apply.add-person')}</Button>}
    </fieldset>
  );
}
