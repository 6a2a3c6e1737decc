import type { ReactNode } from 'react';
import type { People } from '../administration/people.ts';
import { useWhatItDoes } from '../administration/what-it-does.ts';
import type { StatementView } from '../crypto/statement-view.ts';
import { DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import './network.css';

export interface StatementRowProps {
  said: StatementView;
  people: People;
  /** Before and after its name. */
  before?: ReactNode;
  after?: ReactNode;
  /** What else is to be known of it, and the acts. */
  children?: ReactNode;
}

/** One entry of the trust log: what, by whom, where in the log and when by its clock, and its proof. */
export function StatementRow({ said, people, before, after, children }: StatementRowProps) {
  const { t, list, compare, dateTime, number } = useText();
  const { statement, position, time, brought, signers, hash } = said;
  const what = useWhatItDoes(statement, people);
  // By the alphabet: their certificates come in no order that means anything to people.
  const names = list(signers.map(({ certificate, secretariat }) => (secretariat ? t('statement-row.secretariat', { name: people.signerOf(certificate) }) : people.signerOf(certificate))).toSorted(compare));
  return (
    <li>
      <div className="statement-row">
        <div className="row">
          {before}
          <strong>{t(statement.kind === 'log.time' ? 'alerts.clock' : `statement.${statement.kind}`)}</strong>
          {after}
        </div>
        {what !== null && <p>{what}</p>}
        {brought.map(({ effect, officer }) => <p key={`${effect} ${officer}`}>{t(`alerts.brought.${effect}`, { name: officer === null ? '' : people.nameOf(officer) })}</p>)}
        <p className="soft small">
          {signers.length > 0 && `${t('alerts.signed-by', { names })} `}
          {time === null ? t('alerts.position', { position: number(position) }) : t('alerts.when', { date: dateTime(new Date(time)), position: number(position) })}
        </p>
        <details className="wide">
          <summary>{t('alerts.proof')}</summary>
          <DataList>
            <Fact name={t('alerts.proof.entry')}>{t('alerts.proof.checked', { position: number(position) })}</Fact>
            <Fact name={t('alerts.proof.hash')}><code className="fixed">{hash}</code></Fact>
            {signers.map(({ certificate }) => <Fact key={certificate} name={t('network.certificate')}><code className="fixed">{certificate}</code></Fact>)}
          </DataList>
          <pre className="fixed raw">{JSON.stringify(statement, null, 2)}</pre>
        </details>
        {children}
      </div>
    </li>
  );
}
