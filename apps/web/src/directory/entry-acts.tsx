// What a reader may do with an entry: look at its history, propose a change, and confirm that of their own authority.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AuthorityEntry } from '#protocol';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Banner } from '../design/display.tsx';
import { useToast } from '../design/toast.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';

/** The entry of the reader's own authority, for its security officers; null for everybody else. */
export function useOwnAuthority(): string | null {
  const session = useSession();
  const asks = session.phase !== 'out' && session.who.role === 'security' && session.who.member !== null;
  return useQuery({ queryKey: ['own-authority'], queryFn: () => request('directory-proposals.ownAuthority'), enabled: asks, staleTime: Infinity }).data?.authority ?? null;
}

export function EntryActs({ entry }: { entry: Pick<AuthorityEntry, 'id'> }) {
  const { t } = useText();
  const session = useSession();
  const own = useOwnAuthority() === entry.id;
  const proposes = own || (session.phase !== 'out' && session.who.role === 'secretariat');
  return (
    <>
      {proposes && <Link className="button" to="/directory/$authority/edit" params={{ authority: entry.id }} search={{}}>{t('entry.edit')}</Link>}
      <Link className="button quiet" to="/directory/$authority/history" params={{ authority: entry.id }}>{t('entry.history')}</Link>
    </>
  );
}

/** Only on the entry of one's own authority. */
export function ConfirmEntry({ entry: { id, version } }: { entry: Pick<AuthorityEntry, 'id' | 'version'> }) {
  const { t } = useText();
  const toast = useToast();
  const cache = useQueryClient();
  const own = useOwnAuthority() === id;
  const confirm = useMutation({
    mutationFn: () => request('directory-confirmation.confirmEntry', { params: { id }, body: { version } }),
    onSuccess: () => void toast(t('entry.confirmed')),
    onSettled: () => Promise.all([cache.invalidateQueries({ queryKey: ['authority', id] }), cache.invalidateQueries({ queryKey: ['authorities'] })]),
  });
  if (!own) return null;
  return (
    <Banner title={t('entry.own')}>
      <p>{t('entry.own.lead')}</p>
      {confirm.error && <FailureBanner failure={confirm.error} />}
      <p className="no-print"><Button kind="primary" isPending={confirm.isPending} onPress={() => confirm.mutate()}>{t('entry.confirm')}</Button></p>
    </Banner>
  );
}
