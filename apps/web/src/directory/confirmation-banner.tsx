import { useState } from 'react';
import type { AuthorityEntry } from '#protocol';
import { isStale } from '#protocol/entry';
import { Banner } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';

/** Whether the authority itself stands behind the entry. */
export function ConfirmationBanner({ entry }: { entry: Pick<AuthorityEntry, 'confirmed' | 'due'> }) {
  const { t, date } = useText();
  const [now] = useState(Date.now);
  const { confirmed, due } = entry;
  if (confirmed === null) return <Banner tone="warn" title={t('directory.confirmation.never')}><p>{t('directory.sources.lead')}</p></Banner>;
  if (isStale(entry, now)) {
    return <Banner tone="warn" title={t('directory.confirmation.stale', { date: date(due ?? confirmed) })}><p>{t('directory.confirmation.stale.lead', { date: date(confirmed) })}</p></Banner>;
  }
  return <Banner tone="good" title={t('directory.confirmation.confirmed', { date: date(confirmed) })}>{due !== null && <p>{t('directory.confirmation.due', { date: date(due) })}</p>}</Banner>;
}

/** The same in a few words, for the list. */
export function ConfirmationLine({ entry }: { entry: Pick<AuthorityEntry, 'confirmed' | 'due'> }) {
  const { t, date } = useText();
  const [now] = useState(Date.now);
  const { confirmed, due } = entry;
  if (confirmed === null) return <p className="soft small">{t('directory.confirmation.never')}</p>;
  if (isStale(entry, now)) return <p className="soft small">{t('directory.confirmation.stale', { date: date(due ?? confirmed) })}</p>;
  return <p className="soft small">{t('directory.confirmation.confirmed', { date: date(confirmed) })}</p>;
}
