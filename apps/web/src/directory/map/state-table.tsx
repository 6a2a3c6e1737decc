import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../design/button.tsx';
import { useText } from '../../i18n/text.tsx';
import type { ShownState } from './counts-view.tsx';

const COLUMNS = ['authorities', 'members', 'functions'] as const;
type Column = 'name' | (typeof COLUMNS)[number];

/** What the map shows, as numbers: every State that has any, sorted as the reader likes. */
export function StateTable({ states, onChoose }: { states: readonly ShownState[]; onChoose(state: string): void }) {
  const { t, number, compare } = useText();
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'name', down: false });
  const sorted = states.toSorted((a, b) => {
    const order = sort.by === 'name' ? compare(a.name, b.name) : a[sort.by] - b[sort.by] || compare(b.name, a.name);
    return sort.down ? -order : order;
  });
  const heading = (by: Column, label: string) => {
    const own = sort.by === by;
    return (
      <th key={by} scope="col" className={by === 'name' ? '' : 'number'} aria-sort={own ? (sort.down ? 'descending' : 'ascending') : 'none'}>
        <button type="button" className="sorter" onClick={() => setSort({ by, down: own ? !sort.down : by !== 'name' })}>
          {label}<span aria-hidden="true">{own ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
        </button>
      </th>
    );
  };
  return (
    <div className="wide table-room">
      <table className="numbers">
        <caption className="out-of-sight">{t('map.caption')}</caption>
        <thead>
          <tr>
            {heading('name', t('directory.state'))}
            {COLUMNS.map((column) => heading(column, t(`map.column.${column}`)))}
            <th scope="col"><span className="out-of-sight">{t('state.overview')}</span></th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((state) => (
            <tr key={state.code}>
              <th scope="row" aria-label={state.name}><Button kind="quiet" onPress={() => onChoose(state.code)}><bdi>{state.name}</bdi></Button></th>
              {COLUMNS.map((column) => <td key={column} className="number">{number(state[column])}</td>)}
              <td><Link to="/directory/states/$state" params={{ state: state.code }} aria-label={t('state.overview-of', { state: state.name })}>{t('state.overview')}</Link></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
