import type { ImportColumn, ImportPreview, ImportTarget } from '#protocol';
import { Select } from '../../design/select.tsx';
import { useText } from '../../i18n/text.tsx';

const TARGETS: readonly ImportTarget[] = [
  'ignore', 'state', 'name', 'acronym', 'name_ar', 'name_zh', 'name_en', 'name_fr', 'name_ru', 'name_es', 'name_native', 'native_language', 'name_language', 'aliases', 'former_names', 'kind',
  'postal', 'telephone', 'fax', 'email', 'website', 'languages', 'designation', 'instrument', 'designation_date', 'networks', 'notes', 'source', 'source_date', 'id',
];
const CONTACTS: ReadonlySet<ImportTarget> = new Set(['postal', 'telephone', 'fax', 'email', 'website']);
const AUDIENCES = ['public', 'government', 'members'] as const;
const SAMPLES = 3;

export interface ColumnMeaningsProps {
  headings: readonly string[];
  columns: readonly ImportColumn[];
  first: ImportPreview['first'];
  onChange(columns: ImportColumn[]): void;
}

/** What each column means, with what stands in it. */
export function ColumnMeanings({ headings, columns, first, onChange }: ColumnMeaningsProps) {
  const { t } = useText();
  const change = (at: number, changed: Partial<ImportColumn>) => onChange(columns.map((column, index) => (index === at ? { ...column, ...changed } : column)));
  return (
    <section className="stack wide" aria-labelledby="columns">
      <h2 id="columns">{t('import.columns')}</h2>
      <ul className="rows import-columns">
        {headings.map((heading, at) => {
          const { target, visibility } = columns[at] ?? { target: 'ignore' as const, visibility: 'public' as const };
          const samples = first.map(({ cells }) => cells[at]?.trim() ?? '').filter(Boolean).slice(0, SAMPLES);
          return (
            // Columns have no other identity than their place.
            <li key={at}>
              <div className="grow">
                <p><bdi>{heading}</bdi></p>
                <p className="soft small clip-lines">{samples.map((sample, index) => <span key={index}>{index > 0 && ' · '}<bdi>{sample}</bdi></span>)}</p>
              </div>
              <Select label={t('import.column', { name: heading })} choices={TARGETS.map((value) => ({ value, label: t(`import.target.${value}`) }))} value={target} onChange={(value) => change(at, { target: value })} />
              {CONTACTS.has(target) && <Select label={t('import.column.seen-by')} choices={AUDIENCES.map((value) => ({ value, label: t(`import.seen-by.${value}`) }))} value={visibility} onChange={(value) => change(at, { visibility: value })} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
