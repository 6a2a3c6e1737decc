import type { ImportPreview } from '#protocol';
import { useText } from '../../i18n/text.tsx';
import { ImportedEntryView } from './imported-entry-view.tsx';
import { RowProblems } from './row-problems.tsx';

/** The first rows as they would become entries, or why they would not. */
export function FirstRows({ rows, first, busy }: { rows: number; first: ImportPreview['first']; busy: boolean }) {
  const { t } = useText();
  return (
    <section className="stack wide" aria-labelledby="first-rows">
      <h2 id="first-rows">{t('import.first-rows')}</h2>
      <p className="soft small">{t('import.first-rows.lead', { count: rows })}</p>
      <ul className="rows" aria-busy={busy}>
        {first.map(({ row, entry, problems }) => (
          <li key={row}>
            <div className="grow stack tight">
              <p className="soft small">{t(entry === null ? 'import.row-refused' : 'import.row', { row })}</p>
              {entry !== null && <ImportedEntryView entry={entry} />}
              <RowProblems problems={problems} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
