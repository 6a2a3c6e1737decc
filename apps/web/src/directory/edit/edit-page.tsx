import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import type { EntryDraft } from '../../crypto/entry-drafts-api.ts';
import { emptyContent } from '#protocol/entry';
import { engine } from '../../crypto/engine.ts';
import { request } from '../../crypto/request.ts';
import { Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { Unlocked } from '../../session/unlocked.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { EditEntry } from './edit-entry.tsx';

/** The form for a change of an entry: what was typed before, else the proposal that is to be changed, else the entry as it is. */
export function EditPage() {
  const { t } = useText();
  return <Page title={t('entry.edit')} lead={t('entry.edit.lead')}><Unlocked><Loaded /></Unlocked></Page>;
}

function Loaded() {
  const { t } = useText();
  const { authority } = useParams({ from: '/inside/directory/$authority/edit' });
  const { proposal, new: isNew } = useSearch({ from: '/inside/directory/$authority/edit' });
  const key = proposal ?? authority;
  const { data, error, refetch } = useQuery({
    queryKey: ['entry-draft', key],
    queryFn: async (): Promise<EntryDraft> => (await engine.entryDraft(key)) ?? begin(authority, proposal, isNew === true),
    // What is being typed is newer than anything that could be read again.
    staleTime: Infinity,
    gcTime: 0,
  });
  if (error) return <FailureBanner failure={error} retry={() => void refetch()} />;
  if (!data) return <Waiting>{t('shell.loading')}</Waiting>;
  return <EditEntry key={key} place={key} draft={data} />;
}

async function begin(authority: string, proposal: string | undefined, isNew: boolean): Promise<EntryDraft> {
  if (proposal !== undefined) {
    const { id, revision, baseVersion, base, content, source, note } = await request('directory-proposals.entryProposal', { params: { id: proposal } });
    return { authority, proposal: { id, revision }, baseVersion, base, content, source: source ?? '', note: note ?? '' };
  }
  const id = await engine.newId();
  const common = { authority, proposal: { id, revision: null }, source: '', note: '' };
  if (isNew) return { ...common, baseVersion: 0, base: null, content: emptyContent('AF') };
  const { version, content } = await request('directory-history.authorityContent', { params: { id: authority } });
  return { ...common, baseVersion: version, base: content, content };
}
