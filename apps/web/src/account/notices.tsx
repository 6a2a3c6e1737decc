import { useQuery } from '@tanstack/react-query';
import { request } from '../crypto/request.ts';
import { useText } from '../i18n/text.tsx';

/** Mail that the hub would have sent me, where no mail server is configured. Hidden where there is one and nothing was kept. */
export function Notices() {
  const { t, dateTime } = useText();
  const spool = useQuery({ queryKey: ['notices'], queryFn: () => request('notices.spool') });
  if (!spool.data || (spool.data.mailed && spool.data.items.length === 0)) return null;
  return (
    <section className="stack" aria-labelledby="notices">
      <h2 id="notices">{t('account.notices')}</h2>
      <p className="soft">{t('account.notices.lead')}</p>
      {spool.data.items.length > 0 && (
        <ul className="rows">
          {spool.data.items.map((notice) => (
            <li key={notice.id}>
              <div className="grow" lang={notice.language} dir="auto">
                <p><strong>{notice.subject}</strong></p>
                <p className="prose small">{notice.text}</p>
              </div>
              <span className="soft small">{dateTime(notice.created)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
