import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { AuthorityEntry } from '#protocol';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { DataList, Fact, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { NamesSection, NetworksSection, NotesSection } from './background-sections.tsx';
import { CanBeWrittenTo } from './can-be-written-to.tsx';
import { ConfirmationBanner } from './confirmation-banner.tsx';
import { ContactSection } from './contact-section.tsx';
import { DesignationSection } from './designation-section.tsx';
import { ConfirmEntry, EntryActs } from './entry-acts.tsx';
import { ExportMenu } from './export-menu.tsx';
import { HoursSection } from './hours-section.tsx';
import { useLanguageName } from './language-name.ts';
import { ParentFact } from './parent-fact.tsx';
import { PracticeSection } from './practice-section.tsx';
import { SourceList, SourceMark, SourceNumbers, sourcesOf, useGivenDate } from './sources.tsx';
import { useStateName, useStates } from './states.ts';
import './directory.css';

/** One entry as a contact sheet: whether it can be written to, what it is, how to reach it, for what, and where each value was read. */
export function AuthorityPage() {
  const { t, language } = useText();
  const { authority: id } = useParams({ from: '/inside/directory/$authority' });
  const { data, error, refetch } = useQuery({ queryKey: ['authority', id], queryFn: () => request('directory.authority', { params: { id } }), staleTime: 0 });
  if (error) return <Page title={t('directory.title')}><FailureBanner failure={error} retry={() => void refetch()} /></Page>;
  if (!data) return <Page title={t('directory.title')}><Waiting>{t('shell.loading')}</Waiting></Page>;
  const sources = sourcesOf(data);
  return (
    <Page
      title={data.names[language] ?? data.name}
      acts={<span className="no-print row"><EntryActs entry={data} /><ExportMenu query={{ id }} /><Button kind="quiet" onPress={() => globalThis.print()}>{t('directory.print')}</Button></span>}
    >
      <SourceNumbers sources={sources}>
        <CanBeWrittenTo member={data.member} />
        <ConfirmationBanner entry={data} />
        <ConfirmEntry entry={data} />
        <IdentitySection entry={data} />
        <ContactSection contacts={data.contacts} />
        <HoursSection hours={data.hours} />
        <DesignationSection designations={data.designations} />
        <PracticeSection practice={data.practice} />
        <NamesSection allNames={data.allNames} />
        <NetworksSection affiliations={data.affiliations} />
        <NotesSection notes={data.notes} />
        <SourceList sources={sources} />
      </SourceNumbers>
    </Page>
  );
}

function IdentitySection({ entry }: { entry: AuthorityEntry }) {
  const { t, list } = useText();
  const stateName = useStateName();
  const languageName = useLanguageName();
  return (
    <section className="card">
      <DataList>
        <Fact name={t('directory.state')}><Link to="/directory/states/$state" params={{ state: entry.state }}><bdi>{stateName(entry.state)}</bdi></Link></Fact>
        <ConventionFact state={entry.state} />
        {entry.native && <Fact name={t('directory.native-name')}><bdi lang={entry.native.language}>{entry.native.name}</bdi></Fact>}
        {entry.acronym !== null && <Fact name={t('directory.acronym')}><bdi>{entry.acronym}</bdi></Fact>}
        <Fact name={t('directory.kind')}>
          {t(`directory.kind.${entry.kind}`)}
          <p className="soft small">{t('directory.kind.basis')}</p>
        </Fact>
        {entry.parent !== null && <ParentFact parent={entry.parent} />}
        {entry.languages.length > 0 && <Fact name={t('directory.accepted-languages')}>{list(entry.languages.map(languageName))}{entry.acceptedLanguages.map((spoken) => <SourceMark key={spoken.id} of={spoken.provenance} />)}</Fact>}
      </DataList>
    </section>
  );
}

/** Whether the State is a party to the Convention, by the sources read. */
function ConventionFact({ state: code }: { state: string }) {
  const { t } = useText();
  const given = useGivenDate();
  const state = useStates()?.get(code);
  if (!state) return null;
  const { party, consent } = state.uncac;
  const words = !party ? t('directory.uncac.not-party') : consent === null ? t('directory.uncac.party') : t('directory.uncac.party-since', { date: given(consent) });
  return <Fact name={t('directory.uncac')}>{words}</Fact>;
}
