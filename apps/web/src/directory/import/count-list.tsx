import { DataList, Fact } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';

type CountName = 'rows' | 'refused' | 'warned' | 'create' | 'merge' | 'alias' | 'skip' | 'doubtful' | 'created' | 'changed' | 'unchanged' | 'skipped' | 'undone' | 'kept';

/** Numbers with their names; those that are nothing are left out, but for the first ones. */
export function CountList({ counts, always }: { counts: readonly (readonly [CountName, number])[]; always: number }) {
  const { t, number } = useText();
  return (
    <DataList>
      {counts.filter(([, count], at) => count > 0 || at < always).map(([name, count]) => <Fact key={name} name={t(`import.count.${name}`)}>{number(count)}</Fact>)}
    </DataList>
  );
}
