// A body that was described in words needs its entry in the directory first: one that is there, or one that begins from what the application says.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApplicationDetail, ApplicationForm } from '#protocol';
import { AuthorityPicker } from '../directory/authority-picker.tsx';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge } from '../design/display.tsx';
import { STATE_TONES } from '../directory/edit/proposals-page.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import type { OnDetail } from './application-page.tsx';

export function LinkEntry({ detail, form, onDetail }: { detail: ApplicationDetail; form: ApplicationForm | null; onDetail: OnDetail }) {
  const { t } = useText();
  const [picked, setPicked] = useState<string | null>(null);
  // What was begun from this application, by whomever.
  const begun = useQuery({
    queryKey: ['entry-proposals', 'of-application', detail.id],
    queryFn: async () => (await request('directory-proposals.entryProposals', { query: { authority: await engine.entryOfApplication(detail.id), limit: 1 } })).items[0] ?? null,
    staleTime: 0,
  });
  const chosen = picked ?? (begun.data?.state === 'applied' ? begun.data.authority : null);
  const link = useMutation({ mutationFn: (authority: string) => request('applications.linkAuthority', { params: { application: detail.id }, body: { authority } }), onSuccess: onDetail });
  return (
    <>
      <p>{t('founders.link')}</p>
      <AuthorityPicker label={t('invitation.authority')} member={false} state={detail.country} chosen={chosen} onChange={setPicked} />
      {link.error && <FailureBanner failure={link.error} />}
      <div className="row"><Button isDisabled={chosen === null} isPending={link.isPending} onPress={() => chosen !== null && link.mutate(chosen)}>{t('founders.link.do')}</Button></div>
      {begun.error && <FailureBanner failure={begun.error} retry={() => void begun.refetch()} />}
      {begun.data && begun.data.state !== 'withdrawn' && (
        <p className="row">
          <Link to="/directory/proposals/$proposal" params={{ proposal: begun.data.id }}>{t('founders.entry.proposed')}</Link>
          <Badge tone={STATE_TONES[begun.data.state]}>{t(`entry.state.${begun.data.state}`)}</Badge>
        </p>
      )}
      {form && (begun.data === null || begun.data?.state === 'withdrawn') && <BeginEntry detail={detail} />}
    </>
  );
}

function BeginEntry({ detail }: { detail: ApplicationDetail }) {
  const { t, date } = useText();
  const navigate = useNavigate();
  const begin = useMutation({
    mutationFn: () => engine.beginEntry(detail, t('founders.entry.source', { date: date(detail.submitted) })),
    onSuccess: (authority) => navigate({ to: '/directory/$authority/edit', params: { authority }, search: { new: true } }),
  });
  return (
    <>
      <p>{t('founders.entry.what')}</p>
      {begin.error && <FailureBanner failure={begin.error} />}
      <div className="row"><Button isPending={begin.isPending} onPress={() => begin.mutate()}>{t('founders.entry.begin')}</Button></div>
    </>
  );
}
