import { useQuery } from '@tanstack/react-query';
import { engine } from '../../crypto/engine.ts';
import { useText } from '../../i18n/text.tsx';

/** What the officer could read until now, or until they left; a removal does not take it back. */
export function CouldReadFacts({ officer, left = false }: { officer: string; left?: boolean }) {
  const { t, date, number } = useText();
  const { data } = useQuery({ queryKey: ['could-read', officer], queryFn: () => engine.couldRead(officer) });
  if (!data) return null;
  return (
    <p className="small">
      {data.first === null || data.last === null
        ? t(left ? 'could-read.left.nothing' : 'could-read.nothing', { epochs: data.epochs })
        : t(left ? 'could-read.left.some' : 'could-read.some', { epochs: data.epochs, messages: number(data.messages), first: date(data.first), last: date(data.last) })}
    </p>
  );
}
