import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { AboutMe } from '#client';
import { Button } from '../design/button.tsx';
import { Choices } from '../design/checkbox.tsx';
import { Field } from '../design/field.tsx';
import { LANGUAGES } from '../i18n/language.ts';
import { useText } from '../i18n/text.tsx';

const CHOICES = LANGUAGES.map(({ code, name }) => ({ value: code, label: name }));

/** The officer card: for members' eyes only. */
export function AboutMeForm({ onDone }: { onDone(about: AboutMe): void }) {
  const { t, language } = useText();
  const [name, setName] = useState('');
  const [post, setPost] = useState('');
  const [languages, setLanguages] = useState<string[]>([language]);
  return (
    <Form className="stack" onSubmit={(event) => { event.preventDefault(); onDone({ name: name.trim(), function: post.trim(), languages }); }}>
      <h2>{t('enrol.about.title')}</h2>
      <p className="soft">{t('enrol.about.lead')}</p>
      <Field label={t('enrol.about.name')} value={name} onChange={setName} isRequired maxLength={200} autoComplete="name" />
      <Field label={t('enrol.about.function')} value={post} onChange={setPost} isRequired maxLength={200} autoComplete="organization-title" />
      <Choices label={t('enrol.about.languages')} choices={CHOICES} values={languages as (typeof CHOICES)[number]['value'][]} onChange={setLanguages} />
      <Button kind="primary" type="submit" isDisabled={name.trim() === '' || post.trim() === ''}>{t('action.continue')}</Button>
    </Form>
  );
}
