import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { engine } from '../crypto/engine.ts';
import type { ProposalView } from '../crypto/proposals-api.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { Badge, Banner, DataList, Fact } from '../design/display.tsx';
import { useToast } from '../design/toast.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { CertificateWords } from './certificate-words.tsx';
import { useComparison } from './comparison.ts';
import { useLookAgain } from './look-again.ts';
import { usePeople, type People } from './people.ts';
import { useWhatItDoes } from './what-it-does.ts';
import './administration.css';

/** One statement that gathers signatures: what it does, who signed, who is missing, and exactly what would be signed. */
export function ProposalCard({ proposal }: { proposal: ProposalView }) {
  const { t } = useText();
  const heading = useId();
  const session = useSession();
  const { statement, signatures, missing, mine } = proposal;
  const people = usePeople([...signatures.map(({ certificate }) => certificate), ...missing.flatMap(({ certificates }) => certificates)]);
  const summary = useWhatItDoes(statement, people);
  const who = session.phase === 'open' ? session.who : null;
  return (
    <article className="card stack" aria-labelledby={heading}>
      <div className="row apart wide">
        <h3 id={heading}>{t(`statement.${statement.kind}`)}</h3>
        {mine && <Badge tone="warn">{t('administration.mine')}</Badge>}
      </div>
      {summary !== null && <p>{summary}</p>}
      {proposal.again ? <Anew proposal={proposal} /> : <Signatures proposal={proposal} people={people} />}
      <details className="wide">
        <summary>{t('administration.details')}</summary>
        <pre className="fixed raw">{JSON.stringify(statement, null, 2)}</pre>
      </details>
      {mine && <Sign proposal={proposal} people={people} />}
      {who?.officer === proposal.proposedBy && !proposal.again && <Withdraw proposal={proposal} />}
    </article>
  );
}

function Signatures({ proposal, people }: { proposal: ProposalView; people: People }) {
  const { t, dateTime, list, number } = useText();
  const { statement, signatures, missing } = proposal;
  return (
    <DataList>
      <Fact name={t('administration.signed-by')}>{signatures.length === 0 ? '—' : list(people.signersOf(signatures.map(({ certificate }) => certificate)))}</Fact>
      <Fact name={t('administration.missing')}>
        <ul>
          {missing.map(({ role, count, certificates }) => (
            <li key={role}>{t('administration.any-of', { count: number(count), role: t(`missing.${role}`), names: list(people.signersOf(certificates)) })}</li>
          ))}
        </ul>
      </Fact>
      <Fact name={t('administration.expires')}>{dateTime(statement.expires)}</Fact>
    </DataList>
  );
}

function Sign({ proposal, people }: { proposal: ProposalView; people: People }) {
  const { t } = useText();
  const toast = useToast();
  const session = useSession();
  const me = session.phase === 'out' ? null : session.who.officer;
  const keys = proposal.admits;
  const comparison = useComparison(keys.map(({ certificate }) => certificate));
  const lookAgain = useLookAgain();
  const sign = useMutation({
    mutationFn: () => engine.signProposal(proposal),
    onSuccess: ({ state, index }) => {
      toast(t(state === 'appended' ? 'administration.appended' : 'administration.signature-added'));
      // A colleague who was admitted gets the mailbox keys at once; should it fail, this client does it within the minute.
      if (index !== null) void engine.careForMailbox(index + 1).catch(() => undefined).then(lookAgain);
    },
    onSettled: lookAgain,
  });
  return (
    <>
      {keys.map(({ officer, certificate }) => <CertificateWords key={officer} certificate={certificate} name={officer === me ? null : people.nameOf(officer)} comparison={comparison} />)}
      {keys.length > 0 && <Checkbox checked={comparison.all} onChange={comparison.say}>{t('administration.words.compared')}</Checkbox>}
      {sign.error && <FailureBanner failure={sign.error} />}
      <Button kind="primary" isPending={sign.isPending} isDisabled={keys.length > 0 && !comparison.all} onPress={() => sign.mutate()}>{t('administration.sign')}</Button>
    </>
  );
}

/** Void, and still to be done: one press writes and signs it on what the log says now. */
function Anew({ proposal }: { proposal: ProposalView }) {
  const { t } = useText();
  const toast = useToast();
  const withStepUp = useStepUp();
  const lookAgain = useLookAgain();
  const again = useMutation({
    mutationFn: () => withStepUp(() => engine.draftAnew(proposal)),
    onSuccess: () => toast(t('administration.anew.done')),
    onSettled: lookAgain,
  });
  return (
    <Banner tone="warn" title={t('administration.void')}>
      <p>{t('administration.void.what')}</p>
      {again.error && <FailureBanner failure={again.error} />}
      <p><Button isPending={again.isPending} onPress={() => again.mutate()}>{t('administration.anew')}</Button></p>
    </Banner>
  );
}

function Withdraw({ proposal }: { proposal: ProposalView }) {
  const { t } = useText();
  const cache = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => request('membership.withdrawProposal', { params: { proposal: proposal.id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['proposals'] }),
  });
  return (
    <>
      {withdraw.error && <FailureBanner failure={withdraw.error} />}
      <Button kind="danger" isPending={withdraw.isPending} onPress={() => withdraw.mutate()}>{t('administration.withdraw')}</Button>
    </>
  );
}
