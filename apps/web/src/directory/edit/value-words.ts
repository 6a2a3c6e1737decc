// A value's fields as text, in the reader's language.
import type { ContentPart, OfficeHours } from '#protocol';
import { useText, type TextKey } from '../../i18n/text.tsx';
import { useLanguageName } from '../language-name.ts';
import { useWeekdays } from '../weekdays.ts';
import { fieldsOf, type Fields, type FieldSpec } from './part-fields.ts';

export interface FieldWords {
  readonly field: string;
  readonly label: string;
  /** Null: nothing. */
  readonly text: string | null;
}

/** Part and value → all its fields, its audience last. */
export function useValueWords(): (part: ContentPart, value: Fields) => FieldWords[] {
  const { t, list } = useText();
  const languageName = useLanguageName();
  const weekdays = useWeekdays();
  const textOf = (spec: FieldSpec, value: unknown): string | null => {
    if (value === null || value === undefined || value === '') return null;
    switch (spec.kind) {
      case 'choice':
        return t(spec.word(String(value)));
      case 'choices':
        return (value as string[]).length === 0 ? null : list((value as string[]).map((option) => t(spec.word(option))));
      case 'language':
        return nameOf(String(value));
      case 'languages':
        return (value as string[]).length === 0 ? null : list((value as string[]).map(nameOf));
      case 'codes':
        return (value as string[]).length === 0 ? null : (value as string[]).join(', ');
      case 'flag':
        return t(value === true ? 'directory.practice.answer.yes' : 'directory.practice.answer.no');
      case 'weekly':
        return (value as OfficeHours['weekly']).map(({ days, from, to }) => `${weekdays(days)} \u2066${from}–${to}\u2069`).join('\n');
      default:
        return String(value);
    }
  };
  const nameOf = (tag: string) => {
    try {
      return languageName(tag);
    } catch {
      return tag;
    }
  };
  return (part, value) => [
    ...fieldsOf(part, value).map((spec) => ({ field: spec.field, label: t(`entry.field.${spec.field}` as TextKey), text: textOf(spec, spec.kind === 'parent' && value['authority'] !== null ? (value['name'] ?? value['authority']) : value[spec.field]) })),
    { field: 'visibility', label: t('entry.field.visibility'), text: t(`directory.visible.${value['visibility'] as 'public'}`) },
  ];
}
