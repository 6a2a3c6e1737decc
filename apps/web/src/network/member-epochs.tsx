import type { MemberEpochView } from '../crypto/member-api.ts';
import { Badge, type Tone } from '../design/display.tsx';
import { Phrase } from '../enrol/compare-phrase.tsx';
import { useText } from '../i18n/text.tsx';

const TONES: Readonly<Record<MemberEpochView['state'], Tone>> = { current: 'good', stale: 'warn', pending: 'warn', past: 'plain', void: 'plain' };

/** Generations of the member's mailbox keys, newest first. */
export function MemberEpochs({ epochs }: { epochs: readonly MemberEpochView[] }) {
  const { t } = useText();
  const inUse = epochs.filter(({ state }) => state !== 'past' && state !== 'void');
  const earlier = epochs.filter((epoch) => !inUse.includes(epoch));
  return (
    <section className="card stack" aria-labelledby="keys">
      <h2 id="keys">{t('administration.epochs')}</h2>
      {epochs.length === 0 && <p className="soft">{t('administration.epochs.none')}</p>}
      {inUse.map((epoch) => <EpochLines key={epoch.id} epoch={epoch} />)}
      {earlier.length > 0 && (
        <details className="wide">
          <summary>{t('administration.epoch.earlier', { count: earlier.length })}</summary>
          <div className="stack">{earlier.map((epoch) => <EpochLines key={epoch.id} epoch={epoch} />)}</div>
        </details>
      )}
    </section>
  );
}

function EpochLines({ epoch: { state, certificate, phrase, made, rotatedAt, confirmedAt, confirmedTime } }: { epoch: MemberEpochView }) {
  const { t, dateTime, number } = useText();
  return (
    <div className="stack tight wide">
      <div className="row"><Badge tone={TONES[state]}>{t(`administration.epoch.${state}`)}</Badge></div>
      <p className="small">{t('network.keys.made', { date: dateTime(new Date(made)), position: number(rotatedAt) })}</p>
      {confirmedAt !== null && (
        <p className="small">
          {confirmedTime === null ? t('member-page.epoch.confirmed', { position: number(confirmedAt) }) : t('member-page.epoch.confirmed-on', { position: number(confirmedAt), date: dateTime(new Date(confirmedTime)) })}
        </p>
      )}
      <details className="keys-of">
        <summary>{t('network.keys')}</summary>
        <div className="stack tight">
          <div className="wide"><Phrase words={phrase} /></div>
          <p className="small">{t('network.certificate')} <code className="fixed">{certificate}</code></p>
        </div>
      </details>
    </div>
  );
}
