import type { ImportRow } from '#protocol';
import { Icon } from '../../design/icon.tsx';
import { useText } from '../../i18n/text.tsx';

/** Why a row, or a value of it, is not taken: column, reason, and what stands there. */
export function RowProblems({ problems }: Pick<ImportRow, 'problems'>) {
  const { t } = useText();
  if (problems.length === 0) return null;
  return (
    <ul className="stack tight small import-problems">
      {problems.map(({ column, code, value }) => (
        <li key={`${column} ${code} ${value}`}>
          <Icon name="warn" size={14} />
          <span>
            {column === null ? t(`import.problem.${code}`) : t('import.problem-at', { column, reason: t(`import.problem.${code}`) })}
            {value !== '' && <> <q><bdi>{value}</bdi></q></>}
          </span>
        </li>
      ))}
    </ul>
  );
}
