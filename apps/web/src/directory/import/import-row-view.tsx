import { Link } from '@tanstack/react-router';
import type { ImportDecision, ImportRow } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Badge } from '../../design/display.tsx';
import { Select } from '../../design/select.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { DECISIONS } from './decide-all.tsx';
import { ImportedEntryView } from './imported-entry-view.tsx';
import { RowProblems } from './row-problems.tsx';
import { useStep } from './use-step.ts';

/** One row: what it says, what is wrong with it, what it may be the same as and why, and what becomes of it. */
export function ImportRowView({ id, item, deciding }: { id: string; item: ImportRow; deciding: boolean }) {
  const { t } = useText();
  const { row, entry, problems, doubles, outcome, authority } = item;
  return (
    <li>
      <div className="grow stack tight">
        <p className="soft small">{t(entry === null ? 'import.row-refused' : 'import.row', { row })}</p>
        {entry !== null && <ImportedEntryView entry={entry} />}
        <RowProblems problems={problems} />
        {doubles.length > 0 && (
          <ul className="stack tight small import-doubles" aria-label={t('import.rows.doubles')}>
            {doubles.map((double) => <li key={`${double.kind} ${double.key}`}><DoubleLine double={double} /></li>)}
          </ul>
        )}
      </div>
      {deciding && doubles.length > 0 && <Decide id={id} item={item} />}
      {outcome !== null && (
        <p className="row small">
          <Badge tone={outcome === 'kept' ? 'warn' : 'plain'}>{t(`import.outcome.${outcome}`)}</Badge>
          {authority !== null && outcome !== 'undone' && <Link to="/directory/$authority" params={{ authority }}>{t('import.entry')}</Link>}
        </p>
      )}
    </li>
  );
}

function DoubleLine({ double: { kind, key, name, reasons } }: { double: ImportRow['doubles'][number] }) {
  const { t, list } = useText();
  const why = list(reasons.map((reason) => t(`import.reason.${reason}`)));
  return (
    <>
      {kind === 'entry'
        ? <Link to="/directory/$authority" params={{ authority: key }} target="_blank">{t('import.double.entry', { name })}</Link>
        : t('import.double.row', { row: key, name })}
      {' — '}<span className="soft">{why}</span>
    </>
  );
}

/** What is to become of it; where it may be one of several, with which of them. */
function Decide({ id, item: { row, doubles, decision, target, decided } }: { id: string; item: ImportRow }) {
  const { t } = useText();
  const decide = useStep<{ decision: ImportDecision; target: ImportRow['target'] }>(id, (body) => request('directory-import.decideRows', { params: { id }, body: { rows: [row], ...body } }));
  const joins = decision === 'merge' || decision === 'alias';
  const chosen = target ?? doubles[0]!;
  return (
    <div className="stack tight import-decision">
      <Select
        label={t('import.decision', { row })} choices={DECISIONS.map((value) => ({ value, label: t(`import.decision.${value}`) }))} value={decision ?? 'create'}
        onChange={(value) => decide.mutate({ decision: value, target: value === 'merge' || value === 'alias' ? { kind: chosen.kind, key: chosen.key } : null })}
      />
      {joins && doubles.length > 1 && (
        <Select
          label={t('import.decision.with')} choices={doubles.map(({ kind, key, name }) => ({ value: `${kind} ${key}`, label: kind === 'entry' ? t('import.double.entry', { name }) : t('import.double.row', { row: key, name }) }))}
          value={`${chosen.kind} ${chosen.key}`}
          onChange={(value) => {
            const other = doubles.find(({ kind, key }) => `${kind} ${key}` === value);
            if (other) decide.mutate({ decision, target: { kind: other.kind, key: other.key } });
          }}
        />
      )}
      {decided && <Badge tone="good" icon="good">{t('import.decided')}</Badge>}
      {decide.error && <FailureBanner failure={decide.error} />}
    </div>
  );
}
