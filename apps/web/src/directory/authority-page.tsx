import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { request } from '../crypto/request.ts';
import { DataList, Fact, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { useStateName } from './states.ts';

export function AuthorityPage() {
  const { t, language } = useText();
  const session = useSession();
  const stateName = useStateName();
  const { authority: id } = useParams({ from: '/inside/directory/$authority' });
  const entry = useQuery({ queryKey: ['authority', id], queryFn: () => request('directory.authority', { params: { id } }) });
  if (entry.error) return <Page title={t('directory.title')}><FailureBanner failure={entry.error} retry={() => void entry.refetch()} /></Page>;
  if (!entry.data) return <Page title={t('directory.title')}><Waiting>{t('shell.loading')}</Waiting></Page>;
  const { data } = entry;
  const sends = session.phase !== 'out' && (session.who.role === 'officer' || session.who.role === 'security');
  const member = data.member?.canBeWrittenTo === true && sends && session.who.member !== data.member.id ? data.member.id : null;
  return (
    <Page title={data.names[language] ?? data.name} acts={member !== null && <Link className="button primary" to="/compose" search={{ member }}>{t('directory.write')}</Link>}>
      <section className="card">
        <DataList>
          <Fact name={t('directory.state')}><bdi>{stateName(data.state)}</bdi></Fact>
          {data.native && <Fact name={t('directory.native-name')}><bdi lang={data.native.language}>{data.native.name}</bdi></Fact>}
          <Fact name={t('directory.source')}><bdi>{data.source.source}</bdi></Fact>
          {data.contacts.map(({ kind, value }) => <Fact key={`${kind} ${value}`} name={t(`contact.${kind}`)}><bdi>{value}</bdi></Fact>)}
        </DataList>
      </section>
    </Page>
  );
}
