import { useQuery } from '@tanstack/react-query';
import { engine } from '../../crypto/engine.ts';
import { useText } from '../../i18n/text.tsx';

/** What the officer could read until now; a removal does not take it back. */
export function CouldReadFacts({ officer }: { officer: string }) {
  const { t, date, number } = useText();
  const { data } = useQuery({ queryKey: ['could-read', officer], queryFn: () => engine.couldRead(officer) });
  if (!data) return null;
  return (
    <p className="small">
      {data.first === null || data.last === null
        ? t('could-read.nothing', { epochs: data.epochs })
        : t('could-read.some', { epochs: data.epochs, messages: number(data.messages), first: date(data.first), last: date(data.last) })}
    </p>
  );
}
