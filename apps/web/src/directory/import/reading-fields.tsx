import { useState } from 'react';
import type { ImportEncoding, ImportSettings } from '#protocol';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Select } from '../../design/select.tsx';
import { useText } from '../../i18n/text.tsx';
import { useLanguageName } from '../language-name.ts';
import { useStates } from '../states.ts';

const ENCODINGS: readonly ImportEncoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1251', 'windows-1256'];
const LANGUAGES = ['ar', 'zh', 'en', 'fr', 'ru', 'es', 'bg', 'bn', 'cs', 'da', 'de', 'el', 'et', 'fa', 'fi', 'he', 'hi', 'hr', 'hu', 'hy', 'id', 'is', 'it', 'ja', 'ka', 'kk', 'ko', 'ky', 'lt', 'lv', 'mk', 'mn', 'ms', 'nl', 'no', 'pl', 'pt', 'ro', 'sk', 'sl', 'sq', 'sr', 'sv', 'sw', 'tg', 'th', 'tr', 'uk', 'ur', 'uz', 'vi', 'und'];
const NONE = 'none';

export interface ReadingFieldsProps {
  settings: ImportSettings;
  sheets: readonly string[];
  onChange(changed: Partial<ImportSettings>): void;
}

/** What concerns the file as a whole. */
export function ReadingFields({ settings, sheets, onChange }: ReadingFieldsProps) {
  const { t, number } = useText();
  const { encoding, sheet, headingRow } = settings;
  return (
    <section className="card stack" aria-labelledby="reading">
      <h2 id="reading">{t('import.reading')}</h2>
      <p className="soft small">{t('import.reading.lead')}</p>
      <div className="import-fields wide">
        {encoding !== null && <Select label={t('import.encoding')} choices={ENCODINGS.map((value) => ({ value, label: t(`import.encoding.${value}`) }))} value={encoding} onChange={(value) => onChange({ encoding: value })} />}
        {sheet !== null && <Select label={t('import.sheet')} choices={sheets.map((value) => ({ value, label: value }))} value={sheet} onChange={(value) => onChange({ sheet: value })} />}
        <Select
          label={t('import.heading-row')} value={String(headingRow)} onChange={(value) => onChange({ headingRow: Number(value) })}
          choices={[{ value: '0', label: t('import.heading-row.none') }, ...Array.from({ length: 20 }, (_, at) => ({ value: String(at + 1), label: number(at + 1) }))]}
        />
        <Defaults settings={settings} onChange={onChange} />
      </div>
    </section>
  );
}

/** For rows that do not say. */
function Defaults({ settings: { state, language, source }, onChange }: Omit<ReadingFieldsProps, 'sheets'>) {
  const { t, language: reader, compare } = useText();
  const languageName = useLanguageName();
  const [typed, setTyped] = useState(source);
  const states = [...(useStates()?.values() ?? [])].map(({ code, names }) => ({ value: code, label: names[reader] })).toSorted((a, b) => compare(a.label, b.label));
  return (
    <>
      <Select label={t('import.default-state')} choices={[{ value: NONE, label: t('import.default-state.none') }, ...states]} value={state ?? NONE} onChange={(value) => onChange({ state: value === NONE ? null : value })} />
      <Select label={t('import.language')} choices={LANGUAGES.map((value) => ({ value, label: languageName(value) }))} value={LANGUAGES.includes(language) ? language : 'und'} onChange={(value) => onChange({ language: value })} />
      <div className="stack tight">
        <Field label={t('import.source')} hint={t('import.source.hint')} value={typed} onChange={setTyped} maxLength={500} />
        {typed.trim() !== source && <Button onPress={() => onChange({ source: typed.trim() })}>{t('import.apply')}</Button>}
      </div>
    </>
  );
}
