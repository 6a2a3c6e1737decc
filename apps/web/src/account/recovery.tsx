// Ways back to one's keys, in their order: another passkey or device, the recovery sheet, a re-issue. Urged until there is more than one.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge, Banner } from '../design/display.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useToast } from '../design/toast.tsx';
import { CheckSheet } from '../enrol/check-sheet.tsx';
import { Sheet } from '../enrol/sheet.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { RecordDrill } from './record-drill.tsx';

export function Recovery() {
  const { t, date } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const session = useSession();
  const open = session.phase === 'open';
  const credentials = useQuery({ queryKey: ['credentials'], queryFn: () => request('identity.credentials') });
  const sheet = useQuery({ queryKey: ['recovery-sheet'], queryFn: () => engine.recoverySheet(), enabled: open, staleTime: Infinity, gcTime: 0 });
  const [showing, setShowing] = useState(false);
  const checked = async () => {
    toast(t('recovery.check.right'));
    await cache.invalidateQueries({ queryKey: ['recovery-sheet'] });
  };
  if (!open) return null;
  const alone = credentials.data?.items.length === 1;
  return (
    <section className="stack" aria-labelledby="recovery">
      <h2 id="recovery">{t('recovery.title')}</h2>
      <p className="soft">{t('recovery.order')}</p>
      {alone && <Banner tone="warn" title={t('recovery.second')}><p>{t('recovery.second.why')}</p></Banner>}
      {sheet.error && <FailureBanner failure={sheet.error} retry={() => void sheet.refetch()} />}
      {sheet.data && (
        <div className="card stack">
          <div className="row apart wide">
            <h3>{t('sheet.title')}</h3>
            <Badge tone={sheet.data.checked === null ? 'warn' : 'good'}>{sheet.data.checked === null ? t('recovery.not-checked') : t('recovery.checked', { date: date(sheet.data.checked) })}</Badge>
          </div>
          {sheet.data.checked === null && <CheckSheet ask={sheet.data.ask} onRight={checked} />}
          <div className="row"><Button onPress={() => setShowing(true)}>{t('recovery.show-sheet')}</Button></div>
        </div>
      )}
      {session.who.role === 'security' && session.who.member !== null && <RecordDrill member={session.who.member} officer={session.who.officer} />}
      {showing && sheet.data && <ShowSheet code={sheet.data.code} signInName={session.who.signInName} onClose={() => setShowing(false)} />}
    </section>
  );
}

function ShowSheet({ code, signInName, onClose }: { code: string; signInName: string; onClose(): void }) {
  const { t } = useText();
  const network = useQuery({ queryKey: ['network'], queryFn: () => engine.network() });
  return (
    <Dialog title={t('recovery.show-sheet')} open onClose={onClose} broad>
      <Sheet name={null} signInName={signInName} code={code} phrase={network.data?.phrase ?? null} />
      <div className="row end no-print">
        <Button onPress={() => window.print()}>{t('sheet.print')}</Button>
        <Button kind="primary" onPress={onClose}>{t('action.close')}</Button>
      </div>
    </Dialog>
  );
}
