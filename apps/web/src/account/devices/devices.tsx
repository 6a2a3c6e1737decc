// My devices, as this client replays them from the trust log, and beside each the sessions that the hub counts to it.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeviceView } from '#client';
import { engine } from '../../crypto/engine.ts';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { useSession } from '../../session/session.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { DeviceCard } from './device-card.tsx';
import { LostDevice } from './lost-device.tsx';
import { NameDeviceDialog } from './name-device-dialog.tsx';
import { RemoveDevice } from './remove-device.tsx';
import { SessionList } from './session-list.tsx';
import { useThisDevice } from './use-this-device.ts';

type Doing = { readonly what: 'name' } | { readonly what: 'remove' | 'lost'; readonly device: DeviceView };

export function Devices() {
  const { t } = useText();
  const session = useSession();
  const stands = session.phase === 'open' && session.who.role !== 'pending';
  const thisDevice = useThisDevice();
  const devices = useQuery({ queryKey: ['devices'], queryFn: () => engine.ownDevices(), enabled: stands });
  // Once this session is known to be on its device.
  const sessions = useQuery({ queryKey: ['sessions', thisDevice.data?.named?.device ?? null], queryFn: () => request('identity.sessions') });
  const [doing, setDoing] = useState<Doing | null>(null);
  const here = thisDevice.data?.named?.device ?? null;
  const shown = stands ? (devices.data ?? []) : [];
  const inUse = shown.filter(({ removed }) => !removed);
  const removed = shown.filter((device) => device.removed);
  const all = sessions.data?.items ?? [];
  const others = all.filter(({ device }) => !inUse.some((one) => one.device === device));
  const close = () => setDoing(null);
  return (
    <section className="stack" aria-labelledby="devices">
      <div className="row apart wide">
        <h2 id="devices">{t('device.title')}</h2>
        {stands && thisDevice.data?.named === null && <Button onPress={() => setDoing({ what: 'name' })}>{t('device.name-it')}</Button>}
      </div>
      {stands && <p className="soft">{t('device.lead')}</p>}
      {(sessions.isPending || (stands && devices.isPending)) && <Waiting>{t('shell.loading')}</Waiting>}
      {[thisDevice, devices, sessions].map(({ error, refetch }, i) => error && <FailureBanner key={i} failure={error} retry={() => void refetch()} />)}
      {inUse.map((device) => (
        <DeviceCard
          key={device.device} device={device} here={device.device === here} sessions={all.filter((one) => one.device === device.device)}
          onRemove={() => setDoing({ what: 'remove', device })} onLost={() => setDoing({ what: 'lost', device })}
        />
      ))}
      {others.length > 0 && (
        <>
          <h3>{t(inUse.length > 0 ? 'device.other-sessions' : 'account.sessions')}</h3>
          <SessionList sessions={others} />
        </>
      )}
      {removed.length > 0 && (
        <details>
          <summary>{t('device.removed-ones', { count: removed.length })}</summary>
          <ul className="rows">{removed.map((device) => <li key={device.device}><code className="fixed">{device.device}</code></li>)}</ul>
        </details>
      )}
      {doing?.what === 'name' && <NameDeviceDialog onClose={close} />}
      {doing?.what === 'remove' && <RemoveDevice device={doing.device} here={doing.device.device === here} onClose={close} />}
      {doing?.what === 'lost' && <LostDevice device={doing.device} onRemove={() => setDoing({ what: 'remove', device: doing.device })} onClose={close} />}
    </section>
  );
}
