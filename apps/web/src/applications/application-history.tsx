import type { ApplicationDetail } from '#protocol';
import { usePeople } from '../administration/people.ts';
import { useText } from '../i18n/text.tsx';

export function ApplicationHistory({ detail: { history } }: { detail: ApplicationDetail }) {
  const { t, dateTime } = useText();
  const { nameOf } = usePeople();
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">{t('application.history')}</h2>
      <ol className="rows">
        {history.map(({ at, state, reason, officer }) => (
          <li key={`${at} ${state}`}>
            <p className="grow">{t(`application.state.${state}`)}{reason && <> · {t(`application.reason.${reason}`)}</>}{officer && <> · {nameOf(officer)}</>}</p>
            <time className="soft small" dateTime={at}>{dateTime(at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
