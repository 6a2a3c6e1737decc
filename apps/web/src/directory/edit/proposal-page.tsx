import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { EntryProposal } from '#protocol';
import { mergeContent } from '#protocol/entry';
import { usePeople } from '../../administration/people.ts';
import { request } from '../../crypto/request.ts';
import { Badge, Banner, DataList, Fact, Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { SourceWords } from '../sources.tsx';
import { ContentDiffView } from './content-diff-view.tsx';
import { ProposalActs } from './proposal-acts.tsx';
import { STATE_TONES } from './proposals-page.tsx';

/** One proposal: what it changes, what happened to it, who approved what, and what the reader may do. */
export function ProposalPage() {
  const { t } = useText();
  const { proposal: id } = useParams({ from: '/inside/directory/proposals/$proposal' });
  const { data, error, refetch } = useQuery({ queryKey: ['entry-proposal', id], queryFn: () => request('directory-proposals.entryProposal', { params: { id } }), staleTime: 0, refetchInterval: 15_000 });
  if (error) return <Page title={t('entry.proposal')}><FailureBanner failure={error} retry={() => void refetch()} /></Page>;
  if (!data) return <Page title={t('entry.proposal')}><Waiting>{t('shell.loading')}</Waiting></Page>;
  return (
    <Page title={t('entry.proposal-for', { name: data.name })}>
      <Summary proposal={data} />
      <Changes proposal={data} />
      <Events proposal={data} />
      <ProposalActs key={data.revision} proposal={data} />
    </Page>
  );
}

function Summary({ proposal: { state, side, approvedBy, approvalsNeeded, source, note, authority, isNew, version, name } }: { proposal: EntryProposal }) {
  const { t, number, list } = useText();
  const people = usePeople();
  return (
    <section className="card">
      <DataList>
        <Fact name={t('entry.state')}><Badge tone={STATE_TONES[state]}>{t(`entry.state.${state}`)}</Badge>{version !== null && <span className="small">{' '}{t('entry.version', { version: number(version) })}</span>}</Fact>
        <Fact name={t('entry.of')}>{isNew && version === null ? <bdi>{name}</bdi> : <Link to="/directory/$authority" params={{ authority }}><bdi>{name}</bdi></Link>}</Fact>
        <Fact name={t('entry.proposed-by')}>{t(`entry.side.${side}`)}</Fact>
        <Fact name={t('entry.approved-by')}>{t('entry.approvals', { given: number(approvedBy.length), needed: number(approvalsNeeded) })}{approvedBy.length > 0 && ` — ${list(people.namesOf(approvedBy))}`}</Fact>
        {source !== null && <Fact name={t('entry.source')}><SourceWords source={source} /></Fact>}
        {note !== null && <Fact name={t('entry.note')}><p className="prose"><bdi>{note}</bdi></p></Fact>}
      </DataList>
    </section>
  );
}

/** Against the entry as it was when it was proposed; while it is open, also what has changed there since. */
function Changes({ proposal: { base, current, content, state, baseVersion, currentVersion } }: { proposal: EntryProposal }) {
  const { t } = useText();
  const open = state === 'waiting' || state === 'returned';
  const conflicts = open ? mergeContent(base, current, content).conflicts : [];
  return (
    <section className="card stack" aria-labelledby="changes">
      <h2 id="changes">{t('entry.changes')}</h2>
      <ContentDiffView before={base} after={content} />
      {open && currentVersion !== baseVersion && current !== null && (
        <>
          <h3>{t('entry.changed-since')}</h3>
          {conflicts.length > 0 && <Banner tone="bad">{t('entry.changed-since.overlap')}</Banner>}
          <ContentDiffView before={base} after={current} level={4} />
        </>
      )}
    </section>
  );
}

function Events({ proposal: { events } }: { proposal: EntryProposal }) {
  const { t, dateTime, number } = useText();
  const people = usePeople();
  return (
    <section className="card" aria-labelledby="events">
      <h2 id="events">{t('entry.events')}</h2>
      <ol className="events">
        {events.map(({ at, officer, side, act, revision, reason }) => (
          <li key={`${at} ${act} ${officer}`}>
            <p>{t(`entry.act.${act}`)} <span className="soft small">{t('entry.revision', { revision: number(revision) })}</span></p>
            <p className="soft small">{t(`entry.side.${side}`)}{' · '}{people.nameOf(officer)}{' · '}{dateTime(at)}</p>
            {reason !== null && <p className="prose"><bdi>{reason}</bdi></p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
