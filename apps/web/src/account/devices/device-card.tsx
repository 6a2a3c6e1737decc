import type { DeviceView } from '#client';
import { Button } from '../../design/button.tsx';
import { Badge } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { SessionList, type Session } from './session-list.tsx';

export interface DeviceCardProps {
  device: DeviceView;
  /** The one that shows this. */
  here: boolean;
  sessions: readonly Session[];
  onRemove(): void;
  onLost(): void;
}

export function DeviceCard({ device: { device, name, at, lastSeen }, here, sessions, onRemove, onLost }: DeviceCardProps) {
  const { t, dateTime, number } = useText();
  const shown = name ?? t('device.no-name');
  return (
    <article className="card stack" aria-label={shown}>
      <div className="row apart wide">
        <h3 className="row"><bdi>{shown}</bdi>{here && <Badge tone="good">{t('device.this')}</Badge>}</h3>
        <div className="row">
          <Button onPress={onLost} aria-label={t('device.act-about', { act: t('device.lost'), name: shown })}>{t('device.lost')}</Button>
          <Button kind="danger" onPress={onRemove} aria-label={t('device.act-about', { act: t('action.remove'), name: shown })}>{t('action.remove')}</Button>
        </div>
      </div>
      <p className="soft small">{t('device.line', { position: number(at), seen: lastSeen === null ? t('account.never') : dateTime(lastSeen) })}</p>
      {name === null && <p className="small warned">{t('device.no-name.why')} <code className="fixed">{device}</code></p>}
      {sessions.length > 0 ? <SessionList sessions={sessions} /> : <p className="soft small">{t('device.no-session')}</p>}
    </article>
  );
}
