import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Proposal } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge, DataList, EmptyState, Fact, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';

/** Statements that gather signatures: exactly what would be signed, who has, who must. */
export function Proposals() {
  const { t } = useText();
  const cache = useQueryClient();
  const proposals = useQuery({ queryKey: ['proposals'], queryFn: () => request('membership.proposals', { query: {} }), refetchInterval: 15_000 });
  const sign = useMutation({
    mutationFn: (proposal: Proposal) => engine.signProposal(proposal),
    onSettled: () => Promise.all(['proposals', 'enrolled', 'members', 'officers'].map((key) => cache.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <section className="stack" aria-labelledby="proposals">
      <h2 id="proposals">{t('administration.proposals')}</h2>
      {proposals.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {proposals.error && <FailureBanner failure={proposals.error} retry={() => void proposals.refetch()} />}
      {sign.error && <FailureBanner failure={sign.error} />}
      {proposals.data?.items.length === 0 && <EmptyState title={t('administration.proposals.none')} />}
      {proposals.data?.items.map((proposal) => (
        <article key={proposal.id} className="card stack" aria-label={t(`statement.${proposal.statement.kind}`)}>
          <div className="row apart wide">
            <h3>{t(`statement.${proposal.statement.kind}`)}</h3>
            {proposal.mine && <Badge tone="warn">{t('administration.mine')}</Badge>}
          </div>
          <ProposalFacts proposal={proposal} />
          {proposal.mine && <Button kind="primary" isPending={sign.isPending} onPress={() => sign.mutate(proposal)}>{t('administration.sign')}</Button>}
        </article>
      ))}
    </section>
  );
}

function ProposalFacts({ proposal }: { proposal: Proposal }) {
  const { t, dateTime, number } = useText();
  const { statement, signatures, missing } = proposal;
  return (
    <DataList>
      <Fact name={t('administration.subject')}><code className="fixed">{statement.subject}</code></Fact>
      <Fact name={t('administration.expires')}>{dateTime(statement.expires)}</Fact>
      <Fact name={t('administration.signed-by')}>
        {number(signatures.length)}
        <ul>{signatures.map(({ certificate }) => <li key={certificate}><code className="fixed">{certificate}</code></li>)}</ul>
      </Fact>
      <Fact name={t('administration.missing')}>
        <ul>{missing.map(({ role, count }) => <li key={role}>{t('administration.missing-line', { count, role: t(`missing.${role}`) })}</li>)}</ul>
      </Fact>
      <Fact name={t('administration.statement')}><pre className="fixed raw">{JSON.stringify(statement.body, null, 2)}</pre></Fact>
    </DataList>
  );
}
