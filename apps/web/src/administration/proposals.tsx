import { useQuery } from '@tanstack/react-query';
import { engine } from '../crypto/engine.ts';
import { Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { ProposalCard } from './proposal-card.tsx';

/** Statements that gather signatures, as far as they wait for me or are mine to see. */
export function useProposals() {
  return useQuery({ queryKey: ['proposals'], queryFn: () => engine.proposals(), refetchInterval: 15_000 });
}

export function Proposals() {
  const { t } = useText();
  const proposals = useProposals();
  return (
    <section className="stack" aria-labelledby="proposals">
      <h2 id="proposals">{t('administration.proposals')}</h2>
      {proposals.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {proposals.error && <FailureBanner failure={proposals.error} retry={() => void proposals.refetch()} />}
      {proposals.data?.length === 0 && <p className="soft">{t('administration.proposals.none')}</p>}
      {proposals.data?.map((proposal) => <ProposalCard key={proposal.id} proposal={proposal} />)}
    </section>
  );
}
