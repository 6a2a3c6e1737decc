import type { NetworkView } from '../crypto/network-api.ts';
import { DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';

/** The newest checkpoints that this client verified, side by side, and how old they are. */
export function Logs({ logs, seenAt }: { logs: NetworkView['logs']; /** When this client looked, milliseconds since 1970. */ seenAt: number }) {
  const { t, dateTime, number } = useText();
  return (
    <div className="beside">
      {(['trust', 'audit'] as const).map((log) => {
        const { size, root, key, time } = logs[log];
        return (
          <section key={log} className="card" aria-labelledby={`log-${log}`}>
            <h2 id={`log-${log}`}>{t(`network.log.${log}`)}</h2>
            <DataList>
              <Fact name={t('network.log.size')}>{number(size)}</Fact>
              <Fact name={t('network.log.time')}>{time === null ? t('network.time.none') : <>{dateTime(new Date(time))} <span className="soft">({t('network.age', { minutes: Math.max(0, Math.floor((seenAt - time) / 60_000)) })})</span></>}</Fact>
              <Fact name={t('network.log.root')}><code className="fixed">{root}</code></Fact>
              <Fact name={t('network.log.key')}><code className="fixed">{key}</code></Fact>
            </DataList>
          </section>
        );
      })}
    </div>
  );
}
