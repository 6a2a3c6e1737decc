import { useState } from 'react';
import type { OfficerCard } from '#protocol';
import { engine } from '../../crypto/engine.ts';
import { Choices } from '../../design/checkbox.tsx';
import { Field } from '../../design/field.tsx';
import { LANGUAGES } from '../../i18n/language.ts';
import { useText } from '../../i18n/text.tsx';
import { ActDialog } from '../act-dialog.tsx';

const CHOICES = LANGUAGES.map(({ code, name }) => ({ value: code, label: name }));
type Code = (typeof CHOICES)[number]['value'];

export interface CardDialogProps {
  officer: string;
  name: string;
  /** Null: erased or not shown. */
  card: Pick<OfficerCard, 'name' | 'function' | 'languages'> | null;
  onClose(): void;
}

/** Another name, function or languages. The card itself is no part of the log. */
export function CardDialog({ officer, name, card, onClose }: CardDialogProps) {
  const { t } = useText();
  const [said, setSaid] = useState(card?.name ?? '');
  const [post, setPost] = useState(card?.function ?? '');
  const [languages, setLanguages] = useState<readonly string[]>(card?.languages ?? []);
  const same = said.trim() === card?.name && post.trim() === card.function && languages.join(' ') === card.languages.join(' ');
  // Languages beyond the six stay as they are.
  const others = languages.filter((code) => CHOICES.every(({ value }) => value !== code));
  return (
    <ActDialog
      title={t('administration.act.card.title', { name })} what={t('administration.act.card.what')} onClose={onClose} disabled={same || said.trim() === '' || post.trim() === ''}
      act={() => engine.changeCard(officer, { name: said.trim(), function: post.trim(), languages: [...languages] })}
    >
      <Field label={t('enrol.about.name')} value={said} onChange={setSaid} isRequired maxLength={200} autoComplete="off" />
      <Field label={t('enrol.about.function')} value={post} onChange={setPost} isRequired maxLength={200} autoComplete="off" />
      <Choices label={t('enrol.about.languages')} choices={CHOICES} values={languages as Code[]} onChange={(picked) => setLanguages([...picked, ...others])} />
    </ActDialog>
  );
}
