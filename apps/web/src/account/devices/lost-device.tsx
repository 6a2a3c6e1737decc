// A device is lost: what to do, in its order; what is safe, and what is not.
import { useState } from 'react';
import type { DeviceView } from '#client';
import { ActDialog } from '../../administration/act-dialog.tsx';
import { useRoster } from '../../administration/officers/roster.ts';
import { usePeople } from '../../administration/people.ts';
import { engine } from '../../crypto/engine.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useText } from '../../i18n/text.tsx';
import { useSession } from '../../session/session.ts';
import '../account.css';

export interface LostDeviceProps {
  device: DeviceView;
  onRemove(): void;
  onClose(): void;
}

export function LostDevice({ device: { name }, onRemove, onClose }: LostDeviceProps) {
  const { t } = useText();
  const session = useSession();
  const [suspending, setSuspending] = useState(false);
  if (session.phase !== 'open') return null;
  const { member, officer, role } = session.who;
  if (suspending) {
    return (
      <ActDialog title={t('device.suspend')} what={t('administration.act.suspend.what', { who: 'me', name: '' })} danger act={() => engine.suspendOfficer(officer)} onClose={() => setSuspending(false)}>
        {role === 'security' && <p>{t('administration.act.suspend.lapses')}</p>}
      </ActDialog>
    );
  }
  return (
    <Dialog title={t('device.lost.title', { name: name ?? t('device.no-name') })} open onClose={onClose} broad>
      <p>{t('device.lost.lead')}</p>
      {member === null ? (
        <ol className="steps">
          <li>{t('device.lost.step.secretariat')}</li>
          <li>{t('device.lost.step.enrol')}</li>
        </ol>
      ) : (
        <ol className="steps">
          <li>
            <p>{t('device.lost.step.suspend')}</p>
            <p><Button kind="danger" onPress={() => setSuspending(true)}>{t('device.suspend')}</Button></p>
          </li>
          <li>
            <p>{t('device.lost.step.reissue')}</p>
            <WhomToCall me={officer} />
          </li>
          <li>{t('device.lost.step.epochs')}</li>
        </ol>
      )}
      <p>{t('device.lost.found')}</p>
      <p><Button onPress={onRemove}>{t('device.lost.end-sessions')}</Button></p>
      <h3>{t('device.lost.safe')}</h3>
      <ul className="points">
        <li>{t('device.lost.safe.locked')}</li>
        <li>{t('device.lost.safe.history')}</li>
        <li>{t('device.lost.safe.others')}</li>
      </ul>
      <h3>{t('device.lost.unsafe')}</h3>
      <ul className="points">
        <li>{t('device.lost.unsafe.open')}</li>
        <li>{t('device.lost.unsafe.read')}</li>
        <li>{t('device.lost.unsafe.passkey')}</li>
        <li>{t('device.lost.unsafe.named')}</li>
      </ul>
      <div className="row end wide no-print">
        <Button onPress={() => window.print()}>{t('device.lost.print')}</Button>
        <Button kind="primary" onPress={onClose}>{t('action.close')}</Button>
      </div>
    </Dialog>
  );
}

/** To be noted before the suspension ends this session. */
function WhomToCall({ me }: { me: string }) {
  const { t, list } = useText();
  const roster = useRoster();
  const { namesOf } = usePeople();
  const security = (roster.data?.officers ?? []).filter(({ role, officer, suspended }) => role === 'security' && officer !== me && suspended === null);
  return security.length === 0 ? null : <p><strong>{t('device.lost.whom', { names: list(namesOf(security.map(({ officer }) => officer))) })}</strong></p>;
}
