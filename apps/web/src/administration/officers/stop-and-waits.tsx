import { useState } from 'react';
import { engine } from '../../crypto/engine.ts';
import type { RosterView, WaitView } from '../../crypto/roster-api.ts';
import { Button } from '../../design/button.tsx';
import { Banner } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { useSession } from '../../session/session.ts';
import { ActDialog } from '../act-dialog.tsx';
import type { People } from '../people.ts';

type Doing = 'go-on' | { readonly veto: WaitView };

/** What stands in the way of the member, and what will take effect unless somebody objects. */
export function StopAndWaits({ roster: { frozen, suspended, waits, quorum }, people }: { roster: RosterView; people: People }) {
  const { t, list, dateTime, number } = useText();
  const session = useSession();
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  const security = session.phase === 'open' && session.who.role === 'security';
  const begins = (due: number | null, key: 'administration.takes-effect' | 'administration.lapses') => (due === null ? t('administration.not-begun') : t(key, { date: dateTime(new Date(due)) }));
  return (
    <>
      {suspended && <Banner tone="bad" title={t('administration.member-suspended')}><p>{t('administration.member-suspended.what')}</p></Banner>}
      {frozen !== null && (
        <Banner tone="bad" title={t('administration.frozen')}>
          <p>{t('administration.frozen.by', { name: people.nameOf(frozen.by), position: number(frozen.since) })} {begins(frozen.due, 'administration.lapses')}</p>
          {security && !suspended && <p><Button onPress={() => setDoing('go-on')}>{t('administration.unfreeze')}</Button></p>}
        </Banner>
      )}
      {quorum < 2 && <Banner tone="warn" title={t('administration.quorum-lost')}><p>{t('administration.quorum-lost.what')}</p></Banner>}
      {waits.map((wait) => (
        <Banner key={wait.statement} tone="warn" title={wait.act === 'rekey' ? t('administration.wait.rekey', { name: people.nameOf(wait.subject) }) : t('administration.wait.reseat', { names: list(people.namesOf(wait.lost)) })}>
          <p>{begins(wait.due, 'administration.takes-effect')}</p>
          <p><Button kind="danger" onPress={() => setDoing({ veto: wait })}>{t('administration.veto')}</Button></p>
        </Banner>
      ))}
      {doing === 'go-on' && <ActDialog title={t('administration.unfreeze')} what={t('administration.unfreeze.what')} act={() => engine.proposeUnfreeze()} onClose={close} />}
      {doing !== null && typeof doing === 'object' && <ActDialog title={t('administration.veto')} what={t('administration.veto.what')} danger act={() => engine.vetoWait(doing.veto.statement)} onClose={close} />}
    </>
  );
}
