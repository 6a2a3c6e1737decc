import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DesignatedFunction } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { saveFile } from '../../thread/save-file.ts';
import { useStateName } from '../states.ts';
import { CoverageBadge } from './coverage-badge.tsx';
import '../map/map.css';

/** States by the functions they have designated authorities for: for the secretariat, who asks for what is missing. */
export function CoveragePage() {
  const { t } = useText();
  const [failure, setFailure] = useState<unknown>(null);
  const { data, error, refetch } = useQuery({ queryKey: ['coverage'], queryFn: () => request('directory-states.coverage') });
  const save = () => {
    setFailure(null);
    request('directory-states.exportCoverage').then((bytes) => saveFile(new Blob([bytes], { type: 'text/csv' }), 'coverage.csv'), setFailure);
  };
  return (
    <Page title={t('coverage.title')} lead={t('state.lead')} acts={<Button kind="quiet" onPress={save}>{t('coverage.export')}</Button>}>
      {failure !== null && <FailureBanner failure={failure} />}
      {error && <FailureBanner failure={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting>{t('shell.loading')}</Waiting>}
      {data && <Table states={data.states} />}
    </Page>
  );
}

function Table({ states }: Awaited<ReturnType<typeof request<'directory-states.coverage'>>>) {
  const { t, compare, number } = useText();
  const stateName = useStateName();
  const functions = Object.keys(states[0]?.functions ?? {}) as DesignatedFunction[];
  const sorted = states.toSorted((a, b) => compare(stateName(a.state), stateName(b.state)));
  return (
    <div className="wide table-room">
      <table className="numbers" aria-label={t('coverage.title')}>
        <thead>
          <tr>
            <th scope="col">{t('directory.state')}</th>
            <th scope="col" className="number">{t('map.column.authorities')}</th>
            {functions.map((name) => <th key={name} scope="col">{t(`directory.function.${name}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ state, authorities, functions: covered }) => (
            <tr key={state}>
              <th scope="row" aria-label={stateName(state)}><Link to="/directory/states/$state" params={{ state }}><bdi>{stateName(state)}</bdi></Link></th>
              <td className="number">{number(authorities)}</td>
              {functions.map((name) => <td key={name}><CoverageBadge of={covered[name]!} short /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
