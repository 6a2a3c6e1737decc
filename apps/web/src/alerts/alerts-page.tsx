// Each statement about me and my member, as this client's own replay has it: what, by whom, when, and the way to say that it was not us.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { ActDialog } from '../administration/act-dialog.tsx';
import { usePeople } from '../administration/people.ts';
import type { AlertView } from '../crypto/alerts-api.ts';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { EmptyState, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { Unlocked } from '../session/unlocked.tsx';
import { useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { AlertRow } from './alert-row.tsx';
import { useAlerts, useMemberTrouble } from './use-alerts.ts';
import './alerts.css';

export function AlertsPage() {
  const { t } = useText();
  return (
    <Page title={t('alerts.title')} lead={t('alerts.lead')}>
      <Unlocked><List /></Unlocked>
    </Page>
  );
}

function List() {
  const { t } = useText();
  const session = useSession();
  const alerts = useAlerts();
  const frozen = useMemberTrouble().frozen !== null;
  const [denied, setDenied] = useState<AlertView | null>(null);
  const items = useMemo(() => alerts.data?.pages.flatMap((page) => page.items) ?? [], [alerts.data]);
  const people = usePeople(items.flatMap(({ signers }) => signers.map(({ certificate }) => certificate)));
  useSeen(items[0]?.position);
  const member = session.phase === 'open' ? session.who.member : null;
  return (
    <>
      {alerts.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {alerts.error && <FailureBanner failure={alerts.error} retry={() => void alerts.refetch()} />}
      {alerts.data && items.length === 0 && <EmptyState title={t('alerts.empty')} />}
      {items.length > 0 && (
        <ul className="rows" aria-label={t('alerts.title')}>
          {items.map((alert) => (
            <AlertRow key={alert.position} alert={alert} people={people} deny={member !== null && !frozen && alert.statement.roster === member && !alert.byMe ? () => setDenied(alert) : null} />
          ))}
        </ul>
      )}
      {alerts.hasNextPage && <div><Button isPending={alerts.isFetchingNextPage} onPress={() => void alerts.fetchNextPage()}>{t('action.more')}</Button></div>}
      {denied && <ActDialog title={t('alerts.not-us')} what={t('alerts.not-us.what')} confirm={t('alerts.not-us.confirm')} danger act={() => engine.freezeMember(denied.hash)} onClose={() => setDenied(null)} />}
    </>
  );
}

/** Looked at is what was listed; the bell follows, the marks stay until the page is left. */
function useSeen(newest: number | undefined): void {
  const cache = useQueryClient();
  useEffect(() => {
    if (newest === undefined) return;
    const countAnew = async () => {
      await engine.alertsSeen(newest);
      // A first count that is still under way was begun before.
      await cache.cancelQueries({ queryKey: ['alerts', 'unread'] });
      await cache.invalidateQueries({ queryKey: ['alerts', 'unread'] });
    };
    countAnew().catch(() => undefined);
  }, [newest, cache]);
}
