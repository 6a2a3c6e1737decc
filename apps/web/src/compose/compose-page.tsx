import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Draft } from '../crypto/drafts.ts';
import { engine } from '../crypto/engine.ts';
import { Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useMembers } from '../network/member-names.ts';
import { Unlocked } from '../session/unlocked.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { ComposeForm } from './compose-form.tsx';

export function ComposePage() {
  const { t } = useText();
  return <Page title={t('compose.title')}><Unlocked><NewMessage /></Unlocked></Page>;
}

function NewMessage() {
  const { t } = useText();
  const { member, draft: id } = useSearch({ from: '/inside/compose' });
  const navigate = useNavigate();
  const { members, error, pending } = useMembers();
  const draft = useQuery({ queryKey: ['draft', id ?? 'new', member], queryFn: () => startingDraft(id, member), staleTime: Infinity, gcTime: 0 });
  const failure = error ?? draft.error;
  if (failure) return <FailureBanner failure={failure} retry={() => void draft.refetch()} />;
  if (!draft.data || pending) return <Waiting>{t('shell.loading')}</Waiting>;
  return (
    <ComposeForm
      key={draft.data.id}
      initial={draft.data}
      members={members}
      inline={draft.data.thread !== null}
      onDone={() => void navigate({ to: '/inbox' })}
    />
  );
}

async function startingDraft(id: string | undefined, member: string | undefined): Promise<Draft> {
  const kept = id === undefined ? undefined : (await engine.drafts()).find((draft) => draft.id === id);
  return kept ?? engine.newDraft(member === undefined ? [] : [member], null);
}
