import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../../crypto/engine.ts';
import type { NetworkPerson, SecretariatView } from '../../crypto/secretariat-api.ts';
import { Button } from '../../design/button.tsx';
import { Badge, DataList, Fact, Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { useMembers } from '../../network/member-names.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { useNetworkPeople, usePeople } from '../people.ts';
import { ChangeSecretariat } from './change-secretariat.tsx';
import { DrillsDue } from './drills-due.tsx';
import { MembersInCare } from './members-in-care.tsx';
import { FileHashes, ReleaseDialog } from './release-dialog.tsx';
import { WitnessesDialog } from './witnesses-dialog.tsx';
import '../officers/officers.css';

type Dialog = 'change' | 'witnesses' | 'release';

/** The secretariat's own matters, all by statements of its threshold. */
export function Secretariat() {
  const { t, compare } = useText();
  const people = usePeople();
  const persons = useNetworkPeople();
  const secretariat = useQuery({ queryKey: ['secretariat'], queryFn: () => engine.secretariat(), refetchInterval: 30_000 });
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const failed = secretariat.error ?? persons.error;
  if (failed) return <FailureBanner failure={failed} retry={() => void Promise.all([secretariat.refetch(), persons.refetch()])} />;
  if (!secretariat.data || !persons.data) return <Waiting>{t('shell.loading')}</Waiting>;
  const named = persons.data.filter(({ serves }) => serves).toSorted((a, b) => compare(a.card?.name ?? '', b.card?.name ?? ''));
  const serving = named.filter(({ place }) => place === 'secretariat');
  return (
    <>
      <MembersInCare members={secretariat.data.members} />
      <DrillsDue />
      <section className="stack" aria-labelledby="secretariat">
        <div className="row apart wide">
          <h2 id="secretariat">{t('network.secretariat')}</h2>
          <Button onPress={() => setDialog('change')}>{t('secretariat.change')}</Button>
        </div>
        <p className="soft">{t('network.threshold', { threshold: secretariat.data.threshold, officers: serving.length })}</p>
        <ul className="rows">{serving.map((person) => <Person key={person.officer} person={person} />)}</ul>
      </section>
      <Auditors auditors={named.filter(({ place }) => place === 'auditor')} />
      <Witnesses secretariat={secretariat.data} onChange={() => setDialog('witnesses')} />
      <Releases releases={secretariat.data.releases} onPublish={() => setDialog('release')} />
      {dialog === 'change' && <ChangeSecretariat serving={serving} secretariat={secretariat.data} people={people} onClose={close} />}
      {dialog === 'witnesses' && <WitnessesDialog witnesses={secretariat.data.witnesses} policy={secretariat.data.policy} onClose={close} />}
      {dialog === 'release' && <ReleaseDialog onClose={close} />}
    </>
  );
}

function Person({ person: { officer, card }, about }: { person: NetworkPerson; about?: string }) {
  return (
    <li>
      <div className="grow">
        <p>{card ? <bdi>{card.name}</bdi> : <code className="fixed">{officer}</code>}</p>
        <p className="soft small">{card && <bdi>{card.function}</bdi>}{about !== undefined && <> · {about}</>}</p>
      </div>
    </li>
  );
}

function Auditors({ auditors }: { auditors: readonly NetworkPerson[] }) {
  const { t, list, compare } = useText();
  const { members } = useMembers();
  const scopeOf = (scope: readonly string[] | null) => (scope === null ? t('administration.scope.all') : list(scope.map((id) => members.get(id)?.name ?? id.slice(0, 8)).toSorted(compare)));
  return (
    <section className="stack" aria-labelledby="auditors">
      <h2 id="auditors">{t('network.auditors')}</h2>
      {auditors.length === 0 ? <p className="soft">{t('secretariat.auditors.none')}</p> : <ul className="rows">{auditors.map((person) => <Person key={person.officer} person={person} about={scopeOf(person.scope)} />)}</ul>}
    </section>
  );
}

function Witnesses({ secretariat: { witnesses, policy }, onChange }: { secretariat: SecretariatView; onChange(): void }) {
  const { t, number } = useText();
  return (
    <section className="stack" aria-labelledby="witnesses">
      <div className="row apart wide">
        <h2 id="witnesses">{t('secretariat.witnesses')}</h2>
        <Button onPress={onChange}>{t('secretariat.witnesses.change')}</Button>
      </div>
      <div className="card stack">
        <DataList>
          <Fact name={t('network.policy')}>{policy === 0 ? t('network.policy.none') : t('network.policy.some', { policy: number(policy), witnesses: number(witnesses.length) })}</Fact>
          {witnesses.length > 0 && <Fact name={t('secretariat.witnesses.keys')}>{witnesses.map((key) => <p key={key}><code className="fixed small">{key}</code></p>)}</Fact>}
        </DataList>
      </div>
    </section>
  );
}

function Releases({ releases, onPublish }: { releases: SecretariatView['releases']; onPublish(): void }) {
  const { t, number } = useText();
  return (
    <section className="stack" aria-labelledby="releases">
      <div className="row apart wide">
        <h2 id="releases">{t('secretariat.releases')}</h2>
        <Button onPress={onPublish}>{t('secretariat.release')}</Button>
      </div>
      {releases.length === 0 && <p className="soft">{t('secretariat.releases.none')}</p>}
      {releases.length > 0 && (
        <ul className="rows">
          {releases.map(({ version, files, at }) => (
            <li key={version}>
              <details className="wide grow">
                <summary><code className="fixed">{version}</code></summary>
                <FileHashes files={files} />
              </details>
              <Badge>{t('secretariat.release.at', { position: number(at) })}</Badge>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
