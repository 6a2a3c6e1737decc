// Ways back to one's keys, in their order: another passkey or device, the recovery sheet, a re-issue. Urged until there is more than one.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { engine } from '../crypto/engine.ts';
import type { SheetView } from '../crypto/recovery-api.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge, Banner } from '../design/display.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { useToast } from '../design/toast.tsx';
import { Sheet } from '../enrol/sheet.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { RecordDrill } from './record-drill.tsx';

export function Recovery() {
  const { t, date } = useText();
  const session = useSession();
  const open = session.phase === 'open';
  const credentials = useQuery({ queryKey: ['credentials'], queryFn: () => request('identity.credentials') });
  const sheet = useQuery({ queryKey: ['recovery-sheet'], queryFn: () => engine.recoverySheet(), enabled: open, staleTime: Infinity, gcTime: 0 });
  const [showing, setShowing] = useState(false);
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
          {sheet.data.checked === null && <CheckSheet sheet={sheet.data} />}
          <div className="row"><Button onPress={() => setShowing(true)}>{t('recovery.show-sheet')}</Button></div>
        </div>
      )}
      {session.who.role === 'security' && session.who.member !== null && <RecordDrill member={session.who.member} officer={session.who.officer} />}
      {showing && sheet.data && <ShowSheet code={sheet.data.code} signInName={session.who.signInName} onClose={() => setShowing(false)} />}
    </section>
  );
}

/** From paper, not from the screen: two groups of the code typed back show that it was printed or written down, and legibly. */
function CheckSheet({ sheet: { ask } }: { sheet: SheetView }) {
  const { t, number } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const [typed, setTyped] = useState(['', '']);
  const [wrong, setWrong] = useState(false);
  const check = async () => {
    const right = await engine.checkSheet(ask.map((group, i) => ({ group, text: typed[i]! })));
    setWrong(!right);
    if (!right) return;
    toast(t('recovery.check.right'));
    await cache.invalidateQueries({ queryKey: ['recovery-sheet'] });
  };
  return (
    <Form className="stack" onSubmit={(event) => { event.preventDefault(); void check(); }}>
      <p>{t('recovery.check.lead')}</p>
      {wrong && <Banner tone="bad" alert>{t('recovery.check.wrong')}</Banner>}
      <div className="row">
        {ask.map((group, i) => (
          <Field key={group} label={t('recovery.check.group', { group: number(group) })} value={typed[i]!} onChange={(text) => setTyped((now) => now.map((old, place) => (place === i ? text : old)))} code autoComplete="off" maxLength={8} isRequired />
        ))}
      </div>
      <div className="row"><Button kind="primary" type="submit" isDisabled={typed.some((text) => text.trim() === '')}>{t('recovery.check')}</Button></div>
    </Form>
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
