import { useEffect, useState } from 'react';
import { answeringAt, type Hours } from '#protocol/entry';
import { Badge } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';

const MINUTE = 60_000;
const UNITS = [['day', 24 * 60 * MINUTE], ['hour', 60 * MINUTE], ['minute', MINUTE]] as const;

/** Whether somebody is there at this moment, and until or from when by the reader's own clock. Nothing where no hours are known. */
export function AnsweringLine({ hours }: { hours: readonly Hours[] }) {
  const { t, language, dateTime } = useText();
  const now = useMinute();
  const found = answeringAt(hours, now);
  if (found === null) return null;
  const { open, changes } = found;
  const away = (at: number) => {
    const [unit, size] = UNITS.find(([, length]) => at - now >= length) ?? ['minute', MINUTE];
    return new Intl.RelativeTimeFormat(language, { numeric: 'always' }).format(Math.max(1, Math.round((at - now) / size)), unit);
  };
  return (
    <div className="stack tight answering">
      <p>
        <Badge tone={open ? 'good' : 'warn'}>{t(open ? 'directory.answering' : 'directory.answering.no')}</Badge>{' '}
        {open && changes === null && t('directory.answering.always')}
        {open && changes !== null && t('directory.answering.until', { time: dateTime(new Date(changes)) })}
        {!open && changes !== null && t('directory.answering.opens', { wait: away(changes), time: dateTime(new Date(changes)) })}
      </p>
      <p className="soft small">{t('directory.answering.holidays')}</p>
    </div>
  );
}

/** Now, told anew each minute. */
function useMinute(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
}
