// One value of an entry as form fields, by the table of parts.
import type { ContentPart, ContentValue, OfficeHours, Visibility } from '#protocol';
import { isLanguage } from '#protocol/entry';
import { Button } from '../../design/button.tsx';
import { Checkbox, Choices } from '../../design/checkbox.tsx';
import { Field } from '../../design/field.tsx';
import { Select } from '../../design/select.tsx';
import { useText, type TextKey } from '../../i18n/text.tsx';
import { useLanguageName } from '../language-name.ts';
import { ParentField, type ParentIs } from './parent-field.tsx';
import { fieldsOf, withField, type Fields, type FieldSpec } from './part-fields.ts';
import { WeeklyEditor } from './weekly-editor.tsx';

export interface ValueEditorProps {
  part: ContentPart;
  value: ContentValue;
  /** Which of its kind, from 1. */
  number: number;
  /** What is wrong, by field. */
  mistakes: ReadonlyMap<string, string>;
  onChange(value: ContentValue): void;
  onRemove(): void;
}

export function ValueEditor({ part, value, number, mistakes, onChange, onRemove }: ValueEditorProps) {
  const { t } = useText();
  const audiences = (['public', 'government', 'members'] as const).map((audience) => ({ value: audience, label: t(`directory.visible.${audience}`) }));
  const legend = t('entry.value', { part: t(`entry.part.${part}`), number });
  return (
    <fieldset className="value-editor" data-value={value.id}>
      <legend>{legend}</legend>
      {fieldsOf(part, value as Fields).map((spec) => (
        <FieldEditor key={`${spec.field} ${spec.kind}`} spec={spec} value={spec.kind === 'parent' ? value : (value as Fields)[spec.field]} mistake={mistakes.get(spec.field)} onChange={(to) => onChange(withField(part, value, spec, to))} />
      ))}
      <Select<Visibility> label={t('entry.field.visibility')} choices={audiences} value={value.visibility} onChange={(visibility) => onChange({ ...value, visibility })} />
      <div className="end"><Button kind="quiet" aria-label={`${t('entry.remove')}: ${legend}`} onPress={onRemove}>{t('entry.remove')}</Button></div>
    </fieldset>
  );
}

interface FieldEditorProps {
  spec: FieldSpec;
  value: unknown;
  mistake: string | undefined;
  onChange(value: unknown): void;
}

function FieldEditor({ spec, value, mistake, onChange }: FieldEditorProps) {
  const { t } = useText();
  const languageName = useLanguageName();
  const label = t(`entry.field.${spec.field}` as TextKey);
  const hint = spec.hint === undefined ? undefined : t(spec.hint);
  const text = typeof value === 'string' ? value : '';
  const several = Array.isArray(value) ? (value as string[]) : [];
  const wrong = mistake === undefined ? null : <span className="mistake">{mistake}</span>;
  switch (spec.kind) {
    case 'choice':
      return <Select label={label} choices={spec.options.map((option) => ({ value: option, label: t(spec.word(option)) }))} value={text} onChange={onChange} />;
    case 'choices':
      return <div className="broad field"><Choices label={label} choices={spec.options.map((option) => ({ value: option, label: t(spec.word(option)) }))} values={several} onChange={onChange} />{wrong}</div>;
    case 'flag':
      return <Checkbox checked={value === true} onChange={onChange}>{label}</Checkbox>;
    case 'weekly':
      return <div className="broad field"><WeeklyEditor weekly={value as OfficeHours['weekly']} onChange={onChange} />{wrong}</div>;
    case 'parent':
      return <ParentField parent={value as ParentIs} mistake={mistake} onChange={onChange} />;
    case 'languages':
    case 'codes':
      return <Field code label={label} hint={hint} mistake={mistake} value={several.join(', ')} onChange={(typed) => onChange(typed.split(/[,،、;]/).map((item, index, all) => (index < all.length - 1 ? item.trim() : item.trimStart())))} />;
    case 'language':
      return <Field code label={label} hint={isLanguage(text) ? languageName(text) : hint} mistake={mistake} value={text} onChange={onChange} isRequired />;
    case 'lines':
      return <div className="broad"><Field lines label={label} hint={hint} mistake={mistake} value={text} onChange={onChange} isRequired={spec.isRequired ?? false} /></div>;
    case 'text':
      return <div className="double"><Field label={label} hint={hint} mistake={mistake} value={text} onChange={onChange} isRequired={spec.isRequired ?? false} /></div>;
    case 'code':
      return <Field code label={label} hint={hint} mistake={mistake} value={text} onChange={onChange} isRequired={spec.isRequired ?? false} />;
  }
}
